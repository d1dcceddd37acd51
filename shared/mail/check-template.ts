import type { Template, TemplateContent } from '../domain/programme/template.ts';
import { checkTemplateLinks } from './check-template-links.ts';
import { createEngine, type OutputFormat } from './liquid-engine.ts';
import { noPartials, type Partials, partialSources } from './partials.ts';
import { explain, type Part, rendererFor, type Speech } from './render.ts';
import { valuesForAll, valuesOfKind } from './template-values.ts';
import { describeFault, findVariableFaults, type KnownVariables } from './template-variables.ts';

/** What is wrong with a template, and where: a JSON pointer into it. */
export interface TemplateFault {
  pointer: string;
  detail: string;
}

/** Names of all fields, of all forms. A lead may lack any: leads come through several forms. */
export interface TemplateContext {
  fields: readonly string[];
  /** What templates may render, and the programme's languages, that stand in for a missing one. */
  partials?: Partials;
  languages?: readonly string[];
}

const parts: readonly Part[] = ['subject', 'preheader', 'html', 'text'];

/** Everything that would keep this template from being sent to somebody; empty when all is well. */
export function checkTemplate(template: Template, context: TemplateContext): TemplateFault[] {
  const known: KnownVariables = {
    guaranteed: new Set([...valuesForAll, ...valuesOfKind[template.kind]]),
    optional: new Set(context.fields.map((name) => `lead.${name}`)),
  };
  const { fields, partials = noPartials, languages = [] } = context;
  const faults = Object.entries(template.content).flatMap(([language, content]) => {
    const speech = { language, fallbacks: languages };
    const inWords = checkWords(content, known, partials, speech);
    const found =
      inWords.length > 0
        ? inWords
        : checkTemplateLinks(content, template.kind, fields, rendererFor(partials, speech));
    return found.map(({ part, detail }) => ({ pointer: `/content/${language}/${part}`, detail }));
  });
  if (template.kind === 'confirmation' && template.promotional) {
    faults.push({ pointer: '/promotional', detail: 'a confirmation carries no advertising' });
  }
  return faults;
}

function checkWords(
  content: TemplateContent,
  known: KnownVariables,
  partials: Partials,
  { language, fallbacks }: Speech,
): { part: Part; detail: string }[] {
  const engine = (format: OutputFormat) =>
    createEngine(format, partialSources(partials, format, language, fallbacks));
  const engines = { html: engine('html'), plain: engine('plain') };
  return parts.flatMap((part) => {
    const source = content[part];
    if (source === undefined) return [];
    try {
      const parsed = engines[part === 'html' ? 'html' : 'plain'].parse(source);
      return findVariableFaults(parsed, known).map((fault) => ({
        part,
        detail: describeFault(fault, 'kind of mail'),
      }));
    } catch (error) {
      return [{ part, detail: explain(error) }];
    }
  });
}
