import type { Touch, TouchKey } from '../lead/lead.ts';

/** Whose click ids these are. */
const platforms: [TouchKey, string][] = [
  ['gclid', 'google'],
  ['gbraid', 'google'],
  ['wbraid', 'google'],
  ['dclid', 'google'],
  ['fbclid', 'facebook'],
  ['msclkid', 'microsoft'],
  ['li_fat_id', 'linkedin'],
  ['ttclid', 'tiktok'],
  ['twclid', 'twitter'],
];

/** What sources are called; anything else in a URL may be a name or an address of somebody. */
const NAME = /^[a-z0-9][a-z0-9 ._-]{0,39}$/;

/** Where a first touch came from, in one word for statistics: `newsletter`, `google`, `direct`, `other`. */
export function sourceOf(touch: Touch | undefined): string {
  const named = touch?.utm_source?.trim().toLowerCase();
  if (named) return NAME.test(named) ? named : 'other';
  return platforms.find(([key]) => touch?.[key] !== undefined)?.[1] ?? 'direct';
}
