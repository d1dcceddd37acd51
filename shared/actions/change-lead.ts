import { setTimeout as sleep } from 'node:timers/promises';
import { decide } from '../domain/decide.ts';
import { KweekError } from '../domain/kweek-error.ts';
import type { Lead } from '../domain/lead.ts';
import type { LeadEvent } from '../domain/lead-event.ts';
import { getLead, saveLead } from '../store/leads.ts';
import type { Context } from './context.ts';

const MOST_TRIES = 60;

/** The lead as it is now; `changed` tells whether this event made it so. */
export interface Changed {
  lead: Lead;
  changed: boolean;
}

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
  let lead = given ?? (await findLead(context, leadId));
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (!lead) return undefined;
    const rules = await context.rules.forLead(lead);
    const next = decide(lead, event, rules, context.clock.now());
    if (next === lead) return { lead, changed: false };
    const result = await saveLead(context.table, next);
    if (result.saved) return { lead: next, changed: true };
    lead = result.current;
    if (tries > 3) await sleep(Math.random() * Math.min(10 * tries, 200));
  }
  throw new KweekError('contended', 'Too many changes of one lead at once; try again.');
}

/** A lead that a link, an event or a person names; read again strongly before it is called unknown. */
export async function findLead(context: Context, leadId: string, strong = false): Promise<Lead | undefined> {
  const { config } = await context.rules.current();
  const { timeZone } = config.settings;
  const lead = await getLead(context.table, leadId, timeZone, strong);
  return lead ?? (strong ? undefined : getLead(context.table, leadId, timeZone, true));
}
