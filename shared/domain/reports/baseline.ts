import type { StageModel } from '../stage/stage-model.ts';
import { pathOf } from '../stage/stage-path.ts';
import { type Cohort, cohortsOf } from './cohorts.ts';
import { addDays, before, type History } from './history.ts';
import { FEW } from './holdout.ts';
import { labelOf } from './lens.ts';
import { type Lift, liftOf } from './lift.ts';
import { type Share, shareOf } from './share.ts';

/** Weeks of cohorts: those that are looked at, and those before them that they are held against. */
const RECENT = 4;
const EARLIER = 26;
/** All steps together call something unusual that is not in so many cases of 100. */
const ERROR = 0.05;

/** One step of the funnel, by recent cohorts beside earlier ones, all read at the same age. */
export interface BaselineStep {
  from: string;
  to: string;
  label: string;
  /** Of those who had reached `from` by then, the share that had reached `to`; absent where nobody had. */
  recent?: Share;
  earlier?: Share;
  /** By how much the recent share is above the earlier one; absent with too few leads. */
  lift?: Lift;
  verdict: 'below' | 'above' | 'as_usual' | 'too_few';
  /** What it means and what to do. */
  says: string;
}

export interface Baseline {
  about: string;
  /** Whole weeks after a cohort’s own, at which all are read. */
  weeks: number;
  /** First and last Monday of the cohorts. */
  recent: { from: string; to: string };
  earlier: { from: string; to: string };
  /** In how many of all cases the interval of one step holds: the more steps are looked at, the wider. */
  level: number;
  steps: BaselineStep[];
  unusual: number;
  says: string;
}

const ABOUT =
  'Each step of the cohorts that came last, beside the same step of those before them, all read at the same age. A step is called ' +
  'unusual when what lies between is more than chance: its interval, widened for the number of steps, does not hold 0. It does ' +
  'not say why, and one look in twenty finds something where nothing is.';

/**
 * Whether the funnel does as it used to (domain brief §1, B8). `weeks`: the age at which cohorts are read, beside the week in
 * which they came; older ones make no difference. A step is compared with 20 leads and more on both sides, and its interval
 * holds in 1 − 0.05 / n of all cases, n the steps compared (Bonferroni).
 */
export function baseline(
  history: History,
  model: StageModel,
  { to, weeks, language }: { to: string; weeks: number; language: string },
): Baseline {
  const standing = to < history.asOf ? before(history, addDays(to, 1)) : history;
  const windows = windowsOf(standing.asOf, weeks);
  const { steps } = pathOf(model);
  const reached = steps.map((state) =>
    cohortsOf(
      standing,
      model.field,
      { initial: model.initial, reached: state },
      { ...windows.all, mature: 0 },
    ),
  );
  const sum = (step: number, { from, to: last }: { from: string; to: string }) =>
    (reached[step] ?? [])
      .filter((cohort) => cohort.from >= from && cohort.from <= last)
      .reduce((sofar, cohort) => sofar + atAge(cohort, weeks), 0);
  const sides = steps.slice(1).map((_, i) => {
    const side = (window: { from: string; to: string }) => shareOf(sum(i + 1, window), sum(i, window));
    return { recent: side(windows.recent), earlier: side(windows.earlier) };
  });
  const isEnough = (share: Share | undefined): share is Share => share !== undefined && share.of >= FEW;
  const compared = sides.filter(({ recent, earlier }) => isEnough(recent) && isEnough(earlier)).length;
  const level = 1 - ERROR / Math.max(1, compared);
  const told = sides.map(({ recent, earlier }, i): BaselineStep => {
    const [from = '', next = ''] = steps.slice(i, i + 2);
    const lift = isEnough(recent) && isEnough(earlier) ? liftOf(recent, earlier, level) : undefined;
    const verdict = verdictOf(lift);
    return {
      ...{ from, to: next, label: `${labelOf(model, from, language)} → ${labelOf(model, next, language)}` },
      ...(recent ? { recent } : {}),
      ...(earlier ? { earlier } : {}),
      ...(lift ? { lift } : {}),
      ...{ verdict, says: sentence(verdict, recent, earlier) },
    };
  });
  const unusual = told.filter(({ verdict }) => verdict === 'below' || verdict === 'above');
  return {
    ...{ about: ABOUT, weeks, recent: windows.recent, earlier: windows.earlier, level, steps: told },
    ...{ unusual: unusual.length, says: summary(unusual, compared) },
  };
}

/** Cohorts that are old enough: the last ones, and those before. */
function windowsOf(asOf: string, weeks: number) {
  const monday = mondayOf(addDays(asOf, 1));
  const youngest = addDays(monday, -7 * (weeks + 1));
  const oldest = addDays(youngest, -7 * (RECENT - 1));
  const recent = { from: oldest, to: youngest };
  const earlier = { from: addDays(oldest, -7 * EARLIER), to: addDays(oldest, -7) };
  return { recent, earlier, all: { from: earlier.from, to: recent.to } };
}

/** The Monday on or before a day. */
const mondayOf = (day: string) => addDays(day, -((new Date(day).getUTCDay() + 6) % 7));

const atAge = ({ reached }: Cohort, weeks: number) => reached[weeks] ?? 0;

function verdictOf(lift: Lift | undefined): BaselineStep['verdict'] {
  if (!lift) return 'too_few';
  return lift.high < 0 ? 'below' : lift.low > 0 ? 'above' : 'as_usual';
}

const TO_DO: Record<BaselineStep['verdict'], string> = {
  below:
    'unusually few. See the reasons of this stage, what was published since, the funnel by source, and how sales kept their ' +
    'promises (GET /v1/handoffs/quality).',
  above: 'unusually many. Find what brought it (a source, a mail, a person), and do more of it.',
  as_usual: 'no more apart than chance may bring. Nothing to do.',
  too_few: `too few to compare: it takes ${FEW} leads on both sides.`,
};

function sentence(
  verdict: BaselineStep['verdict'],
  recent: Share | undefined,
  earlier: Share | undefined,
): string {
  const words = (share: Share | undefined) => (share ? `${share.count} of ${share.of}` : 'none');
  return `${words(recent)} lately, ${words(earlier)} before: ${TO_DO[verdict]}`;
}

function summary(unusual: readonly BaselineStep[], compared: number): string {
  if (compared === 0) return 'No step has enough leads to be compared with before.';
  if (unusual.length === 0) return 'The funnel does as it used to.';
  return `Not as it used to be: ${unusual.map(({ label, verdict }) => `${label} (${verdict})`).join(', ')}.`;
}
