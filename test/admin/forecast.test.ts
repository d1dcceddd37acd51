import { beforeAll, describe, expect, test } from 'vitest';
import { exampleCalculation, exampleForecast } from '../../functions/admin/reports/forecast-example.ts';
import type { Forecast } from '../../shared/domain/forecast/calculator.ts';
import { stockOf, transitionsOf } from '../domain/forecast/calculation-fixture.ts';
import { type Admin, type Answer, openAdmin } from './admin.ts';

let admin: Admin;
beforeAll(async () => {
  admin = await openAdmin();
});

const calculate = (body: unknown): Promise<Answer> =>
  admin.ask('POST /v1/reports/forecast/calculate', { body });
const forecastOf = async (body: unknown): Promise<Forecast> => JSON.parse((await calculate(body)).text);

const few = (state: string) => expect.objectContaining({ code: 'few_exits', state });

/** The same but for the last digits, which another version of JavaScript may round its way. */
const nearly = (value: unknown): unknown => {
  if (typeof value === 'number') return expect.closeTo(value, 6);
  if (Array.isArray(value)) return value.map(nearly);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, nearly(inner)]));
};

describe('the forecast calculator', () => {
  test('answers the example of the document as the document says', async () => {
    const answer = await calculate(exampleCalculation);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual(nearly(exampleForecast));
  });

  test('sums up a stock of leads: chances, customers, revenue, and how sure that is', async () => {
    const forecast = await forecastOf({
      kind: 'jump',
      uncertainty: 'posterior',
      prior: 1,
      transitions: transitionsOf({
        lead: { mql: 120, lost: 480 },
        mql: { sql: 60, lost: 60 },
        sql: { opportunity: 36, lost: 24 },
        opportunity: { customer: 12, lost: 24 },
      }),
      goal: 'customer',
      stock: stockOf({ lead: 500, mql: 40, sql: 20, opportunity: 12 }),
      dealValue: { mean: 4_000, sd: 1_500 },
      periods: 4,
      seed: 7,
    });
    expect(forecast).toMatchObject({
      pGoal: { lead: expect.closeTo(0.020518, 6), opportunity: expect.closeTo(0.342105, 6) },
      expectedGoals: expect.closeTo(22.530497, 6),
      sd: { total: expect.closeTo(7.132126, 6) },
      revenue: { mean: expect.closeTo(90_121.99, 2), sd: expect.closeTo(29_403.56, 2) },
      method: { moments: 'exact' },
      sufficiency: 'sufficient',
      reasons: [],
    });
    // Four moves and everybody has arrived somewhere.
    expect(forecast.cumulative.map(({ period }) => period)).toEqual([1, 2, 3, 4]);
    expect(forecast.cumulative[3]?.goals).toBeCloseTo(forecast.expectedGoals, 10);
  });

  test('needs no more than counts, a goal, a stock and what a deal is worth', async () => {
    const { kind, transitions, goal, stock, dealValue } = exampleCalculation;
    const { cumulative, pGoal } = await forecastOf({ kind, transitions, goal, stock, dealValue });
    expect([pGoal, cumulative]).toEqual([exampleForecast.pGoal, []]);
  });

  test.each<[what: string, given: object, expected: object]>([
    [
      'no customer yet, rows taken as they are',
      { uncertainty: 'none', transitions: transitionsOf({ lead: { customer: 0, lost: 30 } }) },
      { pGoal: { lead: 0 }, expectedGoals: 0, sd: { chance: 0, parameter: 0, total: 0 } },
    ],
    [
      'no customer yet, uncertain rows',
      { uncertainty: 'posterior', transitions: transitionsOf({ lead: { customer: 0, lost: 30 } }) },
      { pGoal: { lead: expect.closeTo(0.5 / 31, 12) }, method: { moments: 'exact' } },
    ],
    [
      'nobody seen to leave, uncertain rows',
      { uncertainty: 'posterior', transitions: transitionsOf({ lead: { customer: 0, lost: 0 } }) },
      { pGoal: { lead: expect.closeTo(0.5, 12) }, expectedGoals: expect.closeTo(10, 10) },
    ],
    [
      'a loop, uncertain rows',
      {
        uncertainty: 'posterior',
        transitions: transitionsOf({ lead: { mql: 2, lost: 3 }, mql: { lead: 1, customer: 0 } }),
      },
      { method: { moments: 'simulated', draws: 10_000 }, reasons: expect.arrayContaining([few('lead')]) },
    ],
    [
      'no leads',
      { uncertainty: 'posterior', transitions: transitionsOf({ lead: { customer: 0, lost: 4 } }), stock: [] },
      { expectedGoals: 0, revenue: { mean: 0, sd: 0 }, cumulative: [{ goals: 0 }, { goals: 0 }] },
    ],
    [
      'deals worth nothing',
      {
        transitions: transitionsOf({ lead: { customer: 0, lost: 4 } }),
        dealValue: { mean: 0 },
      },
      { revenue: { mean: 0, sd: 0 } },
    ],
  ])('of %s: all that it answers are numbers, and it is called indicative', async (_, given, expected) => {
    const request = { kind: 'jump', goal: 'customer', stock: stockOf({ lead: 20 }), periods: 2, ...given };
    const { status, text } = await calculate({ dealValue: { mean: 4_000, sd: 500 }, ...request });
    expect(status).toBe(200);
    expect(text).not.toMatch(/null|NaN|Infinity/);
    const forecast: Forecast = JSON.parse(text);
    expect(Object.keys(forecast).sort()).toEqual(Object.keys(exampleForecast).sort());
    expect(forecast).toMatchObject({ sufficiency: 'indicative', ...expected });
  });

  test('without a customer yet, is wide: some are well possible', async () => {
    const transitions = transitionsOf({ lead: { customer: 0, lost: 30 } });
    const { goalQuantiles, revenue, sd } = await forecastOf({
      ...exampleCalculation,
      ...{ transitions, stock: stockOf({ lead: 100 }) },
    });
    expect(revenue.mean).toBeGreaterThan(0);
    expect(sd.parameter).toBeGreaterThan(sd.chance);
    expect([goalQuantiles['2.5'], (goalQuantiles['97.5'] ?? 0) >= 6]).toEqual([0, true]);
  });

  test('takes chances for counts, and gives back what they are, not rounded', async () => {
    const { pGoal, visits, timeToAbsorption } = await forecastOf({
      ...{ kind: 'jump', uncertainty: 'none', goal: 'home', stock: [], dealValue: { mean: 1, sd: 0 } },
      transitions: transitionsOf({
        1: { bar: 1 / 3, 2: 2 / 3 },
        2: { 1: 1 / 3, 3: 2 / 3 },
        3: { 2: 1 / 3, home: 2 / 3 },
      }),
    });
    expect(Object.values(pGoal)).toEqual([8 / 15, 4 / 5, 14 / 15].map((p) => expect.closeTo(p, 14)));
    expect(Object.values(visits[1] ?? {})).toEqual([1.4, 1.2, 0.8].map((n) => expect.closeTo(n, 14)));
    expect(Object.values(timeToAbsorption)).toEqual([3.4, 3.6, 2.2].map((t) => expect.closeTo(t, 14)));
  });

  test('changes nothing and asks nothing of what is published', async () => {
    expect((await admin.ask('GET /v1/config')).status).toBe(404);
    expect((await calculate(exampleCalculation)).status).toBe(200);
  });

  test.each<[what: string, wrong: object, pointer: string, names: string]>([
    ['a goal that nobody names', { goal: 'buyer' }, '/goal', '"buyer"'],
    [
      'a state that nobody was seen to leave',
      { uncertainty: 'none', transitions: transitionsOf({ lead: { customer: 0, lost: 0 } }), stock: [] },
      '/transitions',
      '"lead"',
    ],
    [
      'a loop that nothing leaves',
      {
        transitions: transitionsOf({ lead: { mql: 4 }, mql: { lead: 2 }, sql: { customer: 1 } }),
        stock: [],
      },
      '/transitions',
      '"lead", "mql"',
    ],
    ['a stay by jumps', { kind: 'jump' }, '/transitions/0/to', '"lead"'],
    [
      'a count under 0',
      { transitions: [{ from: 'lead', to: 'lost', count: -1 }] },
      '/transitions/0/count',
      '0',
    ],
    ['half a lead', { stock: [{ state: 'lead', count: 0.5 }] }, '/stock/0/count', 'whole'],
    ['too many periods', { periods: 521 }, '/periods', '520'],
  ])('refuses %s, and says where', async (_, wrong, pointer, names) => {
    const { status, body } = await calculate({ ...exampleCalculation, ...wrong });
    expect([status, body.title]).toEqual([422, 'Not valid']);
    expect(body.errors[0]).toMatchObject({ pointer, detail: expect.stringContaining(names) });
  });

  test('refuses a number that is none', async () => {
    const text = JSON.stringify({ ...exampleCalculation, prior: 'PRIOR' }).replace('"PRIOR"', '1e999');
    const { status, body } = await calculate(text);
    expect([status, body.errors[0]?.pointer]).toEqual([422, '/prior']);
  });

  test('explains each property of the calculation', async () => {
    const { text } = await admin.ask('GET /v1/openapi.json');
    const { properties } = JSON.parse(text).components.schemas.ForecastCalculation;
    const unexplained = Object.keys(properties).filter((name) => !properties[name].description);
    expect(unexplained).toEqual([]);
  });
});
