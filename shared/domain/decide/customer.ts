import { isScored } from '../consent/mailability.ts';
import { fingerprint } from '../lead/fingerprint.ts';
import type { Lead } from '../lead/lead.ts';
import type { EventPosted } from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import { type Customer, noCustomer } from '../sales/customer.ts';
import { addScoringEvent } from '../score/engagement.ts';
import { customerEventTypes } from '../score/event-types.ts';
import type { Now } from '../time/now.ts';
import { type Change, keepNewest, unchanged } from './change.ts';
import { MOST_DEEDS } from './sales.ts';

export const isOfCustomer = (event: EventPosted): boolean =>
  customerEventTypes.some((type) => type === event.event);

/**
 * What somebody said of us: a referral, a testimonial, an answer to "would you recommend us". It scores while
 * the lead scores, and counts in any case. The same one again changes nothing.
 */
export function decideCustomerEvent(lead: Lead, event: EventPosted, rules: Rules, now: Now): Change {
  const { subject, score, referred, at } = event;
  const key = fingerprint(event.event, event.id ?? `${at}|${subject ?? ''}`);
  if (lead.mailability === 'erased' || lead.deeds?.includes(key)) return unchanged(lead);
  const deed = { type: event.event, at, key, ...(subject ? { subject: fingerprint(subject) } : {}) };
  const scored = isScored(lead)
    ? addScoringEvent(lead.engagement, deed, rules.config.scoring, now.programme)
    : undefined;
  if (scored && !scored.added) return unchanged(lead);
  return {
    lead: {
      ...lead,
      ...(scored ? { engagement: scored.state, interactions: lead.interactions + 1 } : {}),
      lastHumanAt: Math.max(lead.lastHumanAt ?? 0, Math.min(at, now.programme)),
      deeds: keepNewest(lead.deeds ?? [], key, MOST_DEEDS),
      customer: said(lead.customer ?? noCustomer, event),
    },
    activities: [
      {
        type: event.event,
        at,
        ...(subject ? { subject } : {}),
        ...(score === undefined ? {} : { score }),
        ...(referred ? { referred } : {}),
      },
    ],
    causes: [event.event],
  };
}

function said(customer: Customer, { event, at, score }: EventPosted): Customer {
  switch (event) {
    case 'referral.made':
      return { ...customer, referrals: (customer.referrals ?? 0) + 1 };
    case 'testimonial.given':
      return { ...customer, testimonials: (customer.testimonials ?? 0) + 1 };
    default:
      return score === undefined || (customer.nps && customer.nps.at > at)
        ? customer
        : { ...customer, nps: { score, at } };
  }
}
