import { readAddress } from './address.ts';
import type { FormField } from './form.ts';
import { foldName, isEmpty, unlist } from './posted-value.ts';

export type FieldProblem = 'field_missing' | 'field_invalid' | 'field_too_long';

export type FieldReading =
  | { ok: true; value?: string | number | boolean }
  | { ok: false; code: FieldProblem; detail: string };

const yes = new Set(['on', 'true', '1', 'yes', 'y', 'checked', 'ja', 'oui']);
const no = new Set(['off', 'false', '0', 'no', 'n', 'unchecked', 'nee', 'nein', 'non']);

/** Reads one posted value as the form's field wants it; no value at all when nothing was filled in. */
export function readField(field: FormField, posted: unknown): FieldReading {
  if (isEmpty(posted)) {
    return field.required ? refuse('field_missing', 'This field is required.') : { ok: true };
  }
  switch (field.type) {
    case 'checkbox':
      return readCheckbox(field, posted);
    case 'number':
      return readNumber(posted);
    case 'select':
      return readChoice(field, posted);
    case 'email': {
      const reading = readAddress(posted);
      return reading.ok
        ? { ok: true, value: reading.address.typed }
        : refuse('field_invalid', reading.detail);
    }
    case 'url':
      return bounded(field, readWebAddress(posted));
    case 'textarea':
      return bounded(field, paragraphs(joined(posted)));
    case 'text':
      return bounded(field, singleLine(joined(posted)));
    case 'tel':
    case 'hidden':
      return bounded(field, singleLine(posted));
  }
}

/** Did the person tick this? Only a clear yes is one. */
export const isTicked = (posted: unknown): boolean => {
  const one = unlist(posted);
  return typeof one === 'string' ? yes.has(one.trim().toLowerCase()) : one === true || one === 1;
};

/** A scalar as one line of text: no line breaks, no control characters, so that it can break no header. */
export function singleLine(value: unknown): string | undefined {
  return scalar(value)
    ?.replace(/[\p{Cc}\u2028\u2029]/gu, '')
    .trim();
}

function paragraphs(value: unknown): string | undefined {
  return scalar(value)
    ?.replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim();
}

function scalar(value: unknown): string | undefined {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? String(value).normalize('NFC') : undefined;
}

/** Several ticked boxes that land in one text. */
function joined(value: unknown): unknown {
  return Array.isArray(value) && value.every((one) => scalar(one) !== undefined) ? value.join(', ') : value;
}

function readCheckbox(field: FormField, value: unknown): FieldReading {
  const word = singleLine(value)?.toLowerCase() ?? '';
  // Some builders post the words beside the box instead of "on".
  const isLabel = Object.values(field.label).some((label) => foldName(label) === foldName(word));
  if (isTicked(value) || isLabel) return { ok: true, value: true };
  if (!no.has(word)) return refuse('field_invalid', 'A checkbox is "on" or "off".');
  return field.required ? refuse('field_missing', 'This box must be ticked.') : { ok: true, value: false };
}

function readNumber(value: unknown): FieldReading {
  const word = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  const number = Number(word.replace(',', '.'));
  const isPlain = /^[+-]?\d+([.,]\d+)?(e[+-]?\d+)?$/i.test(word);
  // Beyond these a double is no longer what was typed, or DynamoDB does not hold it.
  const size = Math.abs(number);
  return isPlain && size <= Number.MAX_SAFE_INTEGER && (size === 0 || size > 1e-100)
    ? { ok: true, value: number }
    : refuse('field_invalid', 'This is not a number.');
}

function readChoice(field: FormField, value: unknown): FieldReading {
  const word = singleLine(value);
  if (word === undefined) return notText;
  if (field.options === undefined) return bounded(field, word);
  const option =
    field.options.find((one) => one.value === word) ??
    field.options.find((one) => Object.values(one.label).some((label) => foldName(label) === foldName(word)));
  return option
    ? { ok: true, value: option.value }
    : refuse('field_invalid', 'This is not one of the options.');
}

function readWebAddress(value: unknown): string | undefined {
  const line = singleLine(value) ?? '';
  // People type "www.example.com".
  const typed = /^[a-z][a-z0-9+.-]*:/i.test(line) ? line : `https://${line}`;
  return /^https?:\/\/[^\s/.]+\.[^\s]+$/i.test(typed) && URL.canParse(typed) ? typed : undefined;
}

/** The text, when it is one and not longer (in characters as people count them) than the field allows. */
function bounded(field: FormField, value: string | undefined): FieldReading {
  if (value === undefined) return field.type === 'url' ? notWeb : notText;
  if (value === '') return readField(field, undefined);
  if (value.length > field.maxLength && graphemes(value) > field.maxLength) {
    return refuse('field_too_long', `This is longer than ${field.maxLength} characters.`);
  }
  return { ok: true, value };
}

function graphemes(value: string): number {
  return [...new Intl.Segmenter().segment(value)].length;
}

function refuse(code: FieldProblem, detail: string): FieldReading {
  return { ok: false, code, detail };
}

const notText = refuse('field_invalid', 'This is not a text.');
const notWeb = refuse('field_invalid', 'This is not a web address (http or https).');
