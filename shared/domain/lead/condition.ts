import * as z from 'zod';
import { eventTypes } from '../score/event-types.ts';
import { FixedDuration } from '../text.ts';

export const Grade = z.enum(['A', 'B', 'C', 'D', 'F', 'U']);
export type Grade = z.infer<typeof Grade>;

const Range = z
  .strictObject({ gte: z.number().optional(), lt: z.number().optional() })
  .refine((r) => r.gte !== undefined || r.lt !== undefined, 'gte, lt, or both');

/** What a rule may ask of a lead. Every key given must hold. */
export interface Condition {
  all?: Condition[] | undefined;
  any?: Condition[] | undefined;
  not?: Condition | undefined;
  /** The event at hand is one of these. */
  event?: (typeof eventTypes)[number][] | undefined;
  /** The reason given with the event at hand (a sales decision). */
  reason?: string[] | undefined;
  assessment?: 'positive' | 'negative' | undefined;
  grade?: Grade[] | undefined;
  engagement?: { gte?: number | undefined; lt?: number | undefined } | undefined;
  /** Human clicks, replies, later signups and posted events; since `interactions.reset`, if a step back had it. */
  interactions?: { gte?: number | undefined; lt?: number | undefined } | undefined;
  /** Different content emails clicked; since `contents.reset`, if a step back had it. */
  contentsClicked?: { gte?: number | undefined; lt?: number | undefined } | undefined;
  salesContacts?: { gte?: number | undefined; lt?: number | undefined } | undefined;
  /** Time since the state was entered. */
  inStateFor?: string | undefined;
  lastHumanActivityWithin?: string | undefined;
  formFieldsComplete?: boolean | undefined;
  contactable?: boolean | undefined;
  salesTouched?: boolean | undefined;
  repeat?: boolean | undefined;
  /** No cool-off is running, or the event at hand is a hand-raise (a demo or contact request). */
  coolOff?: 'over unless hand-raise' | undefined;
}

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z
    .strictObject({
      all: z.array(Condition).min(1).max(20).optional(),
      any: z.array(Condition).min(1).max(20).optional(),
      not: Condition.optional(),
      event: z.array(z.enum(eventTypes)).min(1).optional(),
      reason: z.array(z.string()).min(1).optional(),
      assessment: z.enum(['positive', 'negative']).optional(),
      grade: z.array(Grade).min(1).optional(),
      engagement: Range.optional(),
      interactions: Range.optional(),
      contentsClicked: Range.optional(),
      salesContacts: Range.optional(),
      inStateFor: FixedDuration.optional(),
      lastHumanActivityWithin: FixedDuration.optional(),
      formFieldsComplete: z.boolean().optional(),
      contactable: z.boolean().optional(),
      salesTouched: z.boolean().optional(),
      repeat: z.boolean().optional(),
      coolOff: z.literal('over unless hand-raise').optional(),
    })
    .refine((c) => Object.keys(c).length > 0, 'at least one condition'),
);
