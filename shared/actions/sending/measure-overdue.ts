import { readDue } from '../../store/due.ts';
import type { Sweep } from './send-due.ts';
import type { SendingContext } from './sending-context.ts';

/** Asked at most this often by one process, machine ms: a little less than the schedule's minute. */
const BETWEEN = 55_000;
let measuredAt = 0;

/**
 * How late the oldest due lead of each lane is after a sweep, from the heads of the due index. A sweep that
 * found nothing has just seen that nothing is late, so an idle deployment asks and tells nothing.
 */
export async function measureOverdue(context: SendingContext, sweep: Sweep): Promise<void> {
  if (sweep.visited === 0 && sweep.stopped === 'nothing due') return;
  const { machine, programme } = context.clock.now();
  if (Math.abs(machine - measuredAt) < BETWEEN) return;
  measuredAt = machine;
  for (const lane of [0, 1, 2] as const) {
    const [oldest] = (await readDue(context.table, lane, programme, 1)).entries;
    if (oldest) context.metrics.overdue(lane, Math.floor((programme - oldest.at) / 1_000));
  }
}
