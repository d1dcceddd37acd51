import type { Erasure, Lead, Suppression } from '../lead/lead.ts';
import type { FormSubmitted } from '../lead/lead-event.ts';
import { newLead } from '../lead/new-lead.ts';
import type { Rules } from '../programme/rules.ts';

/** What an erased lead still is: its place in the order of saves, and why it must not be written to. */
export interface Remains {
  id: string;
  generation: number;
  version: number;
  suppression?: Suppression;
  suppressedAt?: number;
  erasure?: Erasure;
}

/** A lead of whom nothing is known any more. */
export const tombstone = (remains: Remains): Lead => ({
  ...remains,
  mailability: 'erased',
  lastRow: 0,
  email: '',
  fields: {},
  language: '',
  timeZone: 'UTC',
  timeZoneSource: 'default',
  tags: [],
  consent: {},
  confirmationsSentAt: [],
  attribution: {},
  engagement: { events: [], once: [] },
  interactions: 0,
  contentsClicked: [],
  formComplete: false,
  forms: [],
  submissions: [],
  nurtureStage: { state: '', since: 0 },
  lifecycle: { state: '', since: 0 },
  enrollments: [],
  requests: [],
  openSends: [],
  traces: [],
  nextRequest: 1,
  createdAt: 0,
  updatedAt: 0,
  activities: [],
});

/** Somebody with the address of an erased lead signs up: a new life, of which versions go on and suppression holds. */
export function nextLife(erased: Lead, event: FormSubmitted, rules: Rules, at: number): Lead {
  const { generation, version, suppression, suppressedAt, erasure } = erased;
  return {
    ...newLead(event, rules, at),
    generation: generation + 1,
    version,
    ...(suppression ? { mailability: suppression } : {}),
    ...(suppression && suppressedAt !== undefined ? { suppressedAt } : {}),
    ...(erasure ? { erasure } : {}),
  };
}
