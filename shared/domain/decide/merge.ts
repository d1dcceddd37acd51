import { tombstone } from '../consent/tombstone.ts';
import type { Lead } from '../lead/lead.ts';
import type { AddressChanged, LeadMerged, LeadMoved } from '../lead/lead-event.ts';
import { mergeLeads } from '../lead/merge-lead.ts';
import type { Rules } from '../programme/rules.ts';
import type { Now } from '../time/now.ts';
import { type Change, unchanged } from './change.ts';
import { suppressionOf } from './erasure.ts';
import { requestConfirmation } from './request.ts';

/** Another lead is the same person: this one is kept, and what the other one was comes into it. */
export function decideMerged(lead: Lead, event: LeadMerged, rules: Rules, now: Now): Change {
  const { from, by } = event;
  if (lead.mailability === 'erased' || from.mailability === 'erased' || lead.id === from.id)
    return unchanged(lead);
  const { lead: merged, activities } = mergeLeads(lead, from, rules, now.programme);
  const [first, ...rest] = activities;
  return {
    lead: merged,
    activities: [...(first ? [{ ...first, by }] : []), ...rest],
    causes: [],
  };
}

/** Under this id there is nobody any more, but who comes by it is told who it is now. */
export function decideMoved(lead: Lead, { to }: LeadMoved): Change {
  if (lead.mailability === 'erased') return unchanged(lead);
  const { id, generation, version, erasure } = lead;
  const suppression = suppressionOf(lead);
  const alias = tombstone({
    ...{ id, generation, version },
    ...(suppression ? { suppression, suppressedAt: lead.suppressedAt ?? lead.updatedAt } : {}),
    ...(erasure ? { erasure } : {}),
  });
  return { lead: { ...alias, aliasOf: to }, activities: [], causes: [] };
}

/**
 * A life goes on under another address. Nothing says that the new one is its own, so whatever it agreed to is
 * asked there once more, and nothing else is sent to it until it answers. Who said no has still said no; that
 * the old address bounced says nothing of the new one.
 */
export function decideAddressChanged(lead: Lead, event: AddressChanged, rules: Rules, now: Now): Change {
  const { from, at, by } = event;
  const { due: _, aliases = [], awaited, addressKind: __, suppressedAt, softBounces: ___, ...rest } = from;
  const isFresh = lead.version === 0;
  const hasLeft = from.unsubscribedAt !== undefined || lead.suppression === 'unsubscribed';
  const leftAt = suppressedAt ?? lead.suppressedAt ?? at;
  const mailability = from.mailability === 'pending_confirmation' ? from.mailability : 'requested_only';
  const { marketing, tracking } = from.consent;
  const moved: Lead = {
    ...rest,
    id: lead.id,
    email: event.email,
    version: lead.version,
    generation: isFresh ? 1 : lead.generation + 1,
    lastRow: 0,
    mailability: hasLeft ? 'unsubscribed' : mailability,
    ...(hasLeft ? { suppressedAt: leftAt } : {}),
    consent: {},
    confirmationsSentAt: [],
    requests: from.requests.filter((r) => r.class === 'notice'),
    aliases: [...aliases, { id: from.id, generation: from.generation, until: now.programme }],
    activities: [],
  };
  const { erasure: ____, pausedUntil: _____, ...clean } = moved;
  const begun: Lead = lead.erasure ? { ...clean, erasure: lead.erasure } : clean;
  const magnets = [
    ...(awaited?.magnets ?? []),
    ...from.requests.flatMap(({ magnet, form }) => (magnet ? [{ form, magnet }] : [])),
  ];
  const wish = {
    marketing: marketing?.granted === true || awaited?.marketing === true,
    tracking: tracking?.granted === true || awaited?.tracking === true,
  };
  const form = awaited?.form ?? from.forms.findLast((slug) => rules.config.forms[slug] !== undefined);
  const isAsked = !hasLeft && (wish.marketing || wish.tracking || magnets.length > 0) && form !== undefined;
  const text = marketing?.text ?? awaited?.text;
  const trackingText = tracking?.text ?? awaited?.trackingText;
  const asked = isAsked
    ? requestConfirmation(
        begun,
        {
          form,
          at,
          ...wish,
          ...(text ? { consentText: text } : {}),
          ...(trackingText ? { trackingText } : {}),
        },
        undefined,
        now,
      )
    : begun;
  const settled: Lead = asked.awaited ? { ...asked, awaited: { ...asked.awaited, magnets } } : asked;
  return {
    lead: settled,
    activities: [{ type: 'lead.address_changed', at, by, asked: isAsked, was: from.mailability }],
    causes: [],
  };
}
