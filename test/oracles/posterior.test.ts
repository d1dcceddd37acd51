import { describe, expect, test } from 'vitest';
import { betaInterval } from '../../shared/domain/forecast/beta.ts';
import { calculate } from '../../shared/domain/forecast/calculator.ts';
import { shares } from '../../shared/domain/forecast/markov.ts';
import { chanceMoments, posterior } from '../../shared/domain/forecast/posterior.ts';
import { calculationOf, transitionsOf } from '../domain/forecast/calculation-fixture.ts';

/** Numbers computed outside this project (domain brief §4.4). */
const uncertain = { uncertainty: 'posterior', prior: 1 } as const;

describe('a path with uncertain rows (W2)', () => {
  const counts = {
    lead: { mql: 120, lost: 480 },
    mql: { sql: 60, lost: 60 },
    sql: { opportunity: 36, lost: 24 },
    opportunity: { customer: 12, lost: 24 },
  };
  const stock = { lead: 500, mql: 40, sql: 20, opportunity: 12 };
  const forecast = calculate(calculationOf(counts, stock, uncertain));

  test('goes on with the mean shares .200997, .5, .596774, .342105', () => {
    const chain = shares(posterior(transitionsOf(counts), 1));
    const rows = ['lead', 'mql', 'sql', 'opportunity'].map((name) => chain.states.indexOf(name));
    const lost = chain.exits.indexOf('lost');
    const goesOn = rows.map((row) => 1 - chain.out.at(row, lost));
    expect(goesOn).toEqual([0.200997, 0.5, 0.596774, 0.342105].map((p) => expect.closeTo(p, 6)));
  });

  test('leads to customers with the chances .020518, .102080, .204160, .342105', () => {
    const chances = [0.020518, 0.10208, 0.20416, 0.342105];
    expect(Object.values(forecast.pGoal)).toEqual(chances.map((p) => expect.closeTo(p, 6)));
  });

  test('brings 22.530497 customers, with variances of 19.500519 by chance and 31.366699 by the rows', () => {
    expect(forecast.expectedGoals).toBeCloseTo(22.530497, 6);
    expect(forecast.sd.chance ** 2).toBeCloseTo(19.500519, 6);
    expect(forecast.sd.parameter ** 2).toBeCloseTo(31.366699, 6);
    expect(forecast.sd.total).toBeCloseTo(7.132126, 6);
    expect(forecast.method).toEqual({ moments: 'exact', draws: 10_000 });
  });

  test('is worth €90 121.99, with a deviation of €28 528.50', () => {
    expect(forecast.revenue.mean).toBeCloseTo(90_121.99, 2);
    expect(forecast.revenue.sd).toBeCloseTo(28_528.5, 2);
  });

  test('has the quantiles 12, 14, 22, 32, 35, give or take a customer', () => {
    for (const [percent, customers] of Object.entries({ 5: 12, 10: 14, 50: 22, 90: 32, 95: 35 })) {
      expect(Math.abs((forecast.goalQuantiles[percent] ?? 0) - customers)).toBeLessThanOrEqual(1);
      expect(forecast.revenue.quantiles[percent]).toBe((forecast.goalQuantiles[percent] ?? 0) * 4_000);
    }
  });

  test('would look 40 % too certain with the deviation by chance alone, 4.42', () => {
    expect(forecast.sd.chance).toBeCloseTo(4.42, 2);
    expect(1 - forecast.sd.chance / forecast.sd.total).toBeCloseTo(0.4, 1);
  });

  test('with deals that vary by €1 500 has a deviation of €29 403.56', () => {
    const dealValue = { mean: 4_000, sd: 1_500 };
    const { revenue } = calculate(calculationOf(counts, stock, { ...uncertain, dealValue }));
    expect(revenue.sd).toBeCloseTo(29_403.56, 2);
  });

  test('agrees with E[π_i·π_j] = Π E[p_k] · Π E[p_k²]', () => {
    const chain = posterior(transitionsOf(counts), 1);
    const moments = chanceMoments(chain, chain.exits.indexOf('customer'));
    const betas = [
      [121, 481],
      [61, 61],
      [37, 25],
      [13, 25],
    ] as const;
    const first = betas.map(([a, b]) => a / (a + b));
    const second = betas.map(([a, b]) => (a * (a + 1)) / ((a + b) * (a + b + 1)));
    const product = (values: number[]) => values.reduce((all, value) => all * value, 1);
    const names = ['lead', 'mql', 'sql', 'opportunity'].map((name) => chain.states.indexOf(name));
    for (const [i, row] of names.entries()) {
      for (const [j, column] of names.entries()) {
        const [from, to] = [Math.min(i, j), Math.max(i, j)];
        const expected = product(first.slice(from, to)) * product(second.slice(to));
        const means = (moments?.mean[row] ?? 0) * (moments?.mean[column] ?? 0);
        expect((moments?.covariance.at(row, column) ?? 0) + means).toBeCloseTo(expected, 14);
      }
    }
  });
});

describe('next to nothing known (W2, small)', () => {
  const counts = {
    lead: { sql: 3, lost: 7 },
    sql: { opportunity: 1, lost: 2 },
    opportunity: { customer: 0, lost: 1 },
  };

  /** Reads "3/7, 1/2, 0/1" as advanced/lost, with Beta(1, 1) priors as in W2. */
  test('brings 1.044444 customers, give or take 1.249167, and not none for sure', () => {
    const forecast = calculate(calculationOf(counts, { lead: 10, sql: 2, opportunity: 1 }, uncertain));
    expect(forecast.expectedGoals).toBeCloseTo(1.044444, 6);
    expect(forecast.sd.total).toBeCloseTo(1.249167, 6);
    expect(forecast.goalQuantiles['97.5']).toBeGreaterThanOrEqual(4);
    expect(forecast.sufficiency).toBe('indicative');
  });
});

describe('a row of weeks (W7)', () => {
  const counts = { lead: { lead: 60, adv: 15, back: 5, lost: 20 } };

  test('has the mean shares .593137, .151961, .053922, .200980', () => {
    const chain = shares(posterior(transitionsOf(counts), 0.5));
    expect([...chain.within.row(0), ...chain.out.row(0)]).toEqual(
      [0.593137, 0.151961, 0.053922, 0.20098].map((p) => expect.closeTo(p, 6)),
    );
  });

  test('advances with a share between .089447 and .227373, by 95 %', () => {
    const { low, high } = betaInterval(15.5, 86.5, 0.95);
    expect([low, high]).toEqual([expect.closeTo(0.089447, 6), expect.closeTo(0.227373, 6)]);
  });
});
