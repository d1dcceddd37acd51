import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { Rules } from '../../shared/domain/programme/rules.ts';
import { storiedLead } from './lead-story.ts';

/** Where leads are made for. */
export interface Campaign {
  rules: Rules;
  idKey: Uint8Array;
  stack: { clock: { programme(): number } };
}

/** So many different lives; more leads than that share them under other addresses. */
const STORIES = 40;
const DAY = 86_400_000;

/**
 * `count` leads whose next nurture mail is due now. Each has lived through `decide`; after the first forty
 * lives repeat with other addresses, which takes seconds where living would take a minute.
 */
export function dueLeads({ rules, idKey, stack }: Campaign, count: number): Lead[] {
  const dueAt = stack.clock.programme() - 60_000;
  const stories = Array.from({ length: Math.min(STORIES, count) }, (_, n) =>
    storiedLead(rules, idKey, n, dueAt),
  );
  return Array.from({ length: count }, (_, n) => rename(stories[n % stories.length] as Lead, n, idKey));
}

/** `count` leads in the same state with nothing to do for a month: they fill the table. */
export function* restingLeads(machine: Campaign, count: number): Generator<Lead> {
  const [story] = dueLeads(machine, 1);
  if (!story) return;
  const resting: Lead = {
    ...story,
    activities: [],
    due: { lane: 1, at: machine.stack.clock.programme() + 30 * DAY },
  };
  for (let n = 0; n < count; n++) yield rename(resting, 1_000_000 + n, machine.idKey);
}

function rename(lead: Lead, number: number, idKey: Uint8Array): Lead {
  const email = lead.email.replace(/\.\d+@/, `.${number}@`);
  return { ...lead, email, id: leadIdOf(email, idKey) };
}
