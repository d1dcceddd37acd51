import type { Activity } from '../activity.ts';
import { addScoringEvent, resetEngagement } from '../engagement.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Lead, Mailability } from '../lead.ts';
import type { EmailBounced, EmailComplained, LeadUnsubscribed } from '../lead-event.ts';
import type { Now } from '../now.ts';
import type { Rules } from '../rules.ts';
import { type Change, unchanged } from './change.ts';

/** Unsubscribed: no more mail, enrollments end, engagement starts anew; no stage moves. */
export function decideUnsubscribe(lead: Lead, event: LeadUnsubscribed): Change {
  const left = ['unsubscribed', 'bounced', 'complained', 'erased'].includes(lead.mailability);
  if (left || event.generation !== lead.generation) return unchanged(lead);
  const gone = leave(lead, 'unsubscribed', event.at);
  return {
    lead: { ...gone.lead, engagement: resetEngagement(lead.engagement, event.at), unsubscribedAt: event.at },
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
  const settled = ['bounced', 'complained', 'erased'].includes(lead.mailability);
  if (settled || event.bounceType !== 'Permanent' || event.generation !== lead.generation)
    return unchanged(lead);
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

/** A complaint suppresses for good: engagement is reset and never scored again. */
export function decideComplaint(lead: Lead, event: EmailComplained): Change {
  const settled = ['complained', 'erased'].includes(lead.mailability);
  if (settled || event.feedbackType === 'not-spam' || event.generation !== lead.generation)
    return unchanged(lead);
  const gone = leave(lead, 'complained', event.at);
  return {
    lead: { ...gone.lead, engagement: resetEngagement(lead.engagement, event.at) },
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

function leave(lead: Lead, mailability: Mailability, at: number): { lead: Lead; activities: Activity[] } {
  const { awaited: _, ...rest } = lead;
  const active = lead.enrollments.filter((e) => e.status === 'active');
  return {
    lead: {
      ...rest,
      mailability,
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
