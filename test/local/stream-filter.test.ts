import { expect, it } from 'vitest';
import { startFilter } from '../../infra/functions.ts';
import { passesFilter } from '../../infra/local/stream-filter.ts';

const record = (image?: object) => ({ eventName: 'MODIFY', dynamodb: image && { NewImage: image } });

it.each([
  [record({ dq: { S: '0#3' } }), true, 'work of lane 0'],
  [record({ dq: { S: '1#3' } }), false, 'work of lane 1'],
  [record({ dq: { S: '10#3' } }), false, 'a lane whose number only begins with a digit'],
  [record({ pk: { S: 'x' } }), false, 'no work'],
  [record(), false, 'a deletion'],
])('what starts at once: %j passes: %s (%s)', (given, passes) => {
  expect(passesFilter(given, startFilter)).toBe(passes);
});

it('takes any of several exact values', () => {
  const filter = { eventName: ['INSERT', 'MODIFY'] };
  expect(passesFilter(record(), filter)).toBe(true);
  expect(passesFilter({ eventName: 'REMOVE' }, filter)).toBe(false);
});

it('refuses a rule that Lambda knows and this machine does not', () => {
  const filter = { eventName: [{ suffix: 'FY' }] } as never;
  expect(() => passesFilter(record(), filter)).toThrow('suffix');
});
