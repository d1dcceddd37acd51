import type { Lead } from '../lead/lead.ts';
import type { FormSubmitted } from '../lead/lead-event.ts';
import type { Request } from '../sending/send.ts';
import type { Now } from '../time/now.ts';

/** Bounds on confirmation mails to one address, in machine time (domain brief §6.4). */
const BETWEEN_CONFIRMATIONS = 10 * 60_000;
const CONFIRMATIONS_A_DAY = 5;
const DAY = 24 * 3_600_000;
const MOST_REQUESTS = 8;

/** The lead's wish waits in `awaited`; one confirmation mail asks for all that waits. */
export function requestConfirmation(
  lead: Lead,
  event: Pick<
    FormSubmitted,
    'form' | 'at' | 'marketing' | 'tracking' | 'consentText' | 'trackingText' | 'source'
  >,
  magnet: string | undefined,
  now: Now,
): Lead {
  const before = lead.awaited;
  const wanted = before?.magnets ?? [];
  const magnets =
    magnet === undefined || wanted.some((w) => w.magnet === magnet)
      ? wanted
      : [...wanted, { form: event.form, magnet }].slice(-MOST_REQUESTS);
  // Words that stood beside a box left empty were not agreed to.
  const text = event.marketing ? event.consentText : before?.text;
  const trackingText = event.tracking ? event.trackingText : before?.trackingText;
  const awaited = {
    since: event.at,
    form: event.form,
    marketing: event.marketing || (before?.marketing ?? false),
    tracking: event.tracking || (before?.tracking ?? false),
    ...(text ? { text } : {}),
    ...(trackingText ? { trackingText } : {}),
    magnets,
  };
  const waiting = { ...lead, awaited };
  if (lead.requests.some((r) => r.class === 'confirmation')) return waiting;

  const today = lead.confirmationsSentAt.filter((at) => at > now.machine - DAY);
  if (today.length >= CONFIRMATIONS_A_DAY) return waiting;
  const notBefore = (today.at(-1) ?? 0) + BETWEEN_CONFIRMATIONS;
  return addRequest(waiting, {
    class: 'confirmation',
    form: event.form,
    at: now.programme,
    ...(event.source ? { source: event.source } : {}),
    ...(notBefore > now.machine ? { notBefore } : {}),
  });
}

/** A magnet that may leave now. The same one twice while the first is still to go is one mail. */
export function requestMagnet(lead: Lead, form: string, magnet: string, now: Now): Lead {
  if (lead.requests.some((r) => r.magnet === magnet)) return lead;
  return addRequest(lead, { class: 'magnet', form, magnet, at: now.programme });
}

function addRequest(lead: Lead, request: Omit<Request, 'id'>): Lead {
  if (lead.requests.filter((r) => r.class !== 'notice').length >= MOST_REQUESTS) return lead;
  return {
    ...lead,
    requests: [...lead.requests, { id: lead.nextRequest, ...request }],
    nextRequest: lead.nextRequest + 1,
  };
}
