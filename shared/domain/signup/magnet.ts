import * as z from 'zod';
import { Duration, Language, Localized, Slug } from '../text.ts';

/** What a magnet is; our pages say it in the reader's language. */
export const magnetKinds = [
  'ebook',
  'guide',
  'checklist',
  'webinar',
  'course',
  'case_study',
  'video',
  'tool',
  'other',
] as const;
export type MagnetKind = (typeof magnetKinds)[number];

/**
 * Something worth an email address: what it is called, where it lives, which mail brings it. It lives at a `url`
 * or on a `page` of ours, not both.
 */
export const Magnet = z.strictObject({
  kind: z.enum(magnetKinds).default('other'),
  title: Localized,
  /** By language: an https address, or a path on our own host. */
  url: z
    .record(
      z.string(),
      z.string().regex(/^(https?:\/\/[^\s]+|\/[^/\s][^\s]*)$/, 'an http(s) URL, or a path such as "/guide"'),
    )
    .optional(),
  /** By language: Liquid and HTML, shown at the signed link itself. */
  page: z.record(Language, z.string().min(1).max(60_000)).optional(),
  template: Slug,
  /** How long the link in the mail works. */
  linkLasts: Duration.default('P14D'),
});
export type Magnet = z.infer<typeof Magnet>;
