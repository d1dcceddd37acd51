import { setTimeout as sleep } from 'node:timers/promises';
import { KweekError } from '../../domain/kweek-error.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { Rules } from '../../domain/programme/rules.ts';
import type { Now } from '../../domain/time/now.ts';
import { saveLead } from '../../store/leads.ts';
import type { Context } from '../context.ts';
import { type Followed, followAlias } from './follow-alias.ts';

const MOST_TRIES = 60;

/** The lead as it is now; `changed` tells whether this event made it so. */
export interface Changed {
  lead: Lead;
  changed: boolean;
}

/**
 * Decides on a lead and saves what comes of it; on a conflict decides again on what came back. Undefined when
 * nothing is left to decide on. A lead that is under another id by now is decided on there, unless `stays`.
 * Throws `contended`.
 */
export async function saveDecision(
  context: Context,
  found: Lead | undefined,
  decide: (lead: Lead, rules: Rules, now: Now, followed: Followed | undefined) => Lead,
  stays = false,
): Promise<Changed | undefined> {
  let lead = found;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (!lead) return undefined;
    const followed = lead.aliasOf && !stays ? await followAlias(context, lead) : undefined;
    if (followed) lead = followed.lead;
    const rules = await context.rules.forLead(lead);
    const next = decide(lead, rules, context.clock.now(), followed);
    if (next === lead) return { lead, changed: false };
    const result = await saveLead(context.table, next);
    if (result.saved) return { lead: next, changed: true };
    lead = result.current;
    if (tries > 3) await sleep(Math.random() * Math.min(10 * tries, 200));
  }
  throw new KweekError('contended', 'Too many changes of one lead at once; try again.');
}
