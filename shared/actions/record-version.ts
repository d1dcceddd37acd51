import type { Activity } from '../domain/activity.ts';
import { putRow, type TimelineRow } from '../store/timeline.ts';
import type { Context } from './context.ts';

/** A lead's version as the stream hands it on, with plain values. */
export interface LeadVersion {
  pk: string;
  sk: string;
  v: number;
  g?: number;
  r?: number;
  ac?: Activity[];
}

/** Only versions of leads that caused something have a row. */
export const causedSomething = (version: LeadVersion): boolean =>
  version.sk === 'lead' && (version.ac?.length ?? 0) > 0;

/** Writes the timeline row of one version. Any number of times, in any order. */
export async function recordVersion(context: Context, version: LeadVersion): Promise<void> {
  const row: TimelineRow = {
    leadId: version.pk,
    generation: version.g ?? 1,
    version: version.v,
    previous: version.r ?? 0,
    activities: version.ac ?? [],
  };
  await putRow(context.table, row);
}
