import { expect, test } from 'vitest';
import { chainLadder } from '../../../shared/domain/forecast/chain-ladder.ts';
import { leadsNeeded } from '../../../shared/domain/forecast/leads-needed.ts';
import { velocity } from '../../../shared/domain/forecast/velocity.ts';

test('a cohort matures by no factor when none before it had begun with anything', () => {
  const { factors, ultimates } = chainLadder([[0, 3, 6], [0, 0], [4]]);
  expect(factors).toEqual([undefined, 2]);
  expect(ultimates).toEqual([6, 0, undefined]);
});

test('no cohorts, or none with an age, mature to nothing', () => {
  expect(chainLadder([])).toEqual({ factors: [], ultimates: [] });
  expect(chainLadder([[], [5]])).toEqual({ factors: [], ultimates: [undefined, 5] });
});

test('a chance of 0 needs more leads than there are', () => {
  expect(leadsNeeded(3, { estimate: 0.1, low: 0, high: 0.3 })).toEqual({
    estimate: 30,
    low: 10,
    high: undefined,
  });
});

test('without a cycle there is no speed', () => {
  const pipeline = { opportunities: 12, winRate: 0.3, meanValue: 4_000, cycleDays: 0 };
  expect(velocity(pipeline)).toBeUndefined();
});
