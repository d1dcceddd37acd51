import { grantedAt } from '../consent/granted.ts';
import { fingerprint } from '../lead/fingerprint.ts';
import type { Lead } from '../lead/lead.ts';
import type { LeadConfirmed } from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import { addScoringEvent } from '../score/engagement.ts';
import type { Now } from '../time/now.ts';
import { type Change, unchanged } from './change.ts';
import { requestMagnet } from './request.ts';

/** The button behind the confirmation link: consent becomes real, and all that waited leaves together. */
export function decideConfirmation(lead: Lead, event: LeadConfirmed, rules: Rules, now: Now): Change {
  const awaited = lead.awaited;
  const gone = ['bounced', 'complained', 'erased'].includes(lead.mailability);
  if (!awaited || gone || event.generation !== lead.generation) return unchanged(lead);

  const { text, trackingText } = awaited;
  const { awaited: _, unsubscribedAt: __, ...rest } = lead;
  const deed = { type: 'lead.confirmed' as const, at: event.at, key: fingerprint('lead.confirmed') };
  const confirmed: Lead = {
    ...rest,
    mailability:
      awaited.marketing || lead.mailability === 'subscribed' || lead.mailability === 'paused'
        ? 'subscribed'
        : 'requested_only',
    consent: {
      ...lead.consent,
      ...(awaited.marketing ? { marketing: grantedAt(event.at, text) } : {}),
      ...(awaited.tracking ? { tracking: grantedAt(event.at, trackingText) } : {}),
    },
    requests: lead.requests.filter((r) => r.class !== 'confirmation'),
    engagement: addScoringEvent(lead.engagement, deed, rules.config.scoring, now.programme).state,
    lastHumanAt: Math.max(lead.lastHumanAt ?? 0, event.at),
  };
  return {
    lead: awaited.magnets.reduce((l, wish) => requestMagnet(l, wish.form, wish.magnet, now), confirmed),
    activities: [
      {
        type: 'lead.confirmed',
        at: event.at,
        form: awaited.form,
        marketing: awaited.marketing,
        tracking: awaited.tracking,
        ...(text ? { text } : {}),
        ...(trackingText ? { trackingText } : {}),
        ...event.proof,
      },
    ],
    causes: ['lead.confirmed'],
  };
}
