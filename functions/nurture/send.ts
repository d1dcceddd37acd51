import type { Context } from 'aws-lambda';
import { type Sweep, sendDue } from '../../shared/actions/send-due.ts';
import { openSending } from './sending-context.ts';

const sending = openSending();

/** Every minute: all that is due. */
export async function handler(_event: { worker?: number }, lambda: Context): Promise<Sweep> {
  const context = sending(lambda.getRemainingTimeInMillis());
  const sweep = await sendDue(context);
  if (sweep.visited > 0) context.log.info('sweep', { ...sweep });
  return sweep;
}
