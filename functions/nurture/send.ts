import type { Context } from 'aws-lambda';
import { measureOverdue } from '../../shared/actions/measure-overdue.ts';
import { type Sweep, sendDue } from '../../shared/actions/send-due.ts';
import { metrics } from '../metrics.ts';
import { openSending } from './sending-context.ts';

const sending = openSending();

/** Every minute: all that is due. */
export async function handler({ worker = 0 }: { worker?: number }, lambda: Context): Promise<Sweep> {
  const context = sending(lambda.getRemainingTimeInMillis());
  const sweep = await sendDue(context);
  if (sweep.visited > 0) context.log.info('sweep', { ...sweep });
  if (sweep.sent > 0) metrics.count('Sent', sweep.sent);
  if (sweep.stopped === 'paused') metrics.count('SendingPaused');
  if (worker === 0) await measureOverdue(context, sweep);
  return sweep;
}
