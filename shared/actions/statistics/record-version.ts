import type { Erasure } from '../../domain/lead/lead.ts';
import { STREAM_DAY } from '../../domain/statistics/statistics-time.ts';
import { getLead } from '../../store/leads.ts';
import { type Recorded, recordedRow } from '../../store/recorded.ts';
import { putPendingResidue } from '../../store/residue.ts';
import { entriesOf } from '../../store/statistic-page.ts';
import { putRow, type TimelineRow } from '../../store/timeline.ts';
import type { Context } from '../context.ts';

/**
 * Writes the timeline row of one version; one that caused nothing has none. Any number of times, in any
 * order. `erasure`: known to have come after it; then no row is written of what is to be forgotten. Answers
 * what there is to count.
 */
export async function recordVersion(
  context: Context,
  version: TimelineRow,
  erasure?: Erasure,
): Promise<Recorded | undefined> {
  if (version.activities.length === 0 || (await isForgotten(context, version))) return undefined;
  const recorded = recordedRow(version);
  if (erasure && version.generation <= erasure.generation) {
    const { leadId, generation, recordedAt: newest } = version;
    const entries = entriesOf(recorded);
    await putPendingResidue(context.table, { token: erasure.token, leadId, generation, newest, entries });
  } else {
    await putRow(context.table, version);
  }
  return recorded;
}

/** A version that is older than the stream's memory comes from elsewhere; its life may have been erased for good. */
async function isForgotten({ table, clock }: Context, version: TimelineRow): Promise<boolean> {
  if (version.recordedAt > clock.now().machine - STREAM_DAY) return false;
  const lead = await getLead(table, version.leadId, 'UTC', true);
  if (!lead) return false;
  if (lead.aliasOf && lead.generation === version.generation) return false;
  const isKept = lead.aliases?.some(
    ({ id, generation }) => id === lead.id && generation === version.generation,
  );
  return !isKept && (lead.generation > version.generation || lead.mailability === 'erased');
}
