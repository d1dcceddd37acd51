import { expect, test } from 'vitest';
import { drawBinomial } from '../../../shared/domain/forecast/binomial.ts';
import { calculate } from '../../../shared/domain/forecast/calculator.ts';
import { chainOf, type Transition } from '../../../shared/domain/forecast/chain.ts';
import { drawWeights } from '../../../shared/domain/forecast/gamma.ts';
import { chanceOf } from '../../../shared/domain/forecast/markov.ts';
import { drawOutcome } from '../../../shared/domain/forecast/outcome.ts';
import { type Random, randomFrom } from '../../../shared/domain/forecast/random.ts';
import { calculationOf } from './calculation-fixture.ts';

const FUNNELS = 200;
const DRAWS = 1_000;
const dealValue = { mean: 4_000, sd: 1_500 };
const stock = { lead: 300, mql: 80, opportunity: 30 };

const path = { lead: ['mql', 'lost'], mql: ['opportunity', 'lost'], opportunity: ['customer', 'lost'] };
const graph = {
  lead: ['mql', 'opportunity', 'lost'],
  mql: ['opportunity', 'lead', 'lost'],
  opportunity: ['customer', 'mql', 'lost'],
};

/** A funnel as it truly is, its rows drawn from the prior of the forecast. */
const truth = (random: Random, rows: Record<string, string[]>): Transition[] =>
  Object.entries(rows).flatMap(([from, next]) => {
    const weights = drawWeights(
      random,
      next.map(() => 0.5),
    );
    return next.map((to, index) => ({ from, to, count: weights[index] ?? 0 }));
  });

/** What is seen of it: 40 leads leaving each state. */
function observed(random: Random, funnel: readonly Transition[]): Transition[] {
  const left = new Map<string, { leads: number; weight: number }>();
  for (const { from, count } of funnel) {
    left.set(from, { leads: 40, weight: (left.get(from)?.weight ?? 0) + count });
  }
  return funnel.map(({ from, to, count: weight }) => {
    const row = left.get(from) ?? { leads: 0, weight: 1 };
    const count = drawBinomial(random, row.leads, weight / row.weight);
    left.set(from, { leads: row.leads - count, weight: row.weight - weight });
    return { from, to, count };
  });
}

/** How many of the funnels end within the interval from one quantile to another. */
function covered(rows: Record<string, string[]>, uncertainty: 'none' | 'posterior') {
  const random = randomFrom(20261122);
  const within = { 80: 0, 95: 0 };
  for (let funnel = 0; funnel < FUNNELS; funnel++) {
    const actual = truth(random, rows);
    const chain = chainOf(actual, 'customer');
    const chances = chanceOf(chain, chain.exits.indexOf('customer'));
    const leads = chain.states.map((state) => stock[state as keyof typeof stock]);
    const { revenue } = drawOutcome(random, leads, chances, dealValue);
    // Certain rows are asked for half a lead more, so that none is never left.
    const transitions = observed(random, actual).map((t) => ({
      ...t,
      count: t.count + (uncertainty === 'none' ? 0.5 : 0),
    }));
    const given = { uncertainty, dealValue, transitions, seed: funnel };
    const { quantiles } = calculate(calculationOf({}, stock, given), DRAWS).revenue;
    const between = (low: string, high: string) =>
      (quantiles[low] ?? 0) <= revenue && revenue <= (quantiles[high] ?? 0) ? 1 : 0;
    within[80] += between('10', '90');
    within[95] += between('2.5', '97.5');
  }
  return within;
}

/** Three standard deviations of a binomial number, and what drawn quantiles are off by. */
const tolerance = (p: number) => 3 * Math.sqrt(FUNNELS * p * (1 - p)) + 2;

test.each([
  ['a path', path],
  ['a graph with loops', graph],
])('what comes of %s lies in the intervals of 80 and 95 per cent as often as they say', (_, rows) => {
  const within = covered(rows, 'posterior');
  expect(Math.abs(within[80] - 0.8 * FUNNELS)).toBeLessThan(tolerance(0.8));
  expect(Math.abs(within[95] - 0.95 * FUNNELS)).toBeLessThan(tolerance(0.95));
});

test('intervals that take the counts for the truth would be missed far more often', () => {
  const within = covered(path, 'none');
  expect(within[80]).toBeLessThan(0.8 * FUNNELS - tolerance(0.8));
  expect(within[95]).toBeLessThan(0.95 * FUNNELS - tolerance(0.95));
});
