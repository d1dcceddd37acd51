import { describe, expect, it } from 'vitest';
import { backTest } from '../../shared/domain/reports/back-test.ts';
import { changed } from '../../shared/domain/reports/bottleneck.ts';
import { cohortCurves } from '../../shared/domain/reports/cohorts.ts';
import { dealsWon } from '../../shared/domain/reports/deals.ts';
import { dropOff } from '../../shared/domain/reports/drop-off.ts';
import { forecastReport } from '../../shared/domain/reports/forecast-report.ts';
import { funnel } from '../../shared/domain/reports/funnel.ts';
import { find, historyOf, before as standing, total } from '../../shared/domain/reports/history.ts';
import { influence } from '../../shared/domain/reports/influence.ts';
import { liftOf } from '../../shared/domain/reports/lift.ts';
import { rankLeads } from '../../shared/domain/reports/ranking.ts';
import { staysIn } from '../../shared/domain/reports/stays.ts';
import { stockOf } from '../../shared/domain/reports/stock.ts';
import { csvOf, tableOf } from '../../shared/domain/reports/table.ts';
import { weeklyMoves } from '../../shared/domain/reports/weekly-chain.ts';
import { FIRST, imagineYear, LAST, models } from './imagined-year.ts';

const year = imagineYear(400, { seed: 101 });
const history = historyOf(year.days, LAST);
const window = { from: '2025-12-01', to: LAST };
const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** Where a lead is at a time, by its true moves. */
const stateAt = (life: (typeof year.lives)[number], at: number): string | undefined =>
  life.born >= at
    ? undefined
    : (life.moves.findLast((move) => move.field === 'lifecycle' && move.at < at)?.to ?? 'prospect');

const countBy = (values: (string | undefined)[]) => {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

describe('what reports are made of is what the leads did', () => {
  it('the stock of each stage, today and on any day before', () => {
    for (const day of ['2026-02-02', '2026-07-01', '2026-11-30']) {
      const at = Date.parse(day);
      const past = day > LAST ? history : standing(history, day);
      const stock = [...stockOf(past, 'lifecycle')].filter(([, count]) => count > 0);
      expect(new Map(stock)).toEqual(countBy(year.lives.map((life) => stateAt(life, at))));
    }
  });

  it('stays in a stage, those that last still included', () => {
    const spells = staysIn(history, 'lifecycle', 'mql');
    const ended = year.lives.flatMap(({ moves }) => moves.filter(({ from }) => from === 'mql')).length;
    const open = year.lives.filter((life) => stateAt(life, Date.parse('2026-11-30')) === 'mql').length;
    const count = (is: boolean) =>
      spells.filter(({ exit }) => (exit !== undefined) === is).reduce((n, { count = 1 }) => n + count, 0);
    expect([count(true), count(false)]).toEqual([ended, open]);
  });

  it('lead-weeks: who was where on Mondays, and where they were a week later', () => {
    const { transitions, weeks, from, to } = weeklyMoves(history, models.lifecycle, 52);
    expect([weeks, from, to]).toEqual([51, '2025-12-08', '2026-11-30']);
    const true_ = new Map<string, number>();
    for (let monday = Date.parse(from); monday < Date.parse(to); monday += WEEK) {
      for (const life of year.lives) {
        const begin = stateAt(life, monday);
        if (begin === undefined) continue;
        true_.set(begin, (true_.get(begin) ?? 0) + 1);
      }
    }
    for (const state of ['prospect', 'lead', 'mql', 'sql', 'opportunity', 'recycled']) {
      const row = transitions.filter((t) => t.from === state);
      expect(row.reduce((n, { count }) => n + count, 0)).toBeCloseTo(true_.get(state) ?? 0, 6);
    }
    const left = year.lives.flatMap((life) =>
      Array.from({ length: weeks }, (_, week) => Date.parse(from) + week * WEEK).filter(
        (monday) => stateAt(life, monday) === 'opportunity' && stateAt(life, monday + WEEK) !== 'opportunity',
      ),
    ).length;
    const moved = transitions.filter((t) => t.from === 'opportunity' && t.to !== 'opportunity');
    expect(moved.reduce((n, { count }) => n + count, 0)).toBeCloseTo(left, -1);
  });

  it('cohorts: each lead once, in the week it came, by what it ever reached', () => {
    const { cohorts } = cohortCurves(history, models.lifecycle, window);
    const of = (from: string) =>
      year.lives.filter(({ born }) => born >= Date.parse(from) && born < Date.parse(from) + WEEK);
    for (const { from, leads, reached, curve } of cohorts) {
      const won = of(from).filter(({ moves }) => moves.some(({ to }) => to === 'customer'));
      expect([leads, reached, curve.at(-1)]).toEqual([of(from).length, won.length, won.length]);
    }
    expect(cohorts).toHaveLength(52);
    expect(cohorts.at(-1)?.immature).toBe(true);
  });
});

describe('the funnel', () => {
  const shown = funnel(history, models, { lens: 'sales', language: 'nl', ...window });

  it('narrows from step to step, and divides mature cohorts only, never the snapshot', () => {
    const reached = shown.steps.map(({ reached }) => reached);
    expect(reached).toEqual(reached.toSorted((a, b) => b - a));
    expect(reached[0]).toBe(400);
    for (const [i, { ofPrevious, matured }] of shown.steps.entries()) {
      if (i === 0) expect(ofPrevious).toBeUndefined();
      else expect(ofPrevious).toMatchObject({ count: matured, of: shown.steps[i - 1]?.matured });
    }
    expect(Object.keys(shown.snapshot[0] ?? {})).toEqual(['model', 'state', 'label', 'leads']);
    expect(shown.steps.at(-1)?.label).toBe('Klant');
  });

  it('by source and by form adds up to all', () => {
    const by = (only: { by: 'source' | 'form'; value: string }) =>
      funnel(history, models, { lens: 'sales', language: 'en', ...window, only }).steps.map(
        ({ reached }) => reached,
      );
    const sum = (parts: number[][]) =>
      parts[0]?.map((_, i) => parts.reduce((n, part) => n + (part[i] ?? 0), 0));
    const all = shown.steps.map(({ reached }) => reached);
    expect(sum(['ads', 'newsletter', 'direct'].map((value) => by({ by: 'source', value })))).toEqual(all);
    expect(sum(['guide', 'contact'].map((value) => by({ by: 'form', value })))).toEqual(all);
  });

  it('within a horizon counts what came in time, of cohorts that had the time', () => {
    const short = funnel(history, models, { lens: 'sales', language: 'en', ...window, horizon: 8 });
    expect(short.matureAfterDays).toBe(63);
    expect(short.steps.at(-1)?.reached).toBeLessThan(shown.steps.at(-1)?.reached ?? 0);
    expect(short.cohorts.immature).toBe(8);
  });

  it.each(['marketing', 'flywheel', 'nurture'] as const)('has a lens %s', (lens) => {
    const { steps, goal } = funnel(history, models, { lens, language: 'en', ...window });
    expect(steps.map(({ step }) => step)).toContain(goal);
    expect(steps[0]?.reached).toBe(400);
  });
});

describe('the forecast', () => {
  const deal = dealsWon(history)[0];
  const options = { language: 'en', horizons: [4, 13, 52], weeks: 52, draws: 2_000 };

  it('grows with the horizon, holds its mean, and is the same each time', () => {
    const report = forecastReport(history, models.lifecycle, {
      ...options,
      ...(deal ? { dealValue: deal } : {}),
    });
    const means = report.horizons.map(({ customers }) => customers.mean);
    expect(means).toEqual(means.toSorted((a, b) => a - b));
    for (const { customers, revenue } of report.horizons) {
      expect(customers.low95).toBeLessThanOrEqual(customers.low80);
      expect(customers.high80).toBeLessThanOrEqual(customers.high95);
      expect(customers.mean).toBeGreaterThan(customers.low95);
      expect(revenue?.mean).toBeCloseTo(customers.mean * (deal?.mean ?? 0), 4);
    }
    const again = forecastReport(history, models.lifecycle, {
      ...options,
      ...(deal ? { dealValue: deal } : {}),
    });
    expect(again).toEqual(report);
  });

  it('of a machine that has seen next to nothing is wide, and says so', () => {
    const young = standing(history, '2025-12-22');
    const { sufficiency, reasons, horizons } = forecastReport(young, models.lifecycle, options);
    expect(sufficiency).toBe('indicative');
    expect(reasons.map(({ code }) => code)).toContain('few_goals');
    const { mean = 0, high95 = 0 } = horizons.at(-1)?.customers ?? {};
    expect(high95).toBeGreaterThan(mean * 1.3);
  });

  it('is tested by its own past: what was to be expected then, and who came', () => {
    const { forecasts, summary } = backTest(history, models.lifecycle, { horizonWeeks: 13, weeks: 52 });
    expect(forecasts.at(-1)?.at).toBe('2026-08-31');
    const at = Date.parse('2026-08-31');
    const came = year.lives.filter(
      ({ born, moves }) =>
        born < at && moves.some((m) => m.to === 'customer' && m.at >= at && m.at < at + 13 * WEEK),
    );
    expect(forecasts.at(-1)?.actual).toBe(came.length);
    expect(summary?.forecasts).toBe(forecasts.length);
    expect(summary?.coverage95).toBeGreaterThanOrEqual(0.5);
  });

  it('sees nothing of what came later', () => {
    const then = historyOf(year.days, '2026-06-07');
    const now = standing(history, '2026-06-08');
    expect(forecastReport(then, models.lifecycle, options)).toEqual(
      forecastReport(now, models.lifecycle, options),
    );
  });
});

describe('other reports', () => {
  it('a what-if takes from one way, or from all others evenly (W1b)', () => {
    const row = [
      { from: 'engagement', to: 'endorsement', count: 96 },
      { from: 'engagement', to: 'awareness', count: 24 },
      { from: 'engagement', to: 'lost', count: 120 },
    ];
    const tweak = { from: 'engagement', to: 'endorsement', factor: 1.125 };
    const counts = (instead?: string) =>
      changed(row, { ...tweak, ...(instead ? { instead } : {}) }).map(({ count }) => count);
    expect(counts('lost')).toEqual([108, 24, 108]);
    expect(counts()).toEqual([108, 22, 110]);
  });

  it('the worth of a deal is that of those that were won', () => {
    const [deal] = dealsWon(history);
    expect(deal).toMatchObject({ currency: 'EUR', count: total(find(history, 'deal', 'EUR', 'won')) });
    expect(deal?.mean).toBeGreaterThan(3_000);
    expect(deal?.sd).toBeGreaterThan(800);
    expect(dealsWon(historyOf({}, LAST))).toEqual([]);
  });

  it('drop-off: shares of those who left, with the reason that was given', () => {
    const { stages } = dropOff(history, models.lifecycle, { ...window, language: 'en', weeks: 4 });
    const mql = stages.find(({ state }) => state === 'mql');
    expect(mql?.exits.reduce((n, { share }) => n + share.count, 0)).toBe(mql?.left);
    expect(mql?.exits.find(({ to }) => to === 'recycled')).toMatchObject({
      way: 'aside',
      reasons: [{ reason: 'no_budget' }],
    });
    expect(mql?.exits.find(({ to }) => to === 'lead')?.way).toBe('back');
  });

  it('influence: content before the purchase, and who had stood up for us', () => {
    const { customers, contents, endorsed } = influence(history, window);
    expect(contents).toMatchObject([{ content: 'awareness-1', share: { count: customers, of: customers } }]);
    expect(endorsed?.of).toBe(customers);
    expect(endorsed?.share).toBeGreaterThan(0.2);
  });

  it('lift: none that can be told where both sides are alike, some where they are not', () => {
    const none = liftOf({ count: 20, of: 100 }, { count: 20, of: 100 });
    expect(none?.difference).toBe(0);
    expect([Math.sign(none?.low ?? 0), Math.sign(none?.high ?? 0)]).toEqual([-1, 1]);
    const much = liftOf({ count: 60, of: 100 }, { count: 20, of: 100 });
    expect(much?.low).toBeGreaterThan(0.2);
    expect(much?.probability).toBeGreaterThan(0.999);
    expect(liftOf({ count: 0, of: 0 }, { count: 1, of: 2 })).toBeUndefined();
  });

  it('ranking: chance × value, then fit, then engagement', () => {
    const lead = (id: string, lifecycle: string, grade: string, engagement: number, value?: number) => ({
      ...{ id, lifecycle, grade, engagement },
      ...(value === undefined ? {} : { value }),
    });
    const chances = new Map([
      ['mql', 0.2],
      ['lead', 0.1],
    ]);
    const ranked = rankLeads(
      [
        lead('a', 'lead', 'A', 90),
        lead('b', 'mql', 'B', 10),
        lead('c', 'mql', 'A', 10),
        lead('d', 'lead', 'U', 5, 9_000),
        lead('e', 'customer', 'A', 99),
      ],
      chances,
      4_000,
    );
    expect(ranked.map(({ id, rank }) => [id, rank])).toEqual([
      ['d', 1],
      ['c', 2],
      ['b', 3],
      ['a', 4],
    ]);
  });

  it('a table of rows has no formula in it', () => {
    const table = tableOf([
      { name: '=1+1', inner: { count: 2 }, list: [1], about: 'words' },
      { name: 'a, "b"', more: true },
    ]);
    expect(csvOf(table)).toBe('name,inner.count,more\r\n\'=1+1,2,\r\n"a, ""b""",,true\r\n');
  });

  it('the year began on a Monday', () => expect(new Date(FIRST).getUTCDay()).toBe(1));
});
