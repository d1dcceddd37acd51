import { describe, expect, test } from 'vitest';
import { calculate } from '../../shared/domain/forecast/calculator.ts';
import { chainOf } from '../../shared/domain/forecast/chain.ts';
import {
  absorption,
  cumulativeAbsorption,
  expectedTime,
  fundamentalMatrix,
  timeVariance,
} from '../../shared/domain/forecast/markov.ts';
import { calculationOf, transitionsOf } from '../domain/forecast/calculation-fixture.ts';

/** Numbers computed outside this project (domain brief §4.3) or published (§4.5). */
const exactly = (values: number[], digits = 12) => values.map((value) => expect.closeTo(value, digits));

describe('a jump chain with loops (W1)', () => {
  const counts = {
    awareness: { engagement: 240, lost: 360 },
    engagement: { endorsement: 96, awareness: 24, lost: 120 },
    endorsement: { sql: 60, engagement: 20, lost: 20 },
    sql: { opportunity: 36, engagement: 12, lost: 12 },
    opportunity: { customer: 12, lost: 24 },
  };
  const stock = { awareness: 500, engagement: 180, endorsement: 40, sql: 20, opportunity: 12 };
  const forecast = calculate(calculationOf(counts, stock));

  test('leads to customers with the chances 3/130, 3/52, 9/65, 11/52, 1/3', () => {
    expect(Object.keys(forecast.pGoal)).toEqual(Object.keys(counts));
    expect(Object.values(forecast.pGoal)).toEqual(exactly([3 / 130, 3 / 52, 9 / 65, 11 / 52, 1 / 3]));
    expect(forecast.pGoal.awareness).toBeCloseTo(0.023077, 6);
  });

  test('visits 109/104, 25/52, 5/26, 3/26, 9/130 from awareness on', () => {
    const visits = Object.values(forecast.visits.awareness ?? {});
    expect(visits).toEqual(exactly([109 / 104, 25 / 52, 5 / 26, 3 / 26, 9 / 130]));
    const steps = visits.reduce((total, count) => total + count, 0);
    expect(forecast.timeToAbsorption.awareness).toBeCloseTo(steps, 12);
  });

  test('is worth 464/13 customers and €142 769.23, with a binomial variance of 31.831755', () => {
    expect(forecast.expectedGoals).toBeCloseTo(464 / 13, 10);
    expect(forecast.revenue.mean).toBeCloseTo(142_769.23, 2);
    expect(forecast.sd.total ** 2).toBeCloseTo(31.831755, 6);
    expect(forecast.sd).toEqual({
      chance: expect.closeTo(5.641964, 6),
      parameter: 0,
      total: expect.closeTo(5.641964, 6),
    });
    expect(forecast.revenue.sd).toBeCloseTo(5.641964 * 4_000, 1);
  });

  test('with better engagement is worth 664/17 customers, €13 466.06 more (W1b)', () => {
    const better = { ...counts, engagement: { endorsement: 108, awareness: 24, lost: 108 } };
    const whatIf = calculate(calculationOf(better, stock));
    expect(whatIf.expectedGoals).toBeCloseTo(664 / 17, 10);
    expect(whatIf.revenue.mean).toBeCloseTo(156_235.29, 2);
    expect(whatIf.revenue.mean - forecast.revenue.mean).toBeCloseTo(13_466.06, 2);
  });
});

describe('a monthly chain (W4)', () => {
  const rows = {
    awareness: { awareness: 0.7, engagement: 0.15, lost: 0.15 },
    engagement: { awareness: 0.05, engagement: 0.6, endorsement: 0.15, lost: 0.2 },
    endorsement: { engagement: 0.1, endorsement: 0.5, opportunity: 0.25, lost: 0.15 },
    opportunity: { engagement: 0.05, opportunity: 0.55, customer: 0.2, lost: 0.2 },
  };
  const stock = { awareness: 500, engagement: 180, endorsement: 40, opportunity: 12 };
  const forecast = calculate(calculationOf(rows, stock, { kind: 'periodic', periods: 3 }));
  const states = ['awareness', 'endorsement', 'engagement', 'opportunity'];

  test('brings 2.4, 5.72, 9.896 customers after one, two, three months', () => {
    expect(forecast.cumulative).toEqual([
      { period: 1, goals: expect.closeTo(2.4, 12), revenue: expect.closeTo(9_600, 8) },
      { period: 2, goals: expect.closeTo(5.72, 12), revenue: expect.closeTo(22_880, 8) },
      { period: 3, goals: expect.closeTo(9.896, 12), revenue: expect.closeTo(39_584, 8) },
    ]);
  });

  test('leads to customers with the chances .049505, .099010, .247525, .455446', () => {
    expect(Object.values(forecast.pGoal)).toEqual(exactly([0.049505, 0.09901, 0.247525, 0.455446], 6));
  });

  test('takes 5.759076, 4.851485, 4.350935, 2.761276 months', () => {
    const times = [5.759076, 4.851485, 4.350935, 2.761276];
    expect(Object.values(forecast.timeToAbsorption)).toEqual(exactly(times, 6));
  });

  test('with the variances 21.973227, 16.622444, 11.761108, 6.887621', () => {
    const chain = chainOf(transitionsOf(rows));
    expect(chain.states).toEqual(states);
    expect(timeVariance(chain)).toEqual(exactly([21.973227, 11.761108, 16.622444, 6.887621], 6));
  });

  test('in the end brings all that its chances promise', () => {
    const late = calculate(calculationOf(rows, stock, { kind: 'periodic', periods: 520 }));
    expect(late.cumulative.at(-1)?.goals).toBeCloseTo(late.expectedGoals, 9);
  });
});

describe("the drunkard's walk (Grinstead and Snell, chapter 11)", () => {
  const walk = (right: number) =>
    chainOf(
      transitionsOf({
        1: { 0: 1 - right, 2: right },
        2: { 1: 1 - right, 3: right },
        3: { 2: 1 - right, 4: right },
      }),
    );

  test('with even steps', () => {
    const chain = walk(0.5);
    expect([chain.states, chain.exits]).toEqual([
      ['1', '2', '3'],
      ['0', '4'],
    ]);
    expect(fundamentalMatrix(chain).toRows()).toEqual([
      exactly([1.5, 1, 0.5]),
      exactly([1, 2, 1]),
      exactly([0.5, 1, 1.5]),
    ]);
    expect(expectedTime(chain)).toEqual(exactly([3, 4, 3]));
    expect(absorption(chain).toRows()).toEqual([
      exactly([0.75, 0.25]),
      exactly([0.5, 0.5]),
      exactly([0.25, 0.75]),
    ]);
  });

  test('with two steps of three to the right', () => {
    const chain = walk(2 / 3);
    expect(fundamentalMatrix(chain).toRows()).toEqual([
      exactly([1.4, 1.2, 0.8]),
      exactly([0.6, 1.8, 1.2]),
      exactly([0.2, 0.6, 1.4]),
    ]);
    expect(expectedTime(chain)).toEqual(exactly([3.4, 3.6, 2.2]));
    expect(absorption(chain).column(1)).toEqual(exactly([0.5333, 0.8, 0.9333], 4));
  });

  test('comes home in the end', () => {
    const home = cumulativeAbsorption(walk(0.5), [0, 100, 0], 200).at(-1) ?? [];
    expect(home).toEqual(exactly([50, 50]));
  });
});
