import type { Problem } from '../kweek-error.ts';
import type { LeadMail } from '../sending/send.ts';
import type { Config } from './config.ts';

/** There is such a template, and it is of the kind that this place sends. */
export function checkTemplateName(
  slug: string,
  kind: LeadMail,
  pointer: string,
  { templates }: Pick<Config, 'templates'>,
): Problem[] {
  const template = Object.hasOwn(templates, slug) ? templates[slug] : undefined;
  if (!template) {
    const detail = `There is no template "${slug}": add it, or name another one.`;
    return [{ pointer, detail, code: 'unknown_template' }];
  }
  if (template.kind === kind) return [];
  const detail = `"${slug}" is a template of the kind "${template.kind}": name one of the kind "${kind}".`;
  return [{ pointer, detail, code: 'wrong_kind' }];
}
