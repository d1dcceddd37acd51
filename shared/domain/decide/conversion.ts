import { fingerprint } from '../lead/fingerprint.ts';
import type { Lead } from '../lead/lead.ts';
import type { ConversionRecorded } from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import { attribute, touchesBefore } from '../sales/attribution-share.ts';
import { noCustomer } from '../sales/customer.ts';
import type { EventType } from '../score/event-types.ts';
import type { Now } from '../time/now.ts';
import { type Change, keepNewest, unchanged } from './change.ts';
import { MOST_DEEDS } from './sales.ts';

/** The mark of a purchase by the shop's own id. */
export const conversionMark = (externalId: string): string => fingerprint('conversion.recorded', externalId);

/**
 * Somebody bought. The same external id again changes nothing. What brought the lead here is worked out now,
 * from its touches before the purchase, and stands in the activity.
 */
export function decideConversion(lead: Lead, event: ConversionRecorded, rules: Rules, _now: Now): Change {
  const mark = conversionMark(event.externalId);
  if (lead.mailability === 'erased' || lead.deeds?.includes(mark)) return unchanged(lead);
  const before = lead.customer ?? noCustomer;
  const { externalId, value, currency, at } = event;
  const purchase = before.purchases + 1;
  const attribution = attribute(touchesBefore(lead, at), value);
  return {
    lead: {
      ...lead,
      deeds: keepNewest(lead.deeds ?? [], mark, MOST_DEEDS),
      customer: {
        ...before,
        purchases: purchase,
        revenue: { ...before.revenue, [currency]: (before.revenue[currency] ?? 0) + value },
        firstAt: Math.min(before.firstAt ?? at, at),
        lastAt: Math.max(before.lastAt ?? at, at),
      },
    },
    activities: [
      {
        type: 'conversion.recorded',
        at,
        ...{ externalId, value, currency, purchase, repeat: purchase > 1, attribution },
        sourced: attribution.first !== 'direct' && lead.referredBy === undefined,
        influenced: isInfluenced(lead, at),
        ...(purchase > 1 ? {} : firstPurchase(lead, at, rules)),
      },
    ],
    causes: ['conversion.recorded'],
  };
}

/** Things that people do with our content; asking for sales is none. */
const contentEvents: readonly EventType[] = [
  'magnet.requested',
  'email.clicked',
  'email.replied',
  'page.viewed',
  'webinar.registered',
  'webinar.attended',
  'content.shared',
];

const isInfluenced = (lead: Lead, at: number): boolean =>
  lead.contentsClicked.length > 0 ||
  lead.engagement.events.some((event) => event.at <= at && contentEvents.includes(event.type));

const endorsements: readonly EventType[] = [
  'email.replied',
  'referral.made',
  'testimonial.given',
  'content.shared',
];

/** What reports ask of the way to the first purchase. Ages in ms. */
function firstPurchase(lead: Lead, at: number, rules: Rules) {
  const { templates, stages } = rules.config;
  const { state, since } = lead.nurtureStage;
  const isThere = state === stages.nurture.goal && since <= at;
  const contents = Object.keys(templates).filter((slug) => lead.contentsClicked.includes(fingerprint(slug)));
  const signals = lead.engagement.events.some((e) => e.at <= at && endorsements.includes(e.type));
  return {
    endorsed: isThere || signals,
    contents,
    sinceSignup: Math.max(0, at - lead.createdAt),
    ...(isThere ? { sinceEndorsement: at - since } : {}),
  };
}
