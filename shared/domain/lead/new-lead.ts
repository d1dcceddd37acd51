import type { Rules } from '../programme/rules.ts';
import type { Lead } from './lead.ts';
import type { FormSubmitted } from './lead-event.ts';

/** What is known of somebody at first. */
type Newcomer = Pick<FormSubmitted, 'leadId' | 'email' | 'language' | 'timeZone'>;

/** A person that nobody has heard of yet; version 0 is never saved. */
export function newLead(event: Newcomer, rules: Rules, at: number): Lead {
  const { settings, stages } = rules.config;
  return {
    id: event.leadId,
    generation: 1,
    version: 0,
    lastRow: 0,
    email: event.email,
    fields: {},
    language: event.language ?? settings.languages[0] ?? 'en',
    timeZone: event.timeZone ?? settings.timeZone,
    timeZoneSource: event.timeZone ? 'lead' : 'default',
    tags: [],
    mailability: 'requested_only',
    consent: {},
    confirmationsSentAt: [],
    attribution: {},
    engagement: { events: [], once: [] },
    interactions: 0,
    contentsClicked: [],
    formComplete: false,
    forms: [],
    submissions: [],
    nurtureStage: { state: stages.nurture.initial, since: at },
    lifecycle: { state: stages.lifecycle.initial, since: at },
    enrollments: [],
    requests: [],
    openSends: [],
    traces: [],
    nextRequest: 1,
    createdAt: at,
    updatedAt: at,
    activities: [],
  };
}
