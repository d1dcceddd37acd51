import * as z from 'zod';
import { Language, Slug } from '../text.ts';

/** One language's words: Liquid in every part; `text` is made from `html` when not given. */
export const TemplateContent = z.strictObject({
  subject: z.string().min(1).max(300),
  preheader: z.string().max(300).default(''),
  html: z.string().min(1).max(100_000),
  text: z.string().max(100_000).optional(),
});
export type TemplateContent = z.infer<typeof TemplateContent>;

export const Template = z.strictObject({
  kind: z.enum(['confirmation', 'magnet', 'nurture']),
  promotional: z.boolean().default(false),
  content: z
    .record(Language, TemplateContent)
    .refine((c) => Object.keys(c).length > 0, 'at least one language'),
  /** One of `settings.senders`; the programme's own sender when not given. */
  sender: Slug.optional(),
});
export type Template = z.infer<typeof Template>;
