import * as z from 'zod';
import { Grade } from '../../../shared/domain/lead/condition.ts';
import { exampleLead } from '../api/examples.ts';
import { named } from '../api/schema-name.ts';
import { salesShape } from '../sales/sales-schema.ts';

/** Names a lead in a path. */
export const LeadId = z.object({ id: z.string().openapi({ example: exampleLead.id }) });

const Time = z.iso.datetime();

const Consent = z.object({ granted: z.boolean(), at: Time, text: z.string().optional() });

const Touch = z.object({ at: Time }).catchall(z.string().optional());

const Enrollment = z.object({
  sequence: z.string(),
  version: z.int(),
  occurrence: z.int(),
  status: z.enum(['active', 'completed', 'exited', 'cancelled', 'held']),
  step: z.string().nullable(),
  dueAt: Time.nullable(),
  startedAt: Time,
});

const mailabilities = [
  'pending_confirmation',
  'requested_only',
  'subscribed',
  'paused',
  'unsubscribed',
  'bounced',
  'complained',
  'erased',
] as const;

/** A `LeadView`, as the API describes it. */
export const LeadBody = named(
  'Lead',
  z.object({
    id: z.string(),
    formerIds: z.array(z.object({ id: z.string(), until: Time.nullable(), merged: z.boolean() })),
    email: z.string(),
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    mailability: z.enum(mailabilities),
    pausedUntil: Time.nullable(),
    preferences: z.object({ topicsOff: z.array(z.string()), frequency: z.enum(['normal', 'less']) }),
    address: z.object({ kind: z.enum(['business', 'free', 'disposable']), role: z.boolean() }),
    awaitingConfirmation: z.boolean(),
    consent: z.object({ marketing: Consent.optional(), tracking: Consent.optional() }),
    score: z.object({ fit: z.number(), grade: Grade, engagement: z.number(), asOf: Time }),
    nurtureStage: z.string(),
    nurtureStageSince: Time,
    nurtureStagePinnedUntil: Time.optional(),
    lifecycle: z.string(),
    lifecycleSince: Time,
    lifecyclePinnedUntil: Time.optional(),
    ...salesShape,
    enrollments: z.array(Enrollment),
    tags: z.array(z.string()),
    owner: z.string().nullable(),
    language: z.string(),
    timeZone: z.string(),
    timeZoneSource: z.enum(['default', 'lead']),
    attribution: z.object({ first: Touch.optional(), last: Touch.optional() }),
    createdAt: Time,
    updatedAt: Time,
  }),
  {
    description:
      'One person. `score.fit` says who it is, `score.engagement` what it did lately, as of `asOf`. ' +
      '`nurtureStage` and `lifecycle` are ids of states. `step` and `dueAt` of an enrollment are null when nothing is to come. ' +
      '`formerIds` lead to it as its own id does: of leads that were merged into it (`merged`), and of its addresses of before, `until` when.',
    example: exampleLead,
  },
);

/** A `Happening`, as the API describes it. */
export const HappeningBody = named(
  'Happening',
  z.object({ type: z.string(), at: Time, version: z.int().optional() }).catchall(z.unknown()),
  {
    description:
      'One thing that happened. What there is to know of it depends on `type`; `version` is the version of the lead ' +
      'that it made, and absent on what left the lead as it was, such as a delivery.',
  },
);
