import * as z from 'zod';
import { Condition } from '../lead/condition.ts';
import { eventTypes } from '../score/event-types.ts';
import { Duration, Slug } from '../text.ts';
import { SendWindow } from '../time/send-window.ts';
import { StepCondition } from './step-condition.ts';

const FieldName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'lower-case letters, digits and underscores, starting with a letter')
  .refine((name) => name !== 'email', 'any field but the address');

const Line = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'no line breaks or control characters');

/** What a goal is reached by: an event, or a state that the lead is in. */
const Goal = z
  .strictObject({
    event: z.array(z.enum(eventTypes)).min(1).optional(),
    stage: z.array(Slug).min(1).optional(),
    lifecycle: z.array(Slug).min(1).optional(),
  })
  .refine((goal) => Object.keys(goal).length > 0, 'an event, a stage or a lifecycle');
export type Goal = z.infer<typeof Goal>;

export const Step = z.discriminatedUnion('type', [
  z.strictObject({ id: Slug, type: z.literal('email'), template: Slug }),
  /**
   * For a time (days, weeks, months by the lead's local calendar; hours and minutes by the clock), then for
   * working days, then until a window opens.
   */
  z
    .strictObject({
      id: Slug,
      type: z.literal('wait'),
      for: Duration.optional(),
      businessDays: z.int().min(1).max(260).optional(),
      until: SendWindow.optional(),
    })
    .refine(
      (wait) => wait.for !== undefined || wait.businessDays !== undefined || wait.until !== undefined,
      '"for", "businessDays" or "until": what is waited for',
    ),
  /** Leaves the sequence, always or when the condition holds. */
  z.strictObject({ id: Slug, type: z.literal('exit'), when: Condition.optional() }),
  /** Goes on at `yes` if the condition holds, at `no` if not: later steps, or `end`. None: the next one. */
  z.strictObject({
    id: Slug,
    type: z.literal('branch'),
    when: StepCondition,
    yes: Slug.optional(),
    no: Slug.optional(),
  }),
  z.strictObject({
    id: Slug,
    type: z.literal('update_field'),
    field: FieldName,
    value: z.union([z.string().max(255), z.number(), z.boolean()]),
  }),
  z
    .strictObject({
      id: Slug,
      type: z.literal('set_stage'),
      nurtureStage: Slug.optional(),
      lifecycle: Slug.optional(),
    })
    .refine(
      (set) => set.nurtureStage !== undefined || set.lifecycle !== undefined,
      'a stage of one model or both',
    ),
  /** One of 2 to 4 templates for each lead, always the same one; with a winner, that one for all. */
  z
    .strictObject({
      id: Slug,
      type: z.literal('ab_test'),
      variants: z
        .array(z.strictObject({ template: Slug, weight: z.int().min(1).max(100).default(1) }))
        .min(2)
        .max(4),
      winner: Slug.optional(),
    })
    .refine(
      ({ variants }) => new Set(variants.map(({ template }) => template)).size === variants.length,
      'each variant with a template of its own',
    )
    .refine(
      ({ variants, winner }) => winner === undefined || variants.some(({ template }) => template === winner),
      'a winner among the variants',
    ),
  /** So many of a hundred leads get nothing from here on, and are only watched: what the rest does beyond is the lift. */
  z.strictObject({ id: Slug, type: z.literal('holdout'), percent: z.int().min(1).max(90) }),
  /** Whoever reaches this, wherever in the sequence, goes on behind it. */
  z.strictObject({ id: Slug, type: z.literal('goal'), when: Goal }),
  /** A mail to a colleague, about the lead. Liquid, with the lead's own values. */
  z.strictObject({
    id: Slug,
    type: z.literal('notify'),
    to: z.email(),
    subject: Line,
    text: z.string().min(1).max(5_000),
  }),
]);
export type Step = z.infer<typeof Step>;

export type MailStep = Extract<Step, { type: 'email' | 'ab_test' }>;
export type WaitStep = Extract<Step, { type: 'wait' }>;
