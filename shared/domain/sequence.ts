import * as z from 'zod';
import { Condition } from './condition.ts';
import { eventTypes } from './event-types.ts';
import { Duration, Slug } from './text.ts';

/** What starts a sequence for a lead that is (or becomes) subscribed. */
export const Trigger = z.union([
  z.strictObject({ form: Slug }),
  z.strictObject({ stage: Slug }),
  z.strictObject({ event: z.enum(eventTypes) }),
]);
export type Trigger = z.infer<typeof Trigger>;

export const Step = z.discriminatedUnion('type', [
  z.strictObject({ id: Slug, type: z.literal('email'), template: Slug }),
  /** Days, weeks, months by the lead's local calendar; hours and minutes by the clock. */
  z.strictObject({ id: Slug, type: z.literal('wait'), for: Duration }),
  /** Leaves the sequence, always or when the condition holds. */
  z.strictObject({ id: Slug, type: z.literal('exit'), when: Condition.optional() }),
]);
export type Step = z.infer<typeof Step>;

export const Sequence = z
  .strictObject({
    title: z.string().min(1).max(200),
    triggers: z.array(Trigger).min(1).max(10),
    /** `stageChange`: leaving the nurture stage in which the lead entered. */
    exitOn: z
      .array(z.union([z.literal('stageChange'), z.enum(eventTypes)]))
      .max(20)
      .default([]),
    steps: z.array(Step).min(1).max(50),
  })
  .superRefine((sequence, ctx) => {
    const seen = new Set<string>();
    sequence.steps.forEach((step, i) => {
      if (seen.has(step.id))
        ctx.addIssue({
          code: 'custom',
          path: ['steps', i, 'id'],
          message: `a step named "${step.id}" stands above`,
        });
      seen.add(step.id);
    });
  });
export type Sequence = z.infer<typeof Sequence>;
