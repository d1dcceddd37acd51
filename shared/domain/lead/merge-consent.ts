import { leave } from '../decide/departure.ts';
import type { Activity } from './activity.ts';
import type { ConsentState, Lead, Mailability } from './lead.ts';

/**
 * Only the kept address's own consent counts, and what the person withdrew since at the other one. A complaint
 * holds for the person, whatever it agreed to before or after; a bounce for its address alone.
 */
export function mergeConsent(kept: Lead, from: Lead, at: number): { lead: Lead; activities: Activity[] } {
  const tracking = strictest(kept.consent.tracking, from.consent.tracking);
  const lead = { ...kept, consent: { ...kept.consent, ...(tracking ? { tracking } : {}) } };
  const left = leftAs(lead, from);
  if (left) {
    const gone = leave(lead, left, at);
    const unsubscribedAt = Math.max(kept.unsubscribedAt ?? 0, from.unsubscribedAt ?? 0);
    return {
      lead: { ...gone.lead, ...(unsubscribedAt > 0 ? { unsubscribedAt } : {}) },
      activities: gone.activities,
    };
  }
  if (lead.mailability === 'subscribed' && from.mailability === 'paused') {
    const { pausedUntil } = from;
    const paused = { ...lead, mailability: 'paused' as const };
    return { lead: pausedUntil === undefined ? paused : { ...paused, pausedUntil }, activities: [] };
  }
  // Whoever has confirmed something already is no stranger, who would be forgotten for not pressing a button.
  const isKnown = lead.mailability === 'pending_confirmation' && from.mailability !== 'pending_confirmation';
  return { lead: isKnown ? { ...lead, mailability: 'requested_only' } : lead, activities: [] };
}

/** What the other one's leaving makes of a lead that may still be written to. */
function leftAs(lead: Lead, from: Lead): Mailability | undefined {
  if (lead.mailability === 'complained') return undefined;
  if (from.mailability === 'complained') return 'complained';
  const isGone = lead.mailability === 'unsubscribed' || lead.mailability === 'bounced';
  if (isGone || from.unsubscribedAt === undefined) return undefined;
  const agreedAt = lead.consent.marketing?.granted ? lead.consent.marketing.at : 0;
  return from.unsubscribedAt >= agreedAt ? 'unsubscribed' : undefined;
}

function strictest(own: ConsentState | undefined, other: ConsentState | undefined): ConsentState | undefined {
  return other && !other.granted && (!own || other.at >= own.at) ? other : own;
}
