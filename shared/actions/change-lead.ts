import { decide } from '../domain/decide.ts';
import type { Lead } from '../domain/lead.ts';
import type { LeadEvent } from '../domain/lead-event.ts';
import { getLead } from '../store/leads.ts';
import type { Context } from './context.ts';
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
  return saveDecision(context, given ?? (await findLead(context, leadId)), (lead, rules, now) =>
    decide(lead, event, rules, now),
  );
}

/** A lead that a link, an event or a person names; read again strongly before it is called unknown. */
export async function findLead(context: Context, leadId: string, strong = false): Promise<Lead | undefined> {
  const { config } = await context.rules.current();
  const { timeZone } = config.settings;
  const lead = await getLead(context.table, leadId, timeZone, strong);
  return lead ?? (strong ? undefined : getLead(context.table, leadId, timeZone, true));
}
