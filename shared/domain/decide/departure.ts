import type { Activity } from '../lead/activity.ts';
import { fingerprint } from '../lead/fingerprint.ts';
import type { Lead, Mailability } from '../lead/lead.ts';
import type {
  EmailBounced,
  EmailComplained,
  LeadUnsubscribed,
  SuppressionLifted,
} from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import { addScoringEvent, emptyEngagement } from '../score/engagement.ts';
import { DAY } from '../time/duration.ts';
import type { Now } from '../time/now.ts';
import { type Change, unchanged } from './change.ts';

/**
 * Unsubscribed: no more mail, enrollments end, engagement starts anew; no stage moves. Of an address that
 * bounced it is remembered too: should the bounce be lifted, the person has still left.
 */
export function decideUnsubscribe(lead: Lead, event: LeadUnsubscribed): Change {
  const isBounced = lead.mailability === 'bounced' && lead.unsubscribedAt === undefined;
  const left = ['unsubscribed', 'bounced', 'complained', 'erased'].includes(lead.mailability);
  if ((left && !isBounced) || event.generation !== lead.generation) return unchanged(lead);
  const gone = isBounced ? { lead, activities: [] } : leave(lead, 'unsubscribed', event.at);
  return {
    lead: { ...gone.lead, engagement: emptyEngagement(lead.engagement, event.at), unsubscribedAt: event.at },
    activities: [
      {
        type: 'lead.unsubscribed',
        at: event.at,
        via: event.via,
        ...(event.sendId ? { sendId: event.sendId } : {}),
        ...(lead.openSends.length > 0 ? { inFlight: lead.openSends.map((s) => s.sendId) } : {}),
      },
      ...gone.activities,
    ],
    causes: [],
  };
}

/** A permanent bounce suppresses the address and costs score (§2.2); a complaint outranks it. */
export function decideBounce(lead: Lead, event: EmailBounced, rules: Rules, now: Now): Change {
  if (lead.mailability === 'erased') return bouncedSince(lead, event);
  const settled = ['bounced', 'complained'].includes(lead.mailability);
  if (settled || event.generation !== lead.generation) return unchanged(lead);
  if (event.bounceType === 'Transient') return softBounce(lead, event, now);
  if (event.bounceType !== 'Permanent') return unchanged(lead);
  const deed = {
    type: 'email.bounced' as const,
    at: event.at,
    key: fingerprint('email.bounced', event.sendId),
  };
  const gone = leave(lead, 'bounced', event.at);
  return {
    lead: {
      ...gone.lead,
      engagement: addScoringEvent(lead.engagement, deed, rules.config.scoring, now.programme).state,
    },
    activities: [
      {
        type: 'email.bounced',
        at: event.at,
        sendId: event.sendId,
        bounceType: 'Permanent',
        subType: event.subType,
        ...event.mail,
      },
      ...gone.activities,
    ],
    causes: [],
  };
}

/** An address that is no lead's any more, given up or erased, bounces: whoever signs up with it must hear of it. */
function bouncedSince(lead: Lead, { at, bounceType }: EmailBounced): Change {
  const isKnown = lead.suppression === 'bounced' || lead.suppression === 'complained';
  if (isKnown || bounceType !== 'Permanent') return unchanged(lead);
  return { lead: { ...lead, suppression: 'bounced', suppressedAt: at }, activities: [], causes: [] };
}

/** A complaint suppresses for good: engagement is reset and never scored again. */
export function decideComplaint(lead: Lead, event: EmailComplained): Change {
  const settled = lead.mailability === 'complained' || lead.suppression === 'complained';
  if (settled || event.feedbackType === 'not-spam' || event.generation !== lead.generation)
    return unchanged(lead);
  if (lead.mailability === 'erased')
    return {
      lead: { ...lead, suppression: 'complained', suppressedAt: event.at },
      activities: [],
      causes: [],
    };
  const gone = leave(lead, 'complained', event.at);
  return {
    lead: { ...gone.lead, engagement: emptyEngagement(lead.engagement, event.at) },
    activities: [
      {
        type: 'email.complained',
        at: event.at,
        sendId: event.sendId,
        feedbackType: event.feedbackType,
        ...event.mail,
      },
      ...gone.activities,
    ],
    causes: [],
  };
}

const MOST_SOFT_BOUNCES = 3;
const SOFT_WITHIN = 30 * DAY;
const SOFT_PAUSE = 14 * DAY;

/**
 * A full mailbox, a server that is away. The third within 30 days, by their own times, pauses nurture for 14
 * days; the pause ends by itself. Which ones count does not depend on the order in which they are told.
 */
function softBounce(lead: Lead, event: EmailBounced, now: Now): Change {
  const mail = fingerprint(event.sendId);
  const known = lead.softBounces ?? [];
  if (known.some((one) => one.mail === mail)) return unchanged(lead);
  const softBounces = [...known, { at: event.at, mail }]
    .sort((a, b) => a.at - b.at || (a.mail < b.mail ? -1 : 1))
    .slice(-MOST_SOFT_BOUNCES);
  if (!softBounces.some((one) => one.mail === mail)) return unchanged(lead);
  const next = { ...lead, softBounces };
  const [first, , third] = softBounces;
  const until = first && third && third.at - first.at <= SOFT_WITHIN ? third.at + SOFT_PAUSE : 0;
  const isPaused = lead.mailability === 'paused' && (lead.pausedUntil ?? Number.POSITIVE_INFINITY) >= until;
  const mayPause = lead.mailability === 'subscribed' || lead.mailability === 'paused';
  if (!mayPause || isPaused || until <= now.programme) return { lead: next, activities: [], causes: [] };
  const at = now.programme;
  const told = { type: 'lead.paused', at, by: 'bounces', until: new Date(until).toISOString() };
  return {
    lead: { ...next, mailability: 'paused', pausedUntil: until },
    activities: [told],
    causes: [],
  };
}

/**
 * A bounced address is tried again. What it agreed to it must agree to again; who unsubscribed stays so. No
 * other suppression is lifted by us: of an unsubscribed lead its own confirmation does it, of a complaint nothing.
 */
export function decideLifted(lead: Lead, event: SuppressionLifted): Change {
  const { suppressedAt: _, ...rest } = lead;
  if (lead.mailability === 'erased' && lead.suppression === 'bounced') {
    const { suppression: __, ...bare } = rest;
    return { lead: bare, activities: [], causes: [] };
  }
  if (lead.mailability !== 'bounced') return unchanged(lead);
  const { at, reason, key } = event;
  const hasLeft = lead.unsubscribedAt !== undefined;
  return {
    lead: hasLeft
      ? { ...rest, mailability: 'unsubscribed', suppressedAt: lead.unsubscribedAt ?? at }
      : { ...rest, mailability: 'requested_only' },
    activities: [{ type: 'lead.suppression_lifted', at, was: 'bounced', reason, key }],
    causes: [],
  };
}

/** No more mail to it: what was asked for and what it was in ends. */
export function leave(
  lead: Lead,
  mailability: Mailability,
  at: number,
): { lead: Lead; activities: Activity[] } {
  const { awaited: _, ...rest } = lead;
  const active = lead.enrollments.filter((e) => e.status === 'active');
  return {
    lead: {
      ...rest,
      mailability,
      suppressedAt: at,
      // Colleagues are still told of what happened before.
      requests: lead.requests.filter((r) => r.class === 'notice'),
      enrollments: lead.enrollments.map((e) => (e.status === 'active' ? { ...e, status: 'exited' } : e)),
      consent: { ...lead.consent, marketing: { granted: false, at } },
    },
    activities: active.map((e) => ({
      type: 'enrollment.exited',
      at,
      sequence: e.sequence,
      occurrence: e.occurrence,
      reason: mailability,
    })),
  };
}
