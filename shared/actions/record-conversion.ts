import { conversionMark } from '../domain/decide/conversion.ts';
import { MOST_DEEDS } from '../domain/decide/sales.ts';
import type { ConversionRecorded } from '../domain/lead-event.ts';
import { readTimeline } from '../store/timeline.ts';
import { changeLead, findLead } from './change-lead.ts';
import type { Context } from './context.ts';
import { pastOrNow } from './past-or-now.ts';
import type { Changed } from './save-decision.ts';

/**
 * A purchase, once by its external id; undefined when there is no such lead. A lead remembers its newest deeds
 * itself; of one with more of them, the timeline knows the rest.
 */
export async function recordConversion(
  context: Context,
  leadId: string,
  purchase: Omit<ConversionRecorded, 'type' | 'at'> & { at?: number },
): Promise<Changed | undefined> {
  const lead = await findLead(context, leadId);
  if (!lead) return undefined;
  const deeds = lead.deeds ?? [];
  const mayBeForgotten = deeds.length === MOST_DEEDS && !deeds.includes(conversionMark(purchase.externalId));
  if (mayBeForgotten && (await isInTimeline(context, leadId, lead.generation, purchase.externalId)))
    return { lead, changed: false };
  const at = pastOrNow(context, purchase.at);
  return changeLead(context, leadId, { ...purchase, type: 'conversion.recorded', at }, lead);
}

async function isInTimeline({ table }: Context, leadId: string, generation: number, externalId: string) {
  const rows = await readTimeline(table, leadId, generation);
  return rows.some(({ activities }) =>
    activities.some((one) => one.type === 'conversion.recorded' && one.externalId === externalId),
  );
}
