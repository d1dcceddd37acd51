import type { Lead, Suppression } from '../lead.ts';
import type { ErasureEnded, LeadErased } from '../lead-event.ts';
import { tombstone } from '../tombstone.ts';
import { type Change, unchanged } from './change.ts';

const suppressions: readonly string[] = ['unsubscribed', 'bounced', 'complained'] satisfies Suppression[];

/**
 * Forgotten at once, open sends included: whoever comes back with one finds nothing to confirm. What waits
 * from an erasure shortly before goes on under its token. Nothing is told in the timeline, which goes too.
 */
export function decideErased(lead: Lead, event: LeadErased): Change {
  if (lead.mailability === 'erased') return unchanged(lead);
  const { id, generation, version, mailability } = lead;
  const token = lead.erasure?.token ?? event.token;
  const isSuppressed = suppressions.includes(mailability);
  const gone = tombstone({
    ...{ id, generation, version },
    ...(isSuppressed ? { suppression: mailability as Suppression } : {}),
    erasure: { generation, token, until: event.until },
  });
  return { lead: gone, activities: [], causes: [] };
}

/** Nothing of the erased lives is left to come. */
export function decideErasureEnded(lead: Lead, event: ErasureEnded): Change {
  if (lead.erasure?.token !== event.token || lead.erasure.until !== event.until) return unchanged(lead);
  const { erasure: _, ...rest } = lead;
  return { lead: rest, activities: [], causes: [] };
}
