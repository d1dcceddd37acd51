import { expect, test } from 'vitest';
import { occupation } from '../../shared/domain/forecast/occupation.ts';

/** Worked out by hand in tests/mstate.R of R's `survival` (domain brief §4.5); shares in 32nds. */
const followed: [start: number, stop: number, to: string | undefined][][] = [
  [
    [0, 4, 'a'],
    [4, 9, 'b'],
    [9, 10, 'a'],
  ],
  [[0, 5, 'b']],
  [[2, 9, 'c']],
  [
    [0, 2, 'a'],
    [2, 8, 'c'],
    [8, 9, undefined],
  ],
  [
    [1, 3, 'b'],
    [3, 11, undefined],
  ],
];
const sojourns = followed.flatMap((person) => {
  let from = 'entry';
  return person.map(([start, stop, to]) => {
    const sojourn = { from, to, start, stop };
    from = to ?? from;
    return sojourn;
  });
});

test.each([
  [2, 24, 8, 0, 0],
  [3, 18, 8, 6, 0],
  [4, 12, 14, 6, 0],
  [5, 6, 14, 12, 0],
  [8, 6, 7, 12, 7],
  [9, 0, 0, 19, 13],
  [10, 0, 9.5, 9.5, 13],
  [11, 0, 9.5, 9.5, 13],
])('five people in four states, late entries, loops and censoring: at %i', (time, entry, a, b, c) => {
  const { share = {} } = occupation(sojourns, { entry: 1 }).findLast((step) => step.time <= time) ?? {};
  const in32nds = Object.fromEntries(Object.entries(share).map(([state, p]) => [state, p * 32]));
  expect(in32nds).toEqual({
    entry: expect.closeTo(entry, 12),
    a: expect.closeTo(a, 12),
    b: expect.closeTo(b, 12),
    c: expect.closeTo(c, 12),
  });
});
