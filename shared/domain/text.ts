import * as z from 'zod';
import { fixedDuration } from './time/duration.ts';

/** A language tag as people write it in configuration: `en`, `nl`, `fr`, `de`. */
export const Language = z.string().regex(/^[a-z]{2}$/, 'a two-letter language code, such as "en"');
export type Language = z.infer<typeof Language>;

/** A name that people choose: it stands in URLs, keys and mail tags. */
export const Slug = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'lower-case letters, digits and hyphens, at most 63, starting with a letter or digit',
  );
export type Slug = z.infer<typeof Slug>;

/** Text by language; the reader gets its own language or the first one given. */
export const Localized = z
  .record(Language, z.string().min(1).max(2_000))
  .refine((texts) => Object.keys(texts).length > 0, 'at least one language');
export type Localized = z.infer<typeof Localized>;

/** An ISO 8601 duration of calendar and clock units, without sign or fractions: `P3D`, `PT20H`, `P1M`. */
export const Duration = z
  .string()
  .regex(
    /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/,
    'an ISO 8601 duration, such as "P3D" or "PT20H"',
  );
export type Duration = z.infer<typeof Duration>;

/** A duration that is the same everywhere and always: `P7D`, `PT20H`, but not `P1M`. For caps, dwell, decay. */
export const FixedDuration = z
  .string()
  .regex(fixedDuration, 'a duration of weeks, days, hours, minutes or seconds, such as "P30D" or "PT20H"');
export type FixedDuration = z.infer<typeof FixedDuration>;
