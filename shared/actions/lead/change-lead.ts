import { decide } from '../../domain/decide.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { LeadEvent } from '../../domain/lead/lead-event.ts';
import { getLead } from '../../store/leads.ts';
import type { Context } from '../context.ts';
import { type Followed, followAlias } from './follow-alias.ts';
import { type Changed, saveDecision } from './save-decision.ts';

/**
 * Load, decide, save; on a conflict decide again on what came back. Undefined when there is no such lead.
 * `given`: the lead as the caller already holds it, which saves the read.
 */
export async function changeLead(
  context: Context,
  leadId: string,
  event: LeadEvent,
  given?: Lead,
): Promise<Changed | undefined> {
  const found = given ?? (await findLead(context, leadId));
  return saveDecision(
    context,
    found,
    (lead, rules, now, followed) => {
      const meant = followed && followed.hops > 0 ? carried(event, followed) : event;
      return meant ? decide(lead, meant, rules, now) : lead;
    },
    staysThere(event),
  );
}

/** What is about an id or its address, and not about the person behind it. */
const staysThere = (event: LeadEvent): boolean =>
  ['email.bounced', 'suppression.lifted', 'visited', 'erasure.swept', 'erasure.ended'].includes(event.type) ||
  (event.type === 'lead.erased' && event.alias === true);

/** An event that names an old id, as it is of the lead of today. Confirming an old address confirms nothing of the new. */
function carried(event: LeadEvent, followed: Followed): LeadEvent | undefined {
  if (event.type === 'lead.confirmed') return undefined;
  if (event.type === 'lead.erased' || !('generation' in event)) return event;
  return { ...event, generation: followed.generationOf(event.generation) };
}

/** The lead that a link, an event or a person means, by whatever id it had. */
export async function findPerson(
  context: Context,
  leadId: string,
  strong = false,
): Promise<Followed | undefined> {
  const lead = await findLead(context, leadId, strong);
  return lead && followAlias(context, lead);
}

/** What lies under an id; read again strongly before it is called unknown. */
export async function findLead(context: Context, leadId: string, strong = false): Promise<Lead | undefined> {
  const { config } = await context.rules.current();
  const { timeZone } = config.settings;
  const lead = await getLead(context.table, leadId, timeZone, strong);
  return lead ?? (strong ? undefined : getLead(context.table, leadId, timeZone, true));
}
