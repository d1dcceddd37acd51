import * as z from 'zod';
import { postableEventTypes } from '../score/event-types.ts';
import { FixedDuration, Slug } from '../text.ts';

const Chance = z.number().min(0).max(1);

/** How some leads behave: chances for each nurture mail, and what they do of their own accord. */
export const BehaviourProfile = z.strictObject({
  name: Slug,
  /** How many there are beside the others. */
  share: z.number().positive().max(1_000),
  click: Chance,
  /** On average after the mail. */
  clickAfter: FixedDuration.default('PT6H'),
  reply: Chance.default(0),
  unsubscribe: Chance.default(0),
  events: z
    .array(
      z.strictObject({
        type: z.enum(postableEventTypes),
        perMonth: z.number().min(0).max(100),
        intent: z.literal('high').optional(),
      }),
    )
    .max(10)
    .default([]),
  fields: z.record(z.string().max(40), z.union([z.string().max(255), z.number(), z.boolean()])).default({}),
});
export type BehaviourProfile = z.infer<typeof BehaviourProfile>;

export const Simulation = z.strictObject({
  leads: z.int().min(1).max(2_000).default(500),
  days: z.int().min(1).max(365).default(60),
  seed: z.int().min(0).default(1),
  /** Leads come evenly over so many days. */
  arrivalDays: z.int().min(1).max(365).default(14),
  profiles: z.array(BehaviourProfile).min(1).max(20).optional(),
});
export type Simulation = z.infer<typeof Simulation>;
