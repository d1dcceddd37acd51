import type * as z from 'zod';
import type { Problem } from '../../../shared/domain/kweek-error.ts';
import { pointerTo } from '../../../shared/domain/signup/posted-value.ts';

type Issue = z.core.$ZodIssue;

/** What a schema found wrong, as people read it: where (RFC 6901), and what to do. Values are not repeated. */
export function problemsOf(issues: readonly Issue[], base: readonly PropertyKey[] = []): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = [...base, ...issue.path];
    const pointer = pointerOf(path);
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({
          pointer: pointerTo(pointer, key),
          detail: 'There is no such property: check its spelling, or take it out.',
          code: 'unknown_property',
        }));
      case 'invalid_union': {
        const branch = closest(issue.errors);
        if (branch) return problemsOf(branch, path);
        const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
        return [{ pointer, detail: oneOf(options), code: 'invalid_value' }];
      }
      case 'invalid_key': {
        const [inner] = issue.issues;
        return [
          { pointer, detail: `Names here are ${inner?.message ?? 'different'}.`, code: 'invalid_name' },
        ];
      }
      default:
        return [{ pointer, detail: sentence(issue), code: codeOf(issue) }];
    }
  });
}

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((pointer, step) => pointerTo(pointer, String(step)), '');

/** Of several shapes, the one that the value comes nearest to: the fewest complaints, then the deepest. */
function closest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map(({ path }) => path.length));
  return [...branches].sort((a, b) => a.length - b.length || depth(b) - depth(a))[0];
}

/** Our own refinements may name a code of their own. */
const codeOf = (issue: Issue): string =>
  issue.code === 'custom' ? String(issue.params?.code ?? 'invalid') : issue.code;

function sentence(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = kinds[issue.expected] ?? 'something else';
      const isMissing = issue.message.endsWith('received undefined');
      return isMissing ? `This is missing: give ${expected}.` : `This must be ${expected}.`;
    }
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      return bound(issue.origin, 'at least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, 'at most', issue.maximum);
    case 'invalid_format':
      return formats[issue.format] ?? `Expected: ${issue.message.replace(/^Invalid string: /, '')}.`;
    default:
      return asSentence(issue.message);
  }
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

const formats: Record<string, string> = {
  email: 'This must be an email address.',
  url: 'This must be a web address, such as "https://example.com/thanks".',
  datetime: 'This must be a time in ISO 8601, such as "2026-11-05T09:30:00Z".',
};

const oneOf = (values: readonly unknown[]): string => {
  const named = values.map((value) => `"${String(value)}"`);
  return named.length === 1 ? `This must be ${named[0]}.` : `This must be one of ${named.join(', ')}.`;
};

function bound(origin: string, how: string, limit: number | bigint): string {
  if (how === 'at least' && Number(limit) === 1 && origin !== 'number') return 'This must not be empty.';
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
  return `This must ${unit ? 'have' : 'be'} ${how} ${limit}${unit}.`;
}

const asSentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
