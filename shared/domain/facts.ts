import type { EventType } from './event-types.ts';
import type { Lead } from './lead.ts';
import type { Rules } from './rules.ts';
import { scoreOf } from './score.ts';
import type { Facts } from './stage.ts';

/** What stage rules and exit steps may ask of this lead at this time, and of the event at hand. */
export function factsOf(lead: Lead, rules: Rules, at: number, cause?: EventType): Facts {
  const { grade, engagement } = scoreOf(lead, rules.config.scoring, at);
  return {
    ...(cause ? { event: cause } : {}),
    grade,
    engagement,
    interactions: lead.interactions,
    contentsClicked: lead.contentsClicked.length,
    salesContacts: 0,
    inStateFor: 0,
    ...(lead.lastHumanAt !== undefined ? { lastHumanActivity: at - lead.lastHumanAt } : {}),
    formFieldsComplete: lead.formComplete,
    contactable: lead.mailability === 'subscribed' || lead.mailability === 'requested_only',
    salesTouched: false,
    repeat: false,
    coolOffRunning: false,
  };
}
