import type { Context } from 'aws-lambda';
import { allDone } from '../../shared/actions/all-done.ts';
import { tourLeads } from '../../shared/actions/lead/tour-leads.ts';
import { measureOverdue } from '../../shared/actions/sending/measure-overdue.ts';
import { type Sweep, sendDue } from '../../shared/actions/sending/send-due.ts';
import type { SendingContext } from '../../shared/actions/sending/sending-context.ts';
import { foldStatistics } from '../../shared/actions/statistics/fold-statistics.ts';
import { metrics } from '../metrics.ts';
import { openSending } from './sending-context.ts';

const sending = openSending();

/** Left when an invocation has no more time than this, ms. */
const LAST_MOMENTS = 5_000;

/** Every minute: all that is due, and now and then the statistics. */
export async function handler(
  { worker = 0, of = 1 }: { worker?: number; of?: number },
  lambda: Context,
): Promise<Sweep> {
  const context = sending(lambda.getRemainingTimeInMillis(), { number: worker, of });
  const [sweep] = await allDone([sendDue(context), fold(context), ...(worker === 0 ? [tour(context)] : [])]);
  if (sweep.visited > 0) context.log.info('sweep', { ...sweep });
  if (sweep.sent > 0) metrics.count('Sent', sweep.sent);
  if (sweep.stopped === 'paused') metrics.count('SendingPaused');
  if (sweep.stopped === 'nurture paused') metrics.count('NurturePaused');
  if (worker === 0) await measureOverdue(context, sweep);
  return sweep;
}

/** Leads learn what was done with their sequences; beside the sending, too. */
async function tour(context: SendingContext): Promise<void> {
  try {
    await tourLeads(context, context.deadline - LAST_MOMENTS);
  } catch (error) {
    context.log.error('Leads in sequences could not be looked through; the next sweep goes on.', {
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
}

/** Beside the sending: whatever becomes of it, no mail is held back. */
async function fold(context: SendingContext): Promise<void> {
  try {
    await foldStatistics(context, context.deadline - LAST_MOMENTS);
  } catch (error) {
    context.log.error('Statistics could not be folded; it is tried again in some minutes.', {
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
}
