import { putRow, type TimelineRow } from '../store/timeline.ts';
import type { Context } from './context.ts';

/** Writes the timeline row of one version; one that caused nothing has none. Any number of times, in any order. */
export async function recordVersion(context: Context, version: TimelineRow): Promise<void> {
  if (version.activities.length > 0) await putRow(context.table, version);
}
