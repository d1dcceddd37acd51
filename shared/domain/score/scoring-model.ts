import * as z from 'zod';
import { FixedDuration } from '../text.ts';
import { eventTypes } from './event-types.ts';

/** How long points keep half their worth. */
export const DecayClass = z.enum(['slow', 'standard', 'fast']);
export type DecayClass = z.infer<typeof DecayClass>;

/**
 * At most `points` (or `count` events) within any span of `within`, by event time;
 * without `within`: ever. `perSubject`: for each magnet, message or webinar by itself.
 */
export const Cap = z
  .strictObject({
    points: z.number().positive().optional(),
    count: z.int().positive().optional(),
    within: FixedDuration.optional(),
    perSubject: z.boolean().default(false),
  })
  .refine((c) => (c.points === undefined) !== (c.count === undefined), 'either points or count');
export type Cap = z.infer<typeof Cap>;

export const EngagementRule = z.strictObject({
  event: z.enum(eventTypes),
  /** Only events of this intent; a rule with an intent goes before one without. */
  intent: z.enum(['high']).optional(),
  points: z.number().min(-100).max(100),
  decay: DecayClass,
  caps: z.array(Cap).max(5).default([]),
});
export type EngagementRule = z.infer<typeof EngagementRule>;

/** What a fit attribute may look like, and what it is then worth. The first case that matches counts. */
export const FitCase = z.strictObject({
  /** The value, compared without case. */
  is: z.array(z.string().min(1)).min(1).optional(),
  /** Words that stand in the value, compared without case, whole words only. */
  has: z.array(z.string().min(1)).min(1).optional(),
  from: z.number().optional(),
  to: z.number().optional(),
  points: z.number().min(-100).max(100),
});
export type FitCase = z.infer<typeof FitCase>;

export const FitAttribute = z.strictObject({
  /** A form field's name, or `emailDomain`, whose value is `business` or `free`. */
  attribute: z.string().min(1).max(40),
  /** Share of the whole fit that is known once this attribute is. */
  weight: z.number().positive(),
  cases: z.array(FitCase).min(1).max(50),
});
export type FitAttribute = z.infer<typeof FitAttribute>;

const HalfLife = FixedDuration.regex(/[1-9]/, 'longer than nothing');

export const ScoringModel = z.strictObject({
  version: z.int().min(1).default(1),
  fit: z.strictObject({
    attributes: z.array(FitAttribute).max(50),
    /** Least fit for each grade; below C is D. */
    grades: z.strictObject({ A: z.number(), B: z.number(), C: z.number() }),
    /** Less than this share of the weight known: grade U. */
    knownShare: z.number().min(0).max(1),
    freeDomains: z.array(z.string()).max(2_000).default([]),
    /** Domains of competitors, own staff, throw-away mail: grade F. */
    excludedDomains: z.array(z.string()).max(2_000).default([]),
  }),
  engagement: z.strictObject({
    halfLife: z.strictObject({ slow: HalfLife, standard: HalfLife, fast: HalfLife }),
    rules: z.array(EngagementRule).min(1).max(100),
  }),
});
export type ScoringModel = z.infer<typeof ScoringModel>;
