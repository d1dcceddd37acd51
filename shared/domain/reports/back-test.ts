import { randomFrom } from '../forecast/random.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { dayOf, weekStart } from '../statistics/statistics-life.ts';
import { chainFor, draw, type Expected, expectedOf } from './forecast-report.ts';
import { addDays, before, find, type History, total } from './history.ts';
import { stockOf } from './stock.ts';
import { weeklyMoves } from './weekly-chain.ts';

export interface BackTest {
  about: string;
  /** How far each forecast looked. */
  horizonWeeks: number;
  forecasts: {
    /** The Monday on which it would have been made. */
    at: string;
    expected: Expected;
    /** Who of those that were there then did become a customer in time. */
    actual: number;
    error: number;
    within80: boolean;
    within95: boolean;
  }[];
  /** Of all forecasts, absent without any: their mean error, the mean of its size, and how often an interval held. */
  summary?: {
    forecasts: number;
    meanError: number;
    meanAbsoluteError: number;
    coverage80: number;
    coverage95: number;
  };
}

const ABOUT =
  'Forecasts of the past made again from what had been counted by then, beside what came. They are not what somebody was ' +
  'told at the time (nothing is stored), they overlap, and they go by the stage model of today.';

const MOST = 8;
const EVERY = 4;
/** With fewer weeks behind it nobody would have made one. */
const LEAST_WEEKS = 8;
const DRAWS = 2_000;

/** How forecasts made on earlier Mondays, four weeks apart, would have done. */
export function backTest(
  history: History,
  lifecycle: StageModel,
  { horizonWeeks, weeks }: { horizonWeeks: number; weeks: number },
): BackTest {
  const newest = addDays(dayOf(weekStart(Date.parse(addDays(history.asOf, 1)))), -7 * horizonWeeks);
  const forecasts: BackTest['forecasts'] = [];
  for (let back = 0; back < MOST; back++) {
    const at = addDays(newest, -7 * EVERY * back);
    const past = before(history, at);
    const moves = weeklyMoves(past, lifecycle, weeks);
    if (moves.weeks < LEAST_WEEKS) break;
    const { chain, exit, stock } = chainFor(moves, lifecycle, stockOf(past, lifecycle.field));
    const horizon = { stock, horizons: [horizonWeeks], draws: DRAWS };
    const drawn = draw(randomFrom(1), chain, exit, horizon);
    const expected = expectedOf(drawn.total[0] ?? []);
    const actual = arrivals(history, lifecycle, at, addDays(at, 7 * horizonWeeks));
    forecasts.push({
      ...{ at, expected, actual, error: expected.mean - actual },
      within80: actual >= expected.low80 && actual <= expected.high80,
      within95: actual >= expected.low95 && actual <= expected.high95,
    });
  }
  const count = forecasts.length;
  const mean = (value: (forecast: BackTest['forecasts'][number]) => number) =>
    forecasts.reduce((sofar, forecast) => sofar + value(forecast), 0) / count;
  return {
    ...{ about: ABOUT, horizonWeeks, forecasts: forecasts.reverse() },
    ...(count > 0
      ? {
          summary: {
            forecasts: count,
            meanError: mean(({ error }) => error),
            meanAbsoluteError: mean(({ error }) => Math.abs(error)),
            coverage80: mean(({ within80 }) => Number(within80)),
            coverage95: mean(({ within95 }) => Number(within95)),
          },
        }
      : {}),
  };
}

/** First arrivals at the goal in a while of leads that had come before it. */
const arrivals = (history: History, { field, goal }: StageModel, from: string, to: string): number =>
  total(
    find(history, 'cohort', '*', field, goal).filter(
      ({ day, parts }) => day >= from && day < to && (parts[1] ?? '') < from,
    ),
  );
