import type { PublishedConfig } from '../../shared/domain/programme/config.ts';
import { programme } from '../domain/story.ts';

const link = '<a href="https://example.com/a">Read on</a>';

/** The stories' programme: every mail that they tell of has its link. */
export function configuration(publishedAt: number): PublishedConfig {
  const config = programme();
  const { confirmation, magnet, ...nurture } = config.templates;
  const write = (template: typeof confirmation, html: string) => {
    for (const content of Object.values(template?.content ?? {})) content.html = html;
  };
  write(confirmation, '<p><a class="button" href="{{ confirm_url }}">Confirm</a></p>');
  write(magnet, '<p><a href="{{ magnet.url }}">Download</a></p>');
  for (const template of Object.values(nurture)) write(template, `<p>Hello. ${link}</p>`);
  const slugs = Object.keys(config.sequences);
  return {
    ...config,
    version: 1,
    publishedAt,
    sequenceVersions: Object.fromEntries(slugs.map((slug) => [slug, 1])),
  };
}
