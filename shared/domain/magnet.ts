import * as z from 'zod';
import { Duration, Localized, Slug } from './text.ts';

/** Something worth an email address: what it is called, where it lives, which mail brings it. */
export const Magnet = z.strictObject({
  title: Localized,
  /** By language: an https address, or a path on our own host. */
  url: z.record(
    z.string(),
    z.string().regex(/^(https?:\/\/[^\s]+|\/[^/\s][^\s]*)$/, 'an http(s) URL, or a path such as "/guide"'),
  ),
  template: Slug,
  /** How long the link in the mail works. */
  linkLasts: Duration.default('P14D'),
});
export type Magnet = z.infer<typeof Magnet>;
