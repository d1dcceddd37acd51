import { decideClick, decidePosted } from './decide/behaviour.ts';
import { type Change, type Decider, unchanged } from './decide/change.ts';
import { decideConfirmation } from './decide/confirmation.ts';
import { decideBounce, decideComplaint, decideUnsubscribe } from './decide/departure.ts';
import { decideErased, decideErasureEnded } from './decide/erasure.ts';
import {
  decideAccepted,
  decideAwaited,
  decideClaim,
  decideRefused,
  decideUnrenderable,
} from './decide/send.ts';
import { settle } from './decide/settle.ts';
import { decideSignup } from './decide/signup.ts';
import { dueOf } from './due.ts';
import type { Lead } from './lead.ts';
import type { LeadEvent } from './lead-event.ts';
import type { Now } from './now.ts';
import type { Rules } from './rules.ts';

type Deciders = { [T in LeadEvent['type']]: Decider<Extract<LeadEvent, { type: T }>> };

const deciders: Deciders = {
  'form.submitted': decideSignup,
  'lead.confirmed': decideConfirmation,
  'lead.unsubscribed': decideUnsubscribe,
  'email.clicked': decideClick,
  'event.posted': decidePosted,
  visited: (lead) => unchanged(lead),
  'send.claimed': decideClaim,
  'send.accepted': decideAccepted,
  'send.refused': decideRefused,
  'send.awaited': decideAwaited,
  'send.unrenderable': decideUnrenderable,
  'email.bounced': decideBounce,
  'email.complained': decideComplaint,
  'lead.erased': decideErased,
  'erasure.ended': decideErasureEnded,
};

/**
 * The heart: what one event makes of one lead, by the rules, at this time. Pure. An event that the
 * lead already holds gives back the very same lead, and nothing is to be saved. Otherwise the lead is
 * the next version, `activities` is what this caused, and `due` is where it belongs in the due index.
 */
export function decide(lead: Lead, event: LeadEvent, rules: Rules, now: Now): Lead {
  const change = (deciders[event.type] as Decider<LeadEvent>)(lead, event, rules, now);
  if (change.lead === lead && event.type !== 'visited') return lead;
  // A claim leaves the due entry where it is: a dead worker's lead is found there again.
  if (event.type === 'send.claimed') return nextVersion(lead, change, now);
  const form = event.type === 'form.submitted' ? event.form : undefined;
  const settled = settle(change, lead, form, rules, now);
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
