import type { Lead } from '../lead/lead.ts';
import type { LeadReferred } from '../lead/lead-event.ts';
import { type Change, unchanged } from './change.ts';

/**
 * A customer named somebody. Nobody asked that person, so nothing may be sent: no consent, no confirmation
 * mail, nothing due. Whom we know already stays as it is; so does whoever was erased.
 */
export function decideReferred(lead: Lead, event: LeadReferred): Change {
  if (lead.version > 0 || lead.mailability === 'erased') return unchanged(lead);
  const { referredBy, at } = event;
  return {
    lead: {
      ...lead,
      email: event.email,
      fields: event.fields,
      referredBy,
      attribution: { first: { at, utm_source: 'referral' }, last: { at, utm_source: 'referral' } },
    },
    activities: [
      {
        type: 'lead.referred',
        at,
        referredBy,
        entered: { nurtureStage: lead.nurtureStage.state, lifecycle: lead.lifecycle.state },
      },
    ],
    causes: ['lead.referred'],
  };
}
