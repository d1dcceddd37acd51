import type { Rules } from '../programme/rules.ts';
import { isLive } from '../sales/handoff.ts';
import type { EventType } from '../score/event-types.ts';
import { scoreOf } from '../score/score.ts';
import type { Facts } from '../stage/stage.ts';
import type { Lead } from './lead.ts';

/** What stage rules and exit steps may ask of this lead at this time, and of the event at hand. */
export function factsOf(lead: Lead, rules: Rules, at: number, cause?: EventType): Facts {
  const coolOffLeft = (lead.coolOffUntil ?? at) - at;
  const { grade, engagement } = scoreOf(lead, rules.config.scoring, at);
  return {
    ...(cause ? { event: cause } : {}),
    grade,
    engagement,
    interactions: lead.interactions,
    contentsClicked: lead.contentsClicked.length,
    salesContacts: lead.contacts ?? 0,
    ...(isLive(lead.handoff) && lead.handoff.assessment ? { assessment: lead.handoff.assessment } : {}),
    inStateFor: 0,
    ...(lead.lastHumanAt !== undefined ? { lastHumanActivity: at - lead.lastHumanAt } : {}),
    formFieldsComplete: lead.formComplete,
    contactable: isContactable(lead),
    salesTouched: (lead.contacts ?? 0) > 0 || lead.handoff?.status === 'accepted',
    repeat: (lead.customer?.purchases ?? 0) > 1,
    coolOffRunning: coolOffLeft > 0,
    ...(coolOffLeft > 0 ? { coolOffLeft } : {}),
  };
}

/** Sales can write or call: mail may come, or there is a number. */
const isContactable = ({ mailability, fields }: Lead): boolean =>
  mailability === 'subscribed' ||
  mailability === 'requested_only' ||
  (typeof fields.phone === 'string' && fields.phone !== '');
