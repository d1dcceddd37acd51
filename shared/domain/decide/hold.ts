import type { Lead } from '../lead/lead.ts';
import type { RequestHeld } from '../lead/lead-event.ts';
import { type Change, unchanged } from './change.ts';

/** A confirmation waits because of what else came from where it came from; without an end it is given up. */
export function decideHeld(lead: Lead, { request, notBefore }: RequestHeld): Change {
  const held = lead.requests.find(({ id }) => id === request);
  if (!held || held.notBefore === notBefore) return unchanged(lead);
  const requests =
    notBefore === undefined
      ? lead.requests.filter((one) => one !== held)
      : lead.requests.map((one) => (one === held ? { ...one, notBefore } : one));
  return { lead: { ...lead, requests }, activities: [], causes: [] };
}
