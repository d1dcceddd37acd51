import { isPlainRecord, type PostedValue, pointerTo } from './posted-value.ts';
import type { SubmissionError } from './submission-error.ts';

const MAX_VALUES = 100;
const MAX_DEPTH = 5;
const MAX_BYTES = 4_096;
/** Enough to see what is wrong; a hostile body must not buy a long answer. */
const MAX_ERRORS = 10;

/** What is too much to be a form: over 100 values, one over 4 KB, lists and objects deeper than five. */
export function findExcess(values: readonly PostedValue[]): SubmissionError[] {
  const errors: SubmissionError[] = [];
  let count = 0;
  const visit = (value: unknown, pointer: string, depth: number): void => {
    if (count > MAX_VALUES || errors.length === MAX_ERRORS) return;
    const children = Array.isArray(value) ? value.entries() : isPlainRecord(value) && Object.entries(value);
    if (!children) {
      count += 1;
      if (typeof value === 'string' && isOverLong(value)) {
        errors.push({ pointer, code: 'value_too_long', detail: 'A value is at most 4 KB.' });
      }
    } else if (depth > MAX_DEPTH) {
      errors.push({ pointer, code: 'nested_too_deep', detail: `Values nest at most ${MAX_DEPTH} deep.` });
    } else {
      for (const [name, child] of children) visit(child, pointerTo(pointer, name), depth + 1);
    }
  };
  // The body itself is the first level.
  for (const { value, pointer } of values) visit(value, pointer, 2);
  if (count > MAX_VALUES) {
    return [{ pointer: '', code: 'too_many_fields', detail: `A form has at most ${MAX_VALUES} fields.` }];
  }
  return errors;
}

function isOverLong(value: string): boolean {
  if (value.length * 3 <= MAX_BYTES) return false;
  return value.length > MAX_BYTES || new TextEncoder().encode(value).length > MAX_BYTES;
}
