import { isScored } from '../consent/mailability.ts';
import { fingerprint } from '../lead/fingerprint.ts';
import type { Lead } from '../lead/lead.ts';
import type { EmailClicked, EventPosted } from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import { addScoringEvent } from '../score/engagement.ts';
import type { Now } from '../time/now.ts';
import { type Change, keepNewest, unchanged } from './change.ts';
import { decideCustomerEvent, isOfCustomer } from './customer.ts';

/** By what a click is known: the same link of the same mail has the same. */
export const clickKey = (sendId: string, link: number): string => fingerprint('email.clicked', sendId, link);

/** A person clicked a link in one of our mails. The same link of the same mail counts once. */
export function decideClick(lead: Lead, event: EmailClicked, rules: Rules, now: Now): Change {
  if (!isScored(lead) || event.generation !== lead.generation) return unchanged(lead);
  const key = clickKey(event.sendId, event.link);
  const deed = {
    type: 'email.clicked' as const,
    at: event.at,
    subject: fingerprint(event.sendId),
    key,
    ...(event.intent ? { intent: event.intent } : {}),
  };
  const scored = addScoringEvent(lead.engagement, deed, rules.config.scoring, now.programme);
  if (!scored.added) return unchanged(lead);
  const content = fingerprint(event.content);
  return {
    lead: {
      ...lead,
      engagement: scored.state,
      interactions: lead.interactions + 1,
      contentsClicked: lead.contentsClicked.includes(content)
        ? lead.contentsClicked
        : keepNewest(lead.contentsClicked, content, 8),
      lastHumanAt: Math.max(lead.lastHumanAt ?? 0, Math.min(event.at, now.programme)),
    },
    activities: [
      {
        type: 'email.clicked',
        at: event.at,
        sendId: event.sendId,
        content: event.content,
        link: event.link,
        ...event.mail,
        ...(event.intent ? { intent: event.intent } : {}),
      },
    ],
    causes: ['email.clicked'],
  };
}

/** Something a person did elsewhere, told through the API. */
export function decidePosted(lead: Lead, event: EventPosted, rules: Rules, now: Now): Change {
  if (isOfCustomer(event)) return decideCustomerEvent(lead, event, rules, now);
  if (!isScored(lead)) return unchanged(lead);
  const deed = {
    type: event.event,
    at: event.at,
    key: fingerprint(event.event, event.id ?? `${event.at}|${event.subject ?? ''}`),
    ...(event.subject ? { subject: fingerprint(event.subject) } : {}),
    ...(event.intent ? { intent: event.intent } : {}),
  };
  const scored = addScoringEvent(lead.engagement, deed, rules.config.scoring, now.programme);
  if (!scored.added) return unchanged(lead);
  return {
    lead: {
      ...lead,
      engagement: scored.state,
      interactions: lead.interactions + 1,
      lastHumanAt: Math.max(lead.lastHumanAt ?? 0, Math.min(event.at, now.programme)),
    },
    activities: [
      {
        type: event.event,
        at: event.at,
        ...(event.subject ? { subject: event.subject } : {}),
        ...(event.intent ? { intent: event.intent } : {}),
      },
    ],
    causes: [event.event],
  };
}
