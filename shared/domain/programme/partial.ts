import * as z from 'zod';
import { Language } from '../text.ts';

const Words = z
  .record(Language, z.string().min(1).max(20_000))
  .refine((words) => Object.keys(words).length > 0, 'at least one language');

/**
 * A piece that templates share: `{% render "signature" %}`. Liquid, by language, with the values of the mail
 * that it stands in. `text` is for text parts that an author wrote; made from `html` when not given.
 */
export const Partial = z.strictObject({ html: Words, text: Words.optional() });
export type Partial = z.infer<typeof Partial>;
