import { describe, expect, it } from 'vitest';
import { baseline } from '../../shared/domain/reports/baseline.ts';
import { addDays, historyOf } from '../../shared/domain/reports/history.ts';
import { addDays as addFigures, type Days } from '../../shared/domain/statistics/tally.ts';
import { imagineYear, LAST, models } from './imagined-year.ts';

/** A Sunday, so the week that ends with it is whole. */
const TODAY = '2026-11-29';
/** Cohorts that are four weeks old beside their own, the youngest first; and those of the half-year before. */
const RECENT = ['2026-10-26', '2026-10-19', '2026-10-12', '2026-10-05'];
const EARLIER = ['2026-09-28', '2026-07-06', '2026-04-06'];

const steps = ['prospect', 'lead', 'mql', 'sql', 'opportunity', 'customer'];

/** So many leads in each of some cohorts that reached each step `days` after the cohort's Monday. */
function came(days: Days, cohorts: string[], counts: number[], after = 3) {
  for (const cohort of cohorts) {
    const figures = counts.map((count, i) => [`cohort|${cohort}|lifecycle|${steps[i]}`, count]);
    addFigures(days, { [addDays(cohort, after)]: Object.fromEntries(figures) });
  }
  return days;
}

const look = (days: Days, { to = TODAY, weeks = 4 } = {}) =>
  baseline(historyOf(days, TODAY), models.lifecycle, { to, weeks, language: 'en' });
const first = (days: Days, given = {}) => look(days, given).steps[0];

describe('the funnel beside itself', () => {
  it('compares the last four cohorts that are old enough with those of 26 weeks before them', () => {
    const { recent, earlier, weeks } = look({});
    expect([recent, earlier, weeks]).toEqual([
      { from: '2026-10-05', to: '2026-10-26' },
      { from: '2026-04-06', to: '2026-09-28' },
      4,
    ]);
    const days = came(came({}, RECENT, [10, 4]), EARLIER, [20, 8]);
    came(days, ['2026-11-02', '2026-03-30'], [1_000, 1]);
    expect(first(days)).toMatchObject({ recent: { count: 16, of: 40 }, earlier: { count: 24, of: 60 } });
  });

  it('reads all at the same age: what older cohorts did later does not count', () => {
    const days = came(came({}, RECENT, [10, 2]), EARLIER, [20, 4]);
    // Day 34 is the last of the fourth week after their own, day 35 is too late.
    came(days, EARLIER, [0, 3], 34);
    came(days, [...EARLIER, ...RECENT.slice(1)], [0, 3], 35);
    expect(first(days)).toMatchObject({ recent: { count: 8, of: 40 }, earlier: { count: 21, of: 60 } });
    expect(first(days, { weeks: 5 })?.earlier).toMatchObject({ count: 20, of: 40 });
  });

  it('calls a step unusual when what lies between is more than chance, and says what to do', () => {
    // 5 % where it was 25 %: a difference of 20 points, with a standard error of √(.05·.95/80 + .25·.75/300) = 3.5.
    const { steps, unusual, level, says } = look(came(came({}, RECENT, [20, 1]), EARLIER, [100, 25]));
    expect(level).toBe(0.95);
    expect(steps[0]).toMatchObject({
      ...{ from: 'prospect', to: 'lead', verdict: 'below' },
      lift: { difference: expect.closeTo(-0.2, 12) },
    });
    expect(steps[0]?.lift?.low).toBeCloseTo(-0.2 - 1.96 * 0.035, 1);
    expect(steps[0]?.says).toMatch(/^4 of 80 lately, 75 of 300 before: unusually few\. See the reasons/);
    expect([unusual, says]).toEqual([1, expect.stringMatching(/^Not as it used to be: .+\(below\)\.$/)]);
  });

  it('tells of what goes better than it used to, too', () => {
    const { steps, unusual } = look(came(came({}, RECENT, [20, 10]), EARLIER, [100, 25]));
    expect([steps[0]?.verdict, unusual]).toEqual(['above', 1]);
  });

  it('asks for more of each step the more steps it looks at', () => {
    // 10 % where it was 20 %, standard error √(.1·.9/80 + .2·.8/300) = 4.1: 2.4 of them. One step alone asks for
    // 1.96, five together for 2.58 each.
    const alone = look(came(came({}, RECENT, [20, 2]), EARLIER, [100, 20]));
    expect(alone.steps.map(({ verdict }) => verdict)).toEqual([
      'below',
      ...Array.from({ length: 4 }, () => 'too_few'),
    ]);
    const five = look(
      came(came({}, RECENT, [20, 20, 20, 20, 20, 2]), EARLIER, [100, 100, 100, 100, 100, 20]),
    );
    expect(five.level).toBeCloseTo(0.99, 12);
    expect(five.steps.at(-1)).toMatchObject({
      verdict: 'as_usual',
      lift: { difference: alone.steps[0]?.lift?.difference },
    });
    expect(five).toMatchObject({ unusual: 0, says: 'The funnel does as it used to.' });
  });

  it('compares nothing with fewer than twenty leads on a side', () => {
    const week = RECENT.slice(0, 1);
    expect(first(came(came({}, week, [19, 0]), EARLIER, [100, 90]))).toMatchObject({ verdict: 'too_few' });
    expect(first(came(came({}, week, [20, 0]), EARLIER, [100, 90]))).toMatchObject({ verdict: 'below' });
    expect(first(came(came({}, RECENT, [100, 0]), EARLIER.slice(1, 2), [19, 19]))).not.toHaveProperty('lift');
    const nothing = look({});
    expect(nothing).toMatchObject({
      unusual: 0,
      level: 0.95,
      says: expect.stringMatching(/^No step/),
    });
  });

  it('sees of a day in the past what stood there then', () => {
    const days = came(came({}, RECENT, [20, 1]), EARLIER, [100, 25]);
    const { recent, steps } = look(days, { to: '2026-11-08' });
    expect(recent.to).toBe('2026-10-05');
    expect(steps[0]?.recent).toMatchObject({ count: 26, of: 120 });
  });

  it('finds nothing in a year in which nothing changed', () => {
    const { days } = imagineYear(1_000, { seed: 12, keep: false });
    const { steps, unusual } = baseline(historyOf(days, LAST), models.lifecycle, {
      ...{ to: LAST, weeks: 4, language: 'en' },
    });
    expect(unusual).toBe(0);
    expect(steps.filter(({ verdict }) => verdict === 'as_usual').length).toBeGreaterThan(1);
  });
});
