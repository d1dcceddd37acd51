import { decideClassified } from './decide/address.ts';
import { decideClick, decidePosted } from './decide/behaviour.ts';
import { type Decider, unchanged } from './decide/change.ts';
import { decideConfirmation } from './decide/confirmation.ts';
import { decideConversion } from './decide/conversion.ts';
import { decideBounce, decideComplaint, decideLifted, decideUnsubscribe } from './decide/departure.ts';
import { decideErased, decideErasureEnded, decideErasureSwept } from './decide/erasure.ts';
import { decideHeld } from './decide/hold.ts';
import { decideAddressChanged, decideMerged, decideMoved } from './decide/merge.ts';
import { decidePreferences } from './decide/preferences.ts';
import { decideReferred } from './decide/referred.ts';
import { decideSales } from './decide/sales.ts';
import {
  decideAccepted,
  decideAwaited,
  decideClaim,
  decideRefused,
  decideUnrenderable,
} from './decide/send.ts';
import { decideSignup } from './decide/signup.ts';
import { decideStageSet } from './decide/stage-set.ts';
import { decideJudged, decideSeen } from './decide/trace.ts';
import { decideBy } from './decide/version.ts';
import type { Lead } from './lead/lead.ts';
import type { FormSubmitted, LeadEvent } from './lead/lead-event.ts';
import type { Rules } from './programme/rules.ts';
import { decideNewsletter } from './sequence/newsletter.ts';
import type { Now } from './time/now.ts';

type Deciders = { [T in LeadEvent['type']]: Decider<Extract<LeadEvent, { type: T }>> };

const deciders: Deciders = {
  'form.submitted': decideSignup,
  'lead.confirmed': decideConfirmation,
  'lead.unsubscribed': decideUnsubscribe,
  'email.clicked': decideClick,
  'trace.seen': decideSeen,
  'traces.judged': decideJudged,
  'event.posted': decidePosted,
  'sales.told': decideSales,
  'conversion.recorded': decideConversion,
  'lead.referred': decideReferred,
  'stage.set': decideStageSet,
  visited: (lead) => unchanged(lead),
  'send.claimed': decideClaim,
  'send.accepted': decideAccepted,
  'send.refused': decideRefused,
  'send.awaited': decideAwaited,
  'send.unrenderable': decideUnrenderable,
  'email.bounced': decideBounce,
  'email.complained': decideComplaint,
  'suppression.lifted': decideLifted,
  'preferences.changed': decidePreferences,
  'address.classified': decideClassified,
  'request.held': decideHeld,
  'lead.erased': decideErased,
  'erasure.swept': decideErasureSwept,
  'erasure.ended': decideErasureEnded,
  'newsletter.sent': decideNewsletter,
  'lead.merged': decideMerged,
  'lead.moved': decideMoved,
  'address.changed': decideAddressChanged,
};

/**
 * The heart: what one event makes of one lead, by the rules, at this time. Pure. An event that the
 * lead already holds gives back the very same lead, and nothing is to be saved. Otherwise the lead is
 * the next version, `activities` is what this caused, and `due` is where it belongs in the due index.
 */
export function decide(lead: Lead, event: LeadEvent, rules: Rules, now: Now): Lead {
  return decideBy(deciders[event.type] as Decider<LeadEvent>, lead, event, rules, now);
}

/** `decide` for signups alone, for who takes nothing else: the other deciders stay out of its bundle. */
export const decideSubmission = (lead: Lead, event: FormSubmitted, rules: Rules, now: Now): Lead =>
  decideBy(decideSignup, lead, event, rules, now);
