import type { Problem } from '../../domain/kweek-error.ts';
import type { Config } from '../../domain/programme/config.ts';
import type { Template } from '../../domain/programme/template.ts';
import { pointerTo } from '../../domain/signup/posted-value.ts';
import { checkTemplate } from '../../mail/check-template.ts';
import { lintAddress, lintTemplate } from '../../mail/lint-template.ts';

/** What would keep a template from being sent, by the programme that it is to stand in. Pointers into the template. */
export function problemsOfTemplate(template: Template, config: Config): Problem[] {
  const { forms, partials, settings } = config;
  const names = Object.values(forms).flatMap(({ fields }) => fields.map(({ name }) => name));
  const fields = [...new Set(names)].filter((name) => name !== 'email');
  return checkTemplate(template, { fields, partials, languages: settings.languages }).map((fault) => ({
    ...fault,
    code: 'template',
  }));
}

/** The same of all templates. Pointers into the document. */
export const problemsOfTemplates = (config: Config): Problem[] =>
  inEach(config, (_, template) => problemsOfTemplate(template, config));

/** What templates should not be, and may. Pointers into the document. */
export const warningsOfTemplates = (config: Config): Problem[] => [
  ...lintAddress(config.settings).map((found) => ({ ...found, pointer: `/settings${found.pointer}` })),
  ...inEach(config, (slug, template) => lintTemplate(slug, template, config)),
];

const inEach = (config: Config, look: (slug: string, template: Template) => Problem[]): Problem[] =>
  Object.entries(config.templates).flatMap(([slug, template]) =>
    look(slug, template).map((found) => ({
      ...found,
      pointer: `${pointerTo('/templates', slug)}${found.pointer}`,
    })),
  );
