import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Calculation } from '../../../shared/domain/forecast/calculation-schema.ts';
import { calculate } from '../../../shared/domain/forecast/calculator.ts';
import { chainOf, closedStates, movesFrom, type Transition } from '../../../shared/domain/forecast/chain.ts';
import {
  absorption,
  expectedTime,
  fundamentalMatrix,
  shares,
  timeVariance,
} from '../../../shared/domain/forecast/markov.ts';
import { chanceMoments, expectedArrivals, posterior } from '../../../shared/domain/forecast/posterior.ts';
import { randomFrom } from '../../../shared/domain/forecast/random.ts';
import { simulate } from '../../../shared/domain/forecast/simulation.ts';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import { calculationOf } from './calculation-fixture.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'won', 'lost'];

/** Some transitions among a few states, each at most once; `forward`: without loops. */
const transitions = (count: fc.Arbitrary<number>, forward = false): fc.Arbitrary<Transition[]> =>
  fc
    .uniqueArray(
      fc.record({ from: fc.constantFrom('a', 'b', 'c', 'd', 'e'), to: fc.constantFrom(...names), count }),
      { minLength: 1, maxLength: 20, selector: ({ from, to }) => `${from} ${to}` },
    )
    .map((all) => (forward ? all.filter(({ from, to }) => from <= to || to.length > 1) : all));

const modest = fc.integer({ min: 1, max: 60 });

/** As many as people enter, and as few, and as odd. */
const anyCount = fc.oneof(
  modest,
  fc.constantFrom(0, 0.3, 1e-9, 1e-300, 5e-324, 1e12),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
);

const chains = transitions(modest)
  .map((all) => chainOf(all))
  .filter((chain) => chain.states.length > 0 && closedStates(chain).length === 0);

describe('an absorbing chain', () => {
  test('ends somewhere for sure, after a time that its visits sum up to', () => {
    fc.assert(
      fc.property(chains, (chain) => {
        const visits = fundamentalMatrix(chain);
        const ends = absorption(chain);
        const time = expectedTime(chain);
        const variance = timeVariance(chain);
        for (const state of chain.states.keys()) {
          expect(ends.row(state).reduce((all, p) => all + p, 0)).toBeCloseTo(1, 12);
          const stayed = visits.row(state).reduce((all, n) => all + n, 0);
          expect(stayed / (time[state] ?? 0)).toBeCloseTo(1, 12);
          expect(variance[state]).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('has a fundamental matrix that I − Q undoes', () => {
    fc.assert(
      fc.property(chains, (chain) => {
        const { within } = shares(chain);
        const visits = fundamentalMatrix(chain);
        for (const i of chain.states.keys()) {
          for (const j of chain.states.keys()) {
            const through = within.row(i).reduce((all, q, k) => all + q * visits.at(k, j), 0);
            const scale = Math.max(1, visits.at(i, j));
            expect(Math.abs(visits.at(i, j) - through - (i === j ? 1 : 0)) / scale).toBeLessThan(1e-10);
          }
        }
      }),
    );
  });
});

describe('exact moments', () => {
  const paths = fc.record({
    transitions: transitions(modest, true),
    prior: fc.constantFrom(0.5, 1),
    seed: fc.integer(),
  });

  test('are those of drawn chains, and so are the arrivals', () => {
    const draws = 4_000;
    fc.assert(
      fc.property(paths, ({ transitions: given, prior, seed }) => {
        const chain = posterior(given, prior);
        const exit = chain.exits.indexOf('won');
        fc.pre(exit >= 0 && chain.states.length > 0 && closedStates(chain).length === 0);
        const stock = chain.states.map((_, state) => 10 * (state + 1));
        const drawn = simulate(randomFrom(seed), chain, exit, { stock, periods: 6, draws });
        const exact = chanceMoments(chain, exit);
        const arrivals = expectedArrivals(chain, stock, exit, 6) ?? [];
        // Five standard errors of a mean or a product of numbers from 0 to 1.
        const near = (a: number, b: number, scale = 1) =>
          expect(Math.abs(a - b)).toBeLessThan((scale * 5 * 0.5) / Math.sqrt(draws));
        const mean = (value: (chances: Float64Array) => number) =>
          drawn.chances.reduce((all, chances) => all + value(chances), 0) / draws;
        for (const i of chain.states.keys()) {
          near(
            mean((b) => b[i] ?? 0),
            exact?.mean[i] ?? Number.NaN,
          );
          for (const j of chain.states.keys()) {
            const product = mean((b) => (b[i] ?? 0) * (b[j] ?? 0));
            near(
              product,
              (exact?.covariance.at(i, j) ?? Number.NaN) + (exact?.mean[i] ?? 0) * (exact?.mean[j] ?? 0),
            );
          }
        }
        const all = stock.reduce((total, n) => total + n, 0);
        for (const [period, count] of arrivals.entries()) near(drawn.arrivals[period] ?? 0, count, all);
      }),
      { numRuns: 25 },
    );
  });

  test('are all that they may be: no variance is under 0, no chance out of 0 to 1', () => {
    fc.assert(
      fc.property(transitions(anyCount, true), fc.constantFrom(0.5, 1e-6), (given, prior) => {
        const chain = posterior(given, prior);
        for (const exit of chain.exits.keys()) {
          const { mean, covariance } = chanceMoments(chain, exit) ?? expect.fail('there is no loop');
          for (const [state, m] of mean.entries()) {
            expect(m >= 0 && m <= 1 + 1e-12).toBe(true);
            expect(covariance.at(state, state)).toBeGreaterThanOrEqual(0);
            expect(covariance.at(state, state)).toBeLessThanOrEqual(m * (1 - m) + 1e-12);
          }
        }
      }),
    );
  });

  test('with ever more counts become what certain rows say', () => {
    fc.assert(
      fc.property(transitions(modest, true), (few) => {
        const many = few.map((t) => ({ ...t, count: t.count * 1e9 }));
        const sure = chainOf(many);
        fc.pre(sure.exits.includes('won') && sure.states.length > 0);
        const chain = posterior(many, 0.5);
        const exit = chain.exits.indexOf('won');
        const exact = chanceMoments(chain, exit);
        for (const [state, p] of absorption(sure).column(exit).entries()) {
          expect(exact?.mean[state]).toBeCloseTo(p, 7);
          expect(exact?.covariance.at(state, state)).toBeLessThan(1e-8);
        }
      }),
    );
  });
});

/** All numbers in an answer. */
const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : [];

describe('the calculator', () => {
  const calculations = fc
    .record({
      kind: fc.constantFrom('jump' as const, 'periodic' as const),
      uncertainty: fc.constantFrom('none' as const, 'posterior' as const),
      prior: fc.constantFrom(0, 1e-9, 0.5, 1_000),
      transitions: transitions(anyCount),
      goal: fc.constantFrom('won', 'won', 'won', 'b'),
      stock: fc.uniqueArray(
        fc.record({
          state: fc.constantFrom('a', 'b', 'c', 'd', 'lost'),
          count: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0, 1e7)),
        }),
        { maxLength: 5, selector: ({ state }) => state },
      ),
      dealValue: fc.constantFrom(
        { mean: 0, sd: 0 },
        { mean: 4_000, sd: 1_500 },
        { mean: 1e12, sd: 1e12 },
        { mean: 1e-300, sd: 1e-300 },
        { mean: 1, sd: 1_000 },
        { mean: 1e12, sd: 5e-324 },
      ),
      periods: fc.integer({ min: 0, max: 12 }),
      seed: fc.integer(),
    })
    .map((given) => Calculation.parse(given));

  test('answers with numbers, or says which states it cannot do with', () => {
    let answered = 0;
    fc.assert(
      fc.property(calculations, (calculation) => {
        try {
          const forecast = calculate(calculation, 60);
          answered++;
          const numbers = numbersIn(forecast);
          expect(numbers.filter((n) => !Number.isFinite(n) || n < 0)).toEqual([]);
          expect(Object.values(forecast.pGoal).filter((p) => p > 1)).toEqual([]);
          expect(JSON.stringify(forecast)).not.toContain('null');
          const { cumulative, expectedGoals } = forecast;
          for (const [index, { goals }] of cumulative.entries()) {
            expect(goals).toBeGreaterThanOrEqual((cumulative[index - 1]?.goals ?? 0) * (1 - 1e-12));
            expect(goals).toBeLessThanOrEqual(expectedGoals * (1 + 1e-9) + 1e-9);
          }
        } catch (error) {
          if (!(error instanceof KweekError)) throw error;
          expect(error.code).toBe('invalid');
          for (const { detail } of error.problems) expect(detail).toMatch(/"\w+"/);
        }
      }),
      { numRuns: 1_500 },
    );
    expect(answered).toBeGreaterThan(300);
  });

  test('does not mind the order in which things are written', () => {
    const written = transitions(modest).chain((given) =>
      fc.record({
        given: fc.constant(given),
        shuffled: fc.shuffledSubarray(given, { minLength: given.length }),
      }),
    );
    const stock = { a: 20, b: 10, c: 5, d: 3, e: 2 };
    fc.assert(
      fc.property(written, ({ given, shuffled }) => {
        const named = new Set(given.flatMap(({ from, to }) => [from, to]));
        fc.pre(named.has('won') && closedStates(chainOf(given, 'won')).length === 0);
        const known = Object.entries(stock).filter(([name]) => named.has(name));
        const rest = { kind: 'periodic', uncertainty: 'posterior', goal: 'won', periods: 4 } as const;
        const one = calculationOf({}, Object.fromEntries(known), { ...rest, transitions: given });
        const other = { ...one, transitions: shuffled, stock: one.stock.toReversed() };
        expect(calculate(other, 60)).toEqual(calculate(one, 60));
      }),
      { numRuns: 100 },
    );
  });

  test('exact and drawn moments are alike: a loop that is next to never taken changes next to nothing', () => {
    const rows = {
      lead: { lead: 400, mql: 30, lost: 70 },
      mql: { mql: 200, customer: 25, lost: 30 },
    };
    const given = { kind: 'periodic', uncertainty: 'posterior', periods: 30 } as const;
    const exact = calculate(calculationOf(rows, { lead: 200, mql: 40 }, given));
    const looped = { ...rows, mql: { ...rows.mql, lead: 0 } };
    const drawn = calculate(calculationOf(looped, { lead: 200, mql: 40 }, { ...given, prior: 0.5 }));
    expect([exact.method.moments, drawn.method.moments]).toEqual(['exact', 'simulated']);
    // Half a lead among 55 comes back.
    expect(drawn.expectedGoals / exact.expectedGoals).toBeCloseTo(1, 1);
    expect(drawn.sd.total / exact.sd.total).toBeCloseTo(1, 1);
    const ends = [exact, drawn].map(({ cumulative }) => cumulative.at(-1)?.goals ?? 0);
    expect((ends[1] ?? 0) / (ends[0] ?? 1)).toBeCloseTo(1, 1);
  });
});

test('moves are what is left of a row without its stays', () => {
  const chain = chainOf([
    { from: 'a', to: 'a', count: 1e12 },
    { from: 'a', to: 'won', count: 1e-9 },
  ]);
  expect(movesFrom(chain, 0)).toBe(1e-9);
});
