import { describe, expect, test } from 'vitest';
import { drawBinomial } from '../../shared/domain/forecast/binomial.ts';
import { randomFrom } from '../../shared/domain/forecast/random.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { historyOf } from '../../shared/domain/reports/history.ts';
import { liftOf } from '../../shared/domain/reports/lift.ts';
import { sequenceResults } from '../../shared/domain/reports/sequence-results.ts';
import { factOf } from '../../shared/domain/statistics/statistics.ts';
import { addDays, type Days } from '../../shared/domain/statistics/tally.ts';
import { DAY, programme, Story } from '../domain/story.ts';

const welcome = {
  title: 'w',
  triggers: [{ form: 'guide' }],
  steps: [
    { id: 'part', type: 'holdout', percent: 30 },
    { id: 'one', type: 'email', template: 'awareness-1' },
    { id: 'won', type: 'goal', when: { event: ['demo.requested'] } },
  ],
};
const rules = rulesOf(programme({ sequences: { welcome } as never }));

/** How many leads of a hundred ask for a demo: those who get the mails, and those who get none. */
const truth = { mailed: 0.4, held: 0.15 };

/** Leads that sign up, get mails or not, and ask for a demo with the chance of their side; told as the stream tells. */
function lives(leads: number, chances: { mailed: number; held: number }) {
  const random = randomFrom(11);
  const days: Days = {};
  const sides = { mailed: { leads: 0, goals: 0, mails: 0 }, held: { leads: 0, goals: 0, mails: 0 } };
  for (let i = 0; i < leads; i++) {
    const story = new Story(rules);
    story.signup({ leadId: `lead_v1${i}` }).confirm();
    const mails = story.run(2 * DAY).filter(({ template }) => template !== 'magnet').length;
    const side = sides[story.it.enrollments[0]?.status === 'held' ? 'held' : 'mailed'];
    side.leads++;
    side.mails += mails;
    if (random() < chances[side === sides.held ? 'held' : 'mailed']) {
      side.goals++;
      for (const id of ['first', 'again'])
        story.tell({ type: 'event.posted', event: 'demo.requested', at: story.now, id });
    }
    for (const activity of story.timeline) {
      const fact = factOf(activity, 'direct', {});
      if (fact) addDays(days, { [fact.day]: fact.counts });
    }
  }
  return { sides, days };
}

const reportOf = (days: Days) =>
  sequenceResults(
    historyOf(days, '2026-12-31'),
    { field: 'lifecycle', goal: 'customer' },
    { from: '2026-01-01', to: '2026-12-31', templates: {} },
  ).sequences.find(({ sequence }) => sequence === 'welcome');

/** Days as if so many leads had been on each side, and had reached the goal. */
const counted = (mailed: [goals: number, leads: number], held: [goals: number, leads: number]): Days => ({
  '2026-03-01': Object.fromEntries(
    Object.entries({ mailed, held }).flatMap(([arm, [goals, leads]]) => [
      [`sequence|welcome|arm|${arm}|goals`, goals],
      [`sequence|welcome|arm|${arm}|leads`, leads],
    ]),
  ),
});

const numbersIn = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [value];

describe('the lift against the holdout', () => {
  const { sides, days } = lives(300, truth);
  const holdout = reportOf(days)?.holdout;

  test('counts each lead on its side, and each goal once', () => {
    expect(sides.held).toMatchObject({ mails: 0 });
    expect(sides.mailed.mails).toBe(sides.mailed.leads);
    expect(holdout).toMatchObject({
      mailed: { count: sides.mailed.goals, of: sides.mailed.leads },
      held: { count: sides.held.goals, of: sides.held.leads },
      few: false,
    });
  });

  test('lies in an interval that holds the truth, and that says the mails help', () => {
    const { difference = 0, low = 0, high = 0, probability = 0 } = holdout?.lift ?? {};
    const { mailed, held } = sides;
    expect(difference).toBeCloseTo(mailed.goals / mailed.leads - held.goals / held.leads, 12);
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(truth.mailed - truth.held);
    expect(high).toBeGreaterThan(truth.mailed - truth.held);
    expect(probability).toBeGreaterThan(0.99);
  });

  test('is none that can be told where the mails change nothing', () => {
    const { low = 0, high = 0 } = reportOf(lives(100, { mailed: 0.3, held: 0.3 }).days)?.holdout?.lift ?? {};
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  test('holds the truth about as often as it says: 95 times of 100', () => {
    const random = randomFrom(5);
    const trials = 200;
    let covered = 0;
    for (let i = 0; i < trials; i++) {
      const [mailed, held] = [0.05 + 0.5 * random(), 0.05 + 0.5 * random()];
      const lift = liftOf(
        { count: drawBinomial(random, 140, mailed), of: 140 },
        { count: drawBinomial(random, 60, held), of: 60 },
      );
      if (lift && lift.low <= mailed - held && mailed - held <= lift.high) covered++;
    }
    // Three standard errors of a share of 0.95.
    expect(Math.abs(covered / trials - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / trials));
  });
});

describe('the lift where little is known', () => {
  test.each<[what: string, mailed: [number, number], held: [number, number]]>([
    ['no goal on either side', [0, 40], [0, 20]],
    ['goals on the side of the mails only', [9, 40], [0, 20]],
    ['goals on the side without mails only', [0, 40], [9, 20]],
    ['every lead at the goal', [40, 40], [20, 20]],
    ['all of one side and none of the other', [40, 40], [0, 20]],
    ['none of one side and all of the other', [0, 40], [20, 20]],
    ['one lead each', [1, 1], [0, 1]],
    ['more goals than leads, of leads that had been assigned before', [5, 3], [0, 2]],
  ])('%s: numbers within -1 and 1, around what was counted', (_, mailed, held) => {
    const holdout = reportOf(counted(mailed, held))?.holdout;
    const { difference = 9, low = 9, high = 9, probability = 9 } = holdout?.lift ?? {};
    const share = ([goals, leads]: [number, number]) => Math.min(goals, leads) / leads;
    expect(difference).toBeCloseTo(share(mailed) - share(held), 12);
    expect(low).toBeGreaterThanOrEqual(-1);
    expect(low).toBeLessThanOrEqual(difference);
    expect(high).toBeGreaterThanOrEqual(difference);
    expect(high).toBeLessThanOrEqual(1);
    expect(high - low).toBeGreaterThan(0);
    expect(probability >= 0 && probability <= 1).toBe(true);
    expect(numbersIn(holdout).filter((n) => typeof n === 'number' && !Number.isFinite(n))).toEqual([]);
    expect(JSON.stringify(holdout)).not.toContain('null');
  });

  test('one lead each is few, and may be anything', () => {
    const holdout = reportOf(counted([1, 1], [0, 1]))?.holdout;
    expect(holdout?.few).toBe(true);
    expect(holdout?.lift?.low).toBeLessThan(0);
  });

  test.each<[what: string, mailed: [number, number], held: [number, number]]>([
    ['nobody held back yet', [3, 10], [0, 0]],
    ['nobody mailed yet', [0, 0], [3, 10]],
    ['nobody at all', [0, 0], [0, 0]],
  ])('%s: no comparison at all', (_, mailed, held) => {
    const result = reportOf(counted(mailed, held));
    expect(result).toMatchObject({ sequence: 'welcome', started: 0 });
    expect(result).not.toHaveProperty('holdout');
  });
});
