import type { Lead } from '../lead/lead.ts';
import type { LeadEvent } from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import { dueOf } from '../sending/due.ts';
import type { Now } from '../time/now.ts';
import type { Change, Decider } from './change.ts';
import { settle } from './settle.ts';

/** One decision by one decider, to its end: what it changed, what follows, when the lead is due, its next version. */
export function decideBy<E extends LeadEvent>(
  decider: Decider<E>,
  lead: Lead,
  event: E,
  rules: Rules,
  now: Now,
): Lead {
  const change = decider(lead, event, rules, now);
  if (change.lead === lead && event.type !== 'visited') return lead;
  // A claim leaves the due entry where it is: a dead worker's lead is found there again.
  if (event.type === 'send.claimed') return nextVersion(lead, change, now);
  const form = event.type === 'form.submitted' ? event.form : undefined;
  // Who takes over what another was has moved nowhere.
  const before = event.type === 'lead.merged' || event.type === 'address.changed' ? change.lead : lead;
  const settled = settle(change, before, form, rules, now);
  const due = dueOf(settled.lead, rules, now);
  const isSame = settled.lead === lead && due?.lane === lead.due?.lane && due?.at === lead.due?.at;
  if (isSame) return lead;
  const { due: _, ...rest } = settled.lead;
  return nextVersion(lead, { ...settled, lead: due ? { ...rest, due } : rest }, now);
}

function nextVersion(before: Lead, change: Change, now: Now): Lead {
  const { savedAt: _, ...lead } = change.lead;
  const newestRow = before.activities.length > 0 ? before.version : before.lastRow;
  return {
    ...lead,
    version: before.version + 1,
    lastRow: lead.mailability === 'erased' ? 0 : newestRow,
    updatedAt: now.programme,
    ...(now.machine === now.programme ? {} : { savedAt: now.machine }),
    activities: change.activities,
  };
}
