import { conversionMark } from '../../domain/decide/conversion.ts';
import { MOST_DEEDS } from '../../domain/decide/sales.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { ConversionRecorded } from '../../domain/lead/lead-event.ts';
import type { Context } from '../context.ts';
import { changeLead, findPerson } from '../lead/change-lead.ts';
import { pastOrNow } from '../lead/past-or-now.ts';
import { readLives } from '../lead/read-lives.ts';
import type { Changed } from '../lead/save-decision.ts';

/**
 * A purchase, once by its external id; undefined when there is no such lead. A lead remembers its newest deeds
 * itself; of one with more of them, the timeline knows the rest.
 */
export async function recordConversion(
  context: Context,
  leadId: string,
  purchase: Omit<ConversionRecorded, 'type' | 'at'> & { at?: number },
): Promise<Changed | undefined> {
  const found = await findPerson(context, leadId);
  if (!found) return undefined;
  const { lead } = found;
  const deeds = lead.deeds ?? [];
  const mayBeForgotten = deeds.length === MOST_DEEDS && !deeds.includes(conversionMark(purchase.externalId));
  if (mayBeForgotten && (await isInTimeline(context, lead, purchase.externalId)))
    return { lead, changed: false };
  const at = pastOrNow(context, purchase.at);
  return changeLead(context, lead.id, { ...purchase, type: 'conversion.recorded', at }, lead);
}

async function isInTimeline({ table }: Context, lead: Lead, externalId: string) {
  const rows = await readLives(table, lead);
  return rows.some(({ activities }) =>
    activities.some((one) => one.type === 'conversion.recorded' && one.externalId === externalId),
  );
}
