import * as z from 'zod';
import { Language, Localized, Slug } from '../text.ts';

/** The most characters that any posted value may have. */
export const MAX_VALUE_LENGTH = 4_096;

export const FormField = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'lower-case letters, digits and underscores, starting with a letter'),
  label: Localized,
  type: z.enum(['email', 'text', 'textarea', 'tel', 'url', 'number', 'select', 'checkbox', 'hidden']),
  required: z.boolean().default(false),
  maxLength: z.int().min(1).max(MAX_VALUE_LENGTH).default(255),
  options: z
    .array(z.strictObject({ value: z.string().min(1).max(100), label: Localized }))
    .max(100)
    .optional(),
  synonyms: z.array(z.string().min(1).max(100)).max(20).default([]),
});
export type FormField = z.infer<typeof FormField>;

/** The words beside a consent box. Change the words, raise the version. */
export const ConsentText = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,39}$/),
  version: z.int().min(1),
  text: Localized,
});
export type ConsentText = z.infer<typeof ConsentText>;

/** Where a posted field is found when its name is not ours: canonical name by path (`fields.email.value`, `1.3`). */
export const FieldMap = z.record(z.string().min(1).max(200), z.string().min(1).max(40));

export const Form = z.strictObject({
  title: Localized,
  intro: Localized.optional(),
  button: Localized.optional(),
  languages: z.array(Language).min(1).max(20),
  fields: z.array(FormField).min(1).max(50),
  fieldMap: FieldMap.default({}),
  consent: z
    .strictObject({ marketing: ConsentText.optional(), tracking: ConsentText.optional() })
    .default({}),
  doubleOptIn: z.boolean().default(true),
  magnets: z.array(Slug).max(20).default([]),
  /** A submission that fills all of these makes a `lead`; one that does not, a `prospect`. */
  leadFields: z.array(z.string()).max(50).default([]),
  /** Origins whose scripts may post here; `*` for any. */
  allowedOrigins: z
    .array(z.union([z.literal('*'), z.url({ protocol: /^https?$/ })]))
    .max(50)
    .default([]),
  thankYouUrl: z.url({ protocol: /^https?$/ }).optional(),
  confirmationTemplate: Slug.default('confirmation'),
});
export type Form = z.infer<typeof Form>;
