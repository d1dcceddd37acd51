import * as z from 'zod';
import { Grade } from '../lead/condition.ts';
import { FixedDuration, Slug } from '../text.ts';

const Range = z
  .strictObject({ gte: z.number().optional(), lt: z.number().optional() })
  .refine((r) => r.gte !== undefined || r.lt !== undefined, 'gte, lt, or both');
export type Range = z.infer<typeof Range>;

const Value = z.union([z.string().max(255), z.number(), z.boolean()]);

/** What a field of the lead holds: one of these values, anything at all, or a number in a range. */
const FieldTest = z
  .strictObject({
    name: z.string().min(1).max(40),
    is: z.array(Value).min(1).max(50).optional(),
    filled: z.boolean().optional(),
    gte: z.number().optional(),
    lt: z.number().optional(),
  })
  .refine((f) => Object.keys(f).length > 1, '"is", "filled", "gte" or "lt" beside the name');
export type FieldTest = z.infer<typeof FieldTest>;

/** What a step of a sequence may ask of the lead in it. Every key given must hold. */
export interface StepCondition {
  all?: StepCondition[] | undefined;
  any?: StepCondition[] | undefined;
  not?: StepCondition | undefined;
  grade?: Grade[] | undefined;
  fit?: Range | undefined;
  engagement?: Range | undefined;
  interactions?: Range | undefined;
  stage?: string[] | undefined;
  lifecycle?: string[] | undefined;
  field?: FieldTest | undefined;
  /** A template: a person clicked a link in a mail made of it. */
  clicked?: string | undefined;
  lastHumanActivityWithin?: string | undefined;
}

export const StepCondition: z.ZodType<StepCondition> = z.lazy(() =>
  z
    .strictObject({
      all: z.array(StepCondition).min(1).max(20).optional(),
      any: z.array(StepCondition).min(1).max(20).optional(),
      not: StepCondition.optional(),
      grade: z.array(Grade).min(1).optional(),
      fit: Range.optional(),
      engagement: Range.optional(),
      interactions: Range.optional(),
      stage: z.array(Slug).min(1).optional(),
      lifecycle: z.array(Slug).min(1).optional(),
      field: FieldTest.optional(),
      clicked: Slug.optional(),
      lastHumanActivityWithin: FixedDuration.optional(),
    })
    .refine((c) => Object.keys(c).length > 0, 'at least one condition'),
);
