import { tombstone } from '../consent/tombstone.ts';
import type { Lead, Suppression } from '../lead/lead.ts';
import type { ErasureEnded, ErasureSwept, LeadErased } from '../lead/lead-event.ts';
import { type Change, unchanged } from './change.ts';

const bySeverity: readonly Suppression[] = ['unsubscribed', 'bounced', 'complained'];

/** Why a lead must not be written to, if it must not. */
export const suppressionOf = ({ mailability }: Pick<Lead, 'mailability'>): Suppression | undefined =>
  bySeverity.find((one) => one === mailability);

/**
 * Forgotten at once, open sends included: whoever comes back with one finds nothing to confirm. What waits
 * from an erasure shortly before goes on under its token. Nothing is told in the timeline, which goes too.
 */
export function decideErased(lead: Lead, event: LeadErased): Change {
  if (event.alias) return decidePointless(lead, event.suppression);
  if (lead.mailability === 'erased') return unchanged(lead);
  const { id, version } = lead;
  const generation = Math.max(lead.generation, event.generation ?? 0);
  const token = lead.erasure?.token ?? event.token;
  const suppression = event.suppression ?? suppressionOf(lead);
  const aliases = [...(lead.erasure?.aliases ?? []), ...(lead.aliases ?? [])]
    .filter((one) => one.id !== id)
    .map((one) => ({ id: one.id, generation: one.generation }));
  const gone = tombstone({
    ...{ id, generation, version },
    ...(suppression ? { suppression, suppressedAt: lead.suppressedAt ?? lead.updatedAt } : {}),
    erasure: {
      generation,
      token,
      until: event.until,
      unswept: true,
      ...(aliases.length > 0 ? { aliases } : {}),
    },
  });
  return { lead: gone, activities: [], causes: [] };
}

/**
 * An id that led to somebody who is erased leads nowhere any more. What the person said holds there, too: the
 * stronger of that and what is known of the address.
 */
function decidePointless(lead: Lead, said: Suppression | undefined): Change {
  if (!lead.aliasOf) return unchanged(lead);
  const { aliasOf: _, ...rest } = lead;
  const rank = (one: Suppression | undefined) => (one ? bySeverity.indexOf(one) : -1);
  const suppression = rank(said) > rank(rest.suppression) ? said : rest.suppression;
  const since = rest.suppressedAt ?? rest.updatedAt;
  return {
    lead: suppression ? { ...rest, suppression, suppressedAt: since } : rest,
    activities: [],
    causes: [],
  };
}

/** What was there of the erased lives is gone, and the log knows of it. */
export function decideErasureSwept(lead: Lead, event: ErasureSwept): Change {
  const { erasure } = lead;
  if (!erasure?.unswept || erasure.token !== event.token || erasure.until !== event.until)
    return unchanged(lead);
  const { unswept: _, ...swept } = erasure;
  return { lead: { ...lead, erasure: swept }, activities: [], causes: [] };
}

/** Nothing of the erased lives is left to come. */
export function decideErasureEnded(lead: Lead, event: ErasureEnded): Change {
  if (lead.erasure?.token !== event.token || lead.erasure.until !== event.until) return unchanged(lead);
  const { erasure: _, ...rest } = lead;
  return { lead: rest, activities: [], causes: [] };
}
