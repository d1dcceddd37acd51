import * as z from 'zod';
import { Language, Slug } from '../text.ts';

/** Which leads: all of what is given must hold. */
export const LeadFilter = z.strictObject({
  nurtureStage: Slug.optional(),
  lifecycle: Slug.optional(),
  tag: z.string().min(1).max(100).optional(),
  language: Language.optional(),
  /** Signed up through this form. */
  form: Slug.optional(),
  /** Gave exactly this, by the names of fields. */
  fields: z.record(z.string().max(40), z.union([z.string().max(255), z.number(), z.boolean()])).optional(),
});
export type LeadFilter = z.infer<typeof LeadFilter>;
