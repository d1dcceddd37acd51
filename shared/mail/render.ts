import { type Liquid, LiquidError, type Template as ParsedTemplate } from 'liquidjs';
import type { TemplateContent } from '../domain/programme/template.ts';
import { takeGraphemes } from './graphemes.ts';
import { createEngine, type OutputFormat, unwritable } from './liquid-engine.ts';
import { PartialFault } from './partial-tag.ts';
import { noPartials, type Partials, partialSources } from './partials.ts';
import type { TemplateValues } from './template-values.ts';

/** Longer subjects are cut off by every mailbox; a lead's own value may be far longer. */
const MAX_SUBJECT = 250;
const MAX_PREHEADER = 300;
const MAX_PARSED = 500;

export type Part = 'subject' | 'preheader' | 'html' | 'text';

/** One language's words, filled in. `html` is the body without the layout; `text` only if its author wrote one. */
export type Rendered =
  | { ok: true; subject: string; preheader: string; html: string; text?: string }
  | { ok: false; reason: 'render_failed'; detail: string };

export interface Renderer {
  /** Writes the values in, once: a value is never read as a template. `detail` holds no personal data. */
  render(content: TemplateContent, values: TemplateValues): Rendered;
}

/** The languages that a mail is written in: its own, and those that stand in for it. */
export interface Speech {
  language: string;
  fallbacks: readonly string[];
}

const renderers = new WeakMap<Partials, Map<string, Renderer>>();

/** The renderer for a programme's partials and a language; the same again for the same. */
export function rendererFor(partials: Partials, { language, fallbacks }: Speech): Renderer {
  const known = renderers.get(partials) ?? new Map<string, Renderer>();
  renderers.set(partials, known);
  const key = [language, ...fallbacks].join(' ');
  const renderer = known.get(key) ?? createRenderer(partials, { language, fallbacks });
  known.set(key, renderer);
  return renderer;
}

/** Keeps what it parsed: a worker sends the same few templates again and again. */
export function createRenderer(
  partials = noPartials,
  speech: Speech = { language: 'en', fallbacks: [] },
): Renderer {
  const engine = (format: OutputFormat) =>
    createEngine(format, partialSources(partials, format, speech.language, speech.fallbacks));
  const engines = { html: engine('html'), plain: engine('plain') };
  const parsed = new Map<string, ParsedTemplate[]>();

  function parse(engine: Liquid, format: OutputFormat, source: string): ParsedTemplate[] {
    const key = `${format} ${source}`;
    const known = parsed.get(key);
    if (known) return known;
    const template = engine.parse(source);
    if (parsed.size >= MAX_PARSED) parsed.clear();
    parsed.set(key, template);
    return template;
  }

  function fill(part: Part, source: string, values: TemplateValues): string {
    const format = part === 'html' ? 'html' : 'plain';
    try {
      return engines[format].renderSync(parse(engines[format], format, source), values);
    } catch (error) {
      throw new PartFailed(`${part}: ${explain(error)}`);
    }
  }

  return {
    render(content, values) {
      try {
        return {
          ok: true,
          subject: takeGraphemes(oneLine(fill('subject', content.subject, values)), MAX_SUBJECT),
          preheader: takeGraphemes(oneLine(fill('preheader', content.preheader, values)), MAX_PREHEADER),
          html: fill('html', content.html, values),
          ...(content.text === undefined ? {} : { text: fill('text', content.text, values) }),
        };
      } catch (error) {
        if (error instanceof PartFailed) return { ok: false, reason: 'render_failed', detail: error.message };
        throw error;
      }
    },
  };
}

/** Headers have one line, and nobody's name may start another. Emoji and their joiners stay. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** What went wrong in words that an author understands. Never the message of an unknown error: it may quote a value. */
export function explain(error: unknown): string {
  if (error instanceof Error && error.message.startsWith('parse length limit exceeded')) return 'is too long';
  if (!LiquidError.is(error)) return 'cannot be rendered';
  const [line] = error.token.getPosition();
  if (error.name === 'UndefinedVariableError') {
    // As the author wrote it; the error's own words may hold the value of an index.
    return `line ${line}: "${error.token.getText()}" is missing and has no fallback`;
  }
  if (error.originalError instanceof PartialFault) return `line ${line}: ${error.originalError.message}`;
  const cause = (error.originalError ?? error).message.replace(/, line:\d+, col:\d+.*$/s, '');
  const unknownTag = /^tag "([^"]*)" not found/.exec(cause);
  if (unknownTag) return `line ${line}: there is no tag "${unknownTag[1]}"`;
  const unknownFilter = /^undefined filter: (\w+)/.exec(cause);
  if (unknownFilter) return `line ${line}: there is no filter "${unknownFilter[1]}"`;
  if (/limit exceeded/.test(cause)) return `line ${line}: takes too much time or memory`;
  if (error.originalError instanceof TypeError && ownWords.has(cause)) return `line ${line}: ${cause}`;
  if (error.name === 'RenderError') return `line ${line}: cannot be rendered`;
  // What the parser says quotes the template alone.
  return `line ${line}: ${cause}`;
}

const ownWords = new Set<string>(Object.values(unwritable));

class PartFailed extends Error {}
