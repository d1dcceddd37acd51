import type { Config } from '../domain/programme/config.ts';
import { localize } from '../domain/programme/localize.ts';
import type { OutputFormat } from './liquid-engine.ts';
import type { PartialSources } from './partial-tag.ts';
import { toPlainText } from './plain-text.ts';

export type Partials = Config['partials'];

export const noPartials: Partials = {};

/** The sources of all partials for one language and format; what a language lacks comes from the fallbacks. */
export function partialSources(
  partials: Partials,
  format: OutputFormat,
  language: string,
  fallbacks: readonly string[],
): PartialSources {
  return Object.fromEntries(
    Object.entries(partials).map(([slug, { html, text }]) => {
      if (format === 'html') return [slug, localize(html, language, fallbacks)];
      return [
        slug,
        text ? localize(text, language, fallbacks) : toPlainText(localize(html, language, fallbacks)),
      ];
    }),
  );
}
