import { type FilterImplOptions, Liquid } from 'liquidjs';
import { escapeHtml } from './escape-html.ts';
import { takeGraphemes } from './graphemes.ts';
import { type PartialSources, partialTag } from './partial-tag.ts';

/** All that a template may use, beside `render`. No files, nothing that turns escaping off. */
const allowedTags = ['assign', 'break', 'case', 'comment', 'continue', 'for', 'if', 'raw', 'unless', '#'];
const allowedFilters = [
  'append',
  'capitalize',
  'ceil',
  'default',
  'divided_by',
  'downcase',
  'first',
  'floor',
  'join',
  'last',
  'lstrip',
  'minus',
  'modulo',
  'plus',
  'prepend',
  'remove',
  'remove_first',
  'replace',
  'replace_first',
  'round',
  'rstrip',
  'size',
  'split',
  'strip',
  'times',
  'truncate',
  'truncatewords',
  'upcase',
  'url_encode',
];

/**
 * Characters of one part; milliseconds and allocations (characters, list entries) of one rendering. By the clock on
 * the wall, so a mail must not fail because a small sender has little processor.
 */
export const limits = { parse: 200_000, renderMs: 2_000, memory: 1_000_000 };

/** What a value is written as: text for subject and text part, escaped for HTML. */
export type OutputFormat = 'html' | 'plain';

/** A Liquid that refuses unknown tags and filters when parsing, and missing values when rendering. */
export function createEngine(format: OutputFormat, partials: PartialSources = {}): Liquid {
  const liquid = new Liquid({
    strictFilters: true,
    strictVariables: true,
    // A condition may ask for a value that is missing; `default` may replace it.
    lenientIf: true,
    ownPropertyOnly: true,
    outputEscape: (value) => (format === 'html' ? escapeHtml(asText(value)) : asText(value)),
    parseLimit: limits.parse,
    renderLimit: limits.renderMs,
    memoryLimit: limits.memory,
  });
  keepOnly(liquid.tags, allowedTags);
  liquid.registerTag('render', partialTag(partials));
  keepOnly(liquid.filters, allowedFilters);
  liquid.registerFilter('truncate', truncate);
  return liquid;
}

/** Why a value has no words: lists and objects have none of their own, and "nothing" is never a word. */
export const unwritable = {
  missing: 'a value is missing and has no fallback',
  shapeless: 'only text, numbers and yes/no can be written out',
};

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined || value === null) throw new TypeError(unwritable.missing);
  throw new TypeError(unwritable.shapeless);
}

/** As Liquid's own, but never through the middle of a character that people see as one. */
const truncate: FilterImplOptions = (value: unknown, length: unknown = 50, ellipsis: unknown = '…') =>
  takeGraphemes(asText(value), Number(length), asText(ellipsis));

function keepOnly(registry: Record<string, unknown>, names: readonly string[]): void {
  for (const name of Object.keys(registry)) {
    if (!names.includes(name)) delete registry[name];
  }
}
