import { describe, expect, test } from 'vitest';
import { Calculation } from '../../../shared/domain/forecast/calculation-schema.ts';
import { calculate } from '../../../shared/domain/forecast/calculator.ts';
import { KweekError, type Problem } from '../../../shared/domain/kweek-error.ts';
import { calculationOf } from './calculation-fixture.ts';

const funnel = { lead: { opportunity: 40, lost: 60 }, opportunity: { customer: 10, lost: 30 } };
const stock = { lead: 100, opportunity: 10 };
const uncertain = { uncertainty: 'posterior' } as const;

describe('a forecast', () => {
  test('is the same for the same calculation, and differs by the seed', () => {
    const spread = { ...uncertain, dealValue: { mean: 4_000, sd: 900 } };
    const once = calculate(calculationOf(funnel, stock, spread));
    expect(calculate(calculationOf(funnel, stock, spread))).toEqual(once);
    const other = calculate(calculationOf(funnel, stock, { ...spread, seed: 2 }));
    expect(other.revenue.quantiles).not.toEqual(once.revenue.quantiles);
    expect({ ...other, goalQuantiles: 0, revenue: 0 }).toEqual({ ...once, goalQuantiles: 0, revenue: 0 });
  });

  test('has the quantiles that people ask for, in order', () => {
    const { revenue, goalQuantiles } = calculate(calculationOf(funnel, stock, uncertain));
    for (const quantiles of [revenue.quantiles, goalQuantiles]) {
      const byPercent = Object.entries(quantiles).sort(([a], [b]) => Number(a) - Number(b));
      expect(byPercent.map(([percent]) => Number(percent))).toEqual([2.5, 5, 10, 25, 50, 75, 90, 95, 97.5]);
      expect(byPercent.map(([, value]) => value)).toEqual(Object.values(quantiles).sort((a, b) => a - b));
    }
  });

  test('counts a stay as time, and only by periods', () => {
    const weekly = {
      lead: { lead: 300, opportunity: 40, lost: 60 },
      opportunity: { customer: 10, lost: 30 },
    };
    const jump = calculate(calculationOf(funnel, stock));
    const periodic = calculate(calculationOf(weekly, stock, { kind: 'periodic' }));
    expect(periodic.pGoal).toEqual(jump.pGoal);
    expect([jump, periodic].map(({ timeToAbsorption }) => timeToAbsorption.opportunity)).toEqual([1, 1]);
    expect(jump.timeToAbsorption.lead).toBeCloseTo(1.4, 12);
    expect(periodic.timeToAbsorption.lead).toBeCloseTo(4.4, 12);
  });

  test('ends at the goal, whatever comes after', () => {
    const beyond = { ...funnel, customer: { loyal: 3, lost: 5 }, loyal: { advocate: 1, lost: 1 } };
    const forecast = calculate(calculationOf(beyond, stock));
    expect(forecast.pGoal).toEqual({ lead: 0.1, opportunity: 0.25, loyal: 0 });
    expect(forecast.expectedGoals).toBeCloseTo(12.5, 12);
  });

  test('takes a state that is only stayed in for an exit', () => {
    const closed = { ...funnel, customer: { customer: 1 }, lost: { lost: 1 } };
    for (const kind of ['jump', 'periodic'] as const) {
      const forecast = calculate(calculationOf(closed, { ...stock, lost: 500 }, { kind }));
      expect(forecast.pGoal).toEqual({ lead: 0.1, opportunity: 0.25 });
      expect(forecast.expectedGoals).toBeCloseTo(12.5, 12);
    }
  });

  test('of no leads is none', () => {
    const forecast = calculate(calculationOf(funnel, {}, { ...uncertain, periods: 2 }));
    expect(forecast.sd).toEqual({ chance: 0, parameter: 0, total: 0 });
    expect(forecast.revenue).toMatchObject({ mean: 0, sd: 0, quantiles: { 50: 0, '97.5': 0 } });
    expect(forecast.cumulative.map(({ goals }) => goals)).toEqual([0, 0]);
  });

  test('without a customer yet is wide, and not €0', () => {
    const none = { lead: { opportunity: 12, lost: 20 }, opportunity: { customer: 0, lost: 4 } };
    const forecast = calculate(calculationOf(none, { lead: 60, opportunity: 4 }, uncertain));
    expect(forecast.pGoal.opportunity).toBeCloseTo(0.1, 12);
    expect(forecast.revenue.mean).toBeGreaterThan(0);
    expect(forecast.revenue.quantiles['97.5']).toBeGreaterThan(2 * forecast.revenue.mean);
    expect(forecast.reasons.map(({ code, state, count }) => [code, state, count])).toEqual([
      ['few_exits', 'opportunity', 4],
      ['few_goals', 'customer', 0],
    ]);
  });

  test.each([
    [19, 3, ['few_exits lead 19']],
    [20, 2, ['few_goals customer 2']],
    [20, 3, []],
    [19, 2, ['few_exits lead 19', 'few_goals customer 2']],
  ])('%i exits of a row and %i customers: %j', (exits, customers, expected) => {
    const rows = { lead: { customer: customers, lost: exits - customers } };
    const forecast = calculate(calculationOf(rows, { lead: 100 }, uncertain));
    expect(forecast.reasons.map(({ code, state, count }) => `${code} ${state} ${count}`)).toEqual(expected);
    expect(forecast.sufficiency).toBe(expected.length > 0 ? 'indicative' : 'sufficient');
  });

  test('without a single count knows only that anything may happen', () => {
    const unknown = { lead: { customer: 0, lost: 0 } };
    const forecast = calculate(calculationOf(unknown, { lead: 100 }, uncertain));
    expect(forecast.expectedGoals).toBeCloseTo(50, 12);
    expect(forecast.goalQuantiles['2.5']).toBeLessThan(5);
    expect(forecast.goalQuantiles['97.5']).toBeGreaterThan(95);
  });

  test('does not mind names that objects have already', () => {
    const rows: [string, Record<string, number>][] = [['__proto__', { constructor: 3, lost: 1 }]];
    const forecast = calculate(calculationOf(Object.fromEntries(rows), {}, { goal: 'constructor' }));
    expect(JSON.stringify(forecast.pGoal)).toBe('{"__proto__":0.75}');
  });

  test('tells small chances among huge counts', () => {
    const rows = { lead: { lead: 1e12, customer: 1e-6, lost: 1e-6 } };
    const forecast = calculate(calculationOf(rows, { lead: 10 }, { kind: 'periodic' }));
    expect(forecast.pGoal.lead).toBe(0.5);
    expect(forecast.timeToAbsorption.lead).toBeCloseTo(5e17, -10);
  });
});

describe('the counts', () => {
  const rich = {
    lead: { opportunity: 40, lost: 60 },
    opportunity: { customer: 10, lost: 30 },
    other: { lost: 1 },
  };

  test('are sufficient with 20 exits of each state on the way, and three customers', () => {
    const forecast = calculate(calculationOf(rich, stock));
    expect([forecast.sufficiency, forecast.reasons]).toEqual(['sufficient', []]);
  });

  test('are indicative when a state on the way has fewer exits', () => {
    const poor = { ...rich, opportunity: { customer: 10, lost: 9 } };
    expect(calculate(calculationOf(poor, stock))).toMatchObject({
      sufficiency: 'indicative',
      reasons: [{ code: 'few_exits', state: 'opportunity', count: 19 }],
    });
  });

  test('of states that no stock comes through do not matter', () => {
    const poor = { ...rich, lead: { opportunity: 1, lost: 1 } };
    expect(calculate(calculationOf(poor, { opportunity: 5 })).sufficiency).toBe('sufficient');
    expect(calculate(calculationOf(poor, {})).sufficiency).toBe('indicative');
  });

  test('of stays are no exits', () => {
    const weeks = { lead: { lead: 900, customer: 4, lost: 5 } };
    const forecast = calculate(calculationOf(weeks, { lead: 10 }, { kind: 'periodic' }));
    expect(forecast.reasons).toMatchObject([{ code: 'few_exits', state: 'lead', count: 9 }]);
  });
});

function refused(...given: Parameters<typeof calculationOf>): Problem[] {
  try {
    calculate(calculationOf(...given));
  } catch (error) {
    if (error instanceof KweekError && error.code === 'invalid') return error.problems;
    throw error;
  }
  return [];
}

describe('a calculation is refused', () => {
  const loop = { lead: { mql: 5 }, mql: { lead: 5 }, other: { customer: 1 } };

  test.each<
    [what: string, given: Parameters<typeof calculationOf>, pointer: string, code: string, names: string]
  >([
    ['whose goal nobody names', [funnel, {}, { goal: 'buyer' }], '/goal', 'unknown_state', '"buyer"'],
    [
      'with leads in a state that nobody names',
      [funnel, { mql: 3 }],
      '/stock/0/state',
      'unknown_state',
      '"mql"',
    ],
    ['with leads at the goal', [funnel, { customer: 3 }], '/stock/0/state', 'at_goal', '"customer"'],
    [
      'by jumps with a stay',
      [{ lead: { lead: 5, customer: 1 } }, {}],
      '/transitions/0/to',
      'stay_in_jump',
      '"lead"',
    ],
    [
      'with a state that nobody was seen to leave',
      [{ lead: { mql: 5 }, mql: { customer: 0, lost: 0 } }, {}],
      '/transitions',
      'no_exits',
      '"mql"',
    ],
    [
      'with a state that nobody was seen to leave in any period',
      [{ lead: { lead: 9, customer: 0 } }, {}, { kind: 'periodic' }],
      '/transitions',
      'no_exits',
      '"lead"',
    ],
    ['with a loop that nothing leaves', [loop, {}], '/transitions', 'closed_loop', '"lead", "mql"'],
    [
      'with a loop that nothing can leave',
      [loop, {}, { uncertainty: 'posterior' }],
      '/transitions',
      'closed_loop',
      '"lead", "mql"',
    ],
    [
      'with a loop that nothing was seen to leave, without a prior',
      [{ lead: { mql: 5 }, mql: { lead: 5, customer: 0 } }, {}, { uncertainty: 'posterior', prior: 0 }],
      '/transitions',
      'closed_loop',
      '"lead", "mql"',
    ],
    [
      'with a way out that no number can tell',
      [{ lead: { lead: 1e12, customer: 1e-300 } }, {}, { kind: 'periodic' }],
      '/transitions',
      'closed_loop',
      '"lead"',
    ],
    [
      'with deals that vary and are worth nothing',
      [funnel, {}, { dealValue: { mean: 0, sd: 1 } }],
      '/dealValue/sd',
      'too_big',
      '1000',
    ],
  ])('%s', (_, given, pointer, code, names) => {
    expect(refused(...given)).toEqual([{ pointer, code, detail: expect.stringContaining(names) }]);
  });

  test('with a transition or a stock that stands there twice', () => {
    const twice = calculationOf(funnel, stock);
    const transitions = [...twice.transitions, { from: 'lead', to: 'lost', count: 1 }];
    const problems = refused(funnel, stock, { transitions, stock: [...twice.stock, ...twice.stock] });
    expect(problems.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/transitions/4', 'repeated'],
      ['/stock/2/state', 'repeated'],
      ['/stock/3/state', 'repeated'],
    ]);
  });

  test('with more than thirty states', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`s${i}`, { customer: 1 }]));
    expect(refused(many, {})).toMatchObject([{ pointer: '/transitions', code: 'too_many_states' }]);
  });
});

describe('the schema', () => {
  test('fills in what most leave out', () => {
    const { kind, transitions, goal, stock: leads } = calculationOf(funnel, stock);
    const given = { kind, transitions, goal, stock: leads, dealValue: { mean: 4_000 } };
    expect(Calculation.parse(given)).toEqual({
      ...given,
      uncertainty: 'posterior',
      prior: 0.5,
      dealValue: { mean: 4_000, sd: 0 },
      periods: 0,
      seed: 1,
    });
  });

  const count = (value: unknown) => ({ transitions: [{ from: 'lead', to: 'customer', count: value }] });
  const leads = (value: unknown) => ({ stock: [{ state: 'lead', count: value }] });
  test.each<[what: string, wrong: object]>([
    ['a count under 0', count(-1)],
    ['a count that is no number', count(Number.NaN)],
    ['an endless count', count(Number.POSITIVE_INFINITY)],
    ['a count that no lead base has', count(1e13)],
    ['half a lead', leads(0.5)],
    ['more than ten million leads', leads(10_000_001)],
    ['fewer than no leads', leads(-1)],
    ['a deal under 0', { dealValue: { mean: -1, sd: 0 } }],
    ['more than ten years of weeks', { periods: 521 }],
    ['half a period', { periods: 1.5 }],
    ['a prior under 0', { prior: -0.5 }],
    ['a seed that is no whole number', { seed: 0.5 }],
    ['no transition', { transitions: [] }],
    [
      'too many transitions',
      { transitions: new Array(201).fill({ from: 'lead', to: 'customer', count: 1 }) },
    ],
    ['a state without a name', { goal: '' }],
    ['another kind', { kind: 'yearly' }],
    ['a property that there is not', { leads: 5 }],
  ])('refuses %s', (_, wrong) => {
    expect(Calculation.safeParse({ ...calculationOf(funnel, stock), ...wrong }).success).toBe(false);
  });
});
