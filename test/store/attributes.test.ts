import * as sdk from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { marshall, unmarshall } from '../../shared/store/attributes.ts';

const bytes = fc.uint8Array({ maxLength: 20 });
const name = fc.oneof(fc.string(), fc.constantFrom('constructor', 'toString', 'length'));
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    ...[fc.string(), number, fc.boolean(), fc.constant(null), bytes],
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }).map((list) => new Set(list)),
    fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 3 }).map((list) => new Set(list)),
  ),
}));
const item = fc.dictionary(name, value, { maxKeys: 6 });
const options = { removeUndefinedValues: true, convertClassInstanceToMap: true };

test('items are written as the SDK writes them, and read as it reads them', () => {
  fc.assert(
    fc.property(item, (given) => {
      const written = marshall(given);
      expect(written).toEqual(sdk.marshall(given, options));
      expect(unmarshall(written)).toEqual(sdk.unmarshall(written));
    }),
  );
});

test('undefined is left out, in maps and lists too', () => {
  expect(marshall({ a: undefined, b: { c: undefined }, d: [undefined, 1] })).toEqual(
    sdk.marshall({ b: {}, d: [1] }),
  );
});

test('a field called __proto__ is a field', () => {
  const given = JSON.parse('{"f":{"__proto__":"x"}}');
  expect(Object.keys(unmarshall<{ f: object }>(marshall(given)).f)).toEqual(['__proto__']);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, Symbol('x')])('%s is refused', (no) => {
  expect(() => marshall({ no })).toThrow(TypeError);
});
