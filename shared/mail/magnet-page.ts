import type { Problem } from '../domain/kweek-error.ts';
import type { Config } from '../domain/programme/config.ts';
import { localize } from '../domain/programme/localize.ts';
import type { Magnet } from '../domain/signup/magnet.ts';
import { type CleanPage, cleanPage } from './clean-page.ts';
import { createEngine } from './liquid-engine.ts';
import { partialSources } from './partials.ts';
import { explain } from './render.ts';
import type { TemplateValues } from './template-values.ts';
import { describeFault, findVariableFaults } from './template-variables.ts';

/** What a page may name. Nothing of its reader: people pass on what they were given. */
const known = {
  guaranteed: new Set(['brand.name', 'brand.address', 'site_url', 'magnet.title']),
  optional: new Set<string>(),
};

type PageConfig = Pick<Config, 'settings' | 'partials'>;

/** The host of a page that nobody reads. */
const NOWHERE = 'https://kweek.invalid';

/** A magnet's page in one language: HTML that is safe to show, and the language that it is really in. */
export type ShownPage = CleanPage & { language: string; title: string };

/**
 * The page of a magnet for a reader of `language`; undefined when the magnet lives elsewhere. `baseUrl`: of links
 * that name no host. Throws when Liquid does: `problemsOfPage` tells that before.
 */
export function showMagnetPage(
  { page, title }: Magnet,
  language: string,
  config: PageConfig,
  baseUrl: string,
): ShownPage | undefined {
  const spoken = page && languageOf(page, language, config.settings.languages);
  if (!page || spoken === undefined) return undefined;
  const { company, languages } = config.settings;
  const shownTitle = localize(title, language, languages);
  const values: Omit<TemplateValues, 'lead' | 'magnet'> & { magnet: { title: string } } = {
    brand: { name: company.name, address: company.address },
    site_url: baseUrl,
    magnet: { title: shownTitle },
  };
  const html = engineFor(config, spoken).parseAndRenderSync(page[spoken] ?? '', values);
  return { ...cleanPage(html, baseUrl, config.settings.ownDomains), language: spoken, title: shownTitle };
}

/** What would keep a page from being shown. Pointers into the magnet. */
export function problemsOfPage(magnet: Magnet, config: PageConfig): Problem[] {
  return Object.entries(magnet.page ?? {}).flatMap(([language, source]) => {
    const problem = (detail: string) => ({ pointer: `/page/${language}`, detail, code: 'page' });
    try {
      const parsed = engineFor(config, language).parse(source);
      const faults = findVariableFaults(parsed, known).map((fault) => problem(describeFault(fault, 'page')));
      if (faults.length === 0) showMagnetPage(magnet, language, config, NOWHERE);
      return faults;
    } catch (error) {
      return [problem(explain(error))];
    }
  });
}

/** What a page should not have, or has and does not show. Pointers into the magnet. */
export function warningsOfPage(magnet: Magnet, config: PageConfig): Problem[] {
  return Object.keys(magnet.page ?? {}).flatMap((language) =>
    (showMagnetPage(magnet, language, config, NOWHERE)?.findings ?? []).map((found) => ({
      pointer: `/page/${language}`,
      ...found,
    })),
  );
}

const engineFor = ({ partials, settings }: PageConfig, language: string) =>
  createEngine('html', partialSources(partials, 'html', language, settings.languages));

const languageOf = (page: Record<string, string>, language: string, fallbacks: readonly string[]) =>
  [language, ...fallbacks].find((one) => Object.hasOwn(page, one)) ?? Object.keys(page)[0];
