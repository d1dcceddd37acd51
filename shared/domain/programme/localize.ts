import type { Localized } from '../text.ts';

/** The text in `language`, else in the first of `fallbacks` that has one, else the first given. */
export function localize(texts: Localized, language: string, fallbacks: readonly string[] = []): string {
  for (const candidate of [language, ...fallbacks]) {
    const text = texts[candidate];
    if (text !== undefined) return text;
  }
  return Object.values(texts)[0] ?? '';
}
