/**
 * Every event a lead can live through, in the words of the timeline and the API.
 * Append only: the position is how an event is packed on disk.
 */
export const eventTypes = [
  'form.submitted',
  'magnet.requested',
  'lead.confirmed',
  'lead.unsubscribed',
  'email.sent',
  'email.delivered',
  'email.opened',
  'email.clicked',
  'email.bounced',
  'email.complained',
  'email.replied',
  'page.viewed',
  'webinar.registered',
  'webinar.attended',
  'demo.requested',
  'contact.requested',
  'trial.started',
  'careers.viewed',
  'referral.made',
  'testimonial.given',
  'content.shared',
  'nps.answered',
  'sales.accepted',
  'sales.rejected',
  'sales.returned',
  'sales.contacted',
  'sales.assessed',
  'deal.opened',
  'deal.won',
  'deal.lost',
  'conversion.recorded',
  'sla.expired',
  'sla.breached',
  'lead.referred',
  'stage.set',
  'lead.reengaged',
] as const;

export type EventType = (typeof eventTypes)[number];

/** What a client may post to `/v1/leads/{id}/events`: things that people did outside our own mails and forms. */
export const postableEventTypes = [
  'email.replied',
  'page.viewed',
  'webinar.registered',
  'webinar.attended',
  'demo.requested',
  'contact.requested',
  'trial.started',
  'careers.viewed',
  'referral.made',
  'testimonial.given',
  'content.shared',
  'nps.answered',
] as const satisfies readonly EventType[];

/** Of those, what customers say of us: it counts whether or not they may still be mailed. */
export const customerEventTypes = ['referral.made', 'testimonial.given', 'nps.answered'] as const;

/** What sales tell: decisions, contacts, deals. */
export const salesEventTypes = [
  'sales.accepted',
  'sales.rejected',
  'sales.returned',
  'sales.contacted',
  'sales.assessed',
  'deal.opened',
  'deal.won',
  'deal.lost',
] as const satisfies readonly EventType[];
