import { chainLadder } from '../forecast/chain-ladder.ts';
import { quantileOf } from './durations.ts';
import { addDays, daysFrom, find, type History } from './history.ts';
import { shareOf } from './share.ts';

/** Leads that came in one week or month. */
export interface Cohort {
  /** Its first day: a Monday, or the first of a month. */
  from: string;
  /** Whole weeks since that day. */
  age: number;
  leads: number;
  /** Younger than nine of ten customers took from arrival to goal: more is to come. */
  immature: boolean;
  /** How many have reached a step by the end of each week of age, the week of arrival first. */
  reached: number[];
}

const WEEK = 7;

/** By how many days nine of ten who reached the goal had; undefined when nobody did. */
export const maturityDays = (history: History, model: string): number | undefined =>
  quantileOf(
    find(history, 'goal', model, 'days').map(({ parts, count }) => ({ value: Number(parts[3]), count })),
    0.9,
  );

/** Where somebody came from is known by month, all else by week: the figures say how. */
export interface CohortSource {
  by: 'source' | 'form';
  value: string;
}

/**
 * How many of each cohort came, and reached a state, by week of age. Cohorts from one day to another, oldest first.
 */
export function cohortsOf(
  history: History,
  model: string,
  state: { initial: string; reached: string },
  { from, to, only, mature }: { from: string; to: string; only?: CohortSource; mature: number | undefined },
): Cohort[] {
  const figures = only ? narrowed(history, model, only) : weekly(history, model);
  const born = new Map<string, number>();
  const reached = new Map<string, number[]>();
  for (const { cohort, state: at, day, count } of figures) {
    if (cohort < from || cohort > to) continue;
    if (at === state.initial) born.set(cohort, (born.get(cohort) ?? 0) + count);
    if (at !== state.reached) continue;
    const ages = reached.get(cohort) ?? [];
    const age = Math.max(0, Math.floor(daysFrom(cohort, day) / WEEK));
    ages[age] = (ages[age] ?? 0) + count;
    reached.set(cohort, ages);
  }
  return [...born]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([cohort, leads]) => {
      const age = Math.floor(daysFrom(cohort, addDays(history.asOf, 1)) / WEEK);
      let sofar = 0;
      const cumulative = Array.from({ length: age + 1 }, (_, week) => {
        sofar += reached.get(cohort)?.[week] ?? 0;
        return sofar;
      });
      const immature = mature === undefined || age * WEEK < mature;
      return { from: cohort, age, leads, immature, reached: cumulative };
    });
}

interface Reached {
  cohort: string;
  state: string;
  day: string;
  count: number;
}

const weekly = (history: History, model: string): Reached[] =>
  find(history, 'cohort', '*', model).map(({ parts, day, count }) => ({
    ...{ cohort: parts[1] ?? '', state: parts[3] ?? '', day, count },
  }));

function narrowed(history: History, model: string, { by, value }: CohortSource): Reached[] {
  if (by === 'source') {
    return find(history, 'source', value, 'reached', '*', model).map(({ parts, day, count }) => ({
      ...{ cohort: `${parts[3]}-01`, state: parts[5] ?? '', day, count },
    }));
  }
  return find(history, 'reached', by, value, '*', model).map(({ parts, day, count }) => ({
    ...{ cohort: `${parts[3]}-01`, state: parts[5] ?? '', day, count },
  }));
}

export interface CohortCurves {
  about: string;
  model: string;
  /** The state that is waited for. */
  goal: string;
  asOf: string;
  /** Cohorts younger than this are marked. */
  matureAfterDays?: number;
  cohorts: (Omit<Cohort, 'reached'> & {
    reached: number;
    share: number;
    /** Cumulative, by whole weeks of age. */
    curve: number[];
    /** What the cohort comes to at the age of the oldest, if it goes on like those before it (chain ladder). */
    ultimate?: number;
  })[];
  /** Of all mature cohorts together. */
  mature?: { leads: number; reached: number; share: number; low: number; high: number };
}

const ABOUT =
  'Of the leads that came in each week, how many have reached the goal by each week of age; a lead counts once, and those who ' +
  'skipped steps count as having passed them. It does not say what young cohorts will come to: they are marked until nine ' +
  'of ten customers of the past would have decided, and their ultimate is an extrapolation.';

/** Curves of cohorts: by how many weeks after they came, how many of them had reached the goal. */
export function cohortCurves(
  history: History,
  model: { field: string; initial: string; goal: string },
  window: { from: string; to: string; only?: CohortSource },
): CohortCurves {
  const mature = maturityDays(history, model.field);
  const states = { initial: model.initial, reached: model.goal };
  const cohorts = cohortsOf(history, model.field, states, { ...window, mature });
  const { ultimates } = chainLadder(cohorts.map(({ reached }) => reached));
  const old = cohorts.filter(({ immature }) => !immature);
  const all = shareOf(sum(old.map(lastOf)), sum(old.map(({ leads }) => leads)));
  return {
    ...{ about: ABOUT, model: model.field, goal: model.goal, asOf: history.asOf },
    ...(mature === undefined ? {} : { matureAfterDays: mature }),
    cohorts: cohorts.map(({ reached, ...cohort }, i) => {
      const ultimate = ultimates[i];
      const now = reached.at(-1) ?? 0;
      return {
        ...cohort,
        ...{ reached: now, share: cohort.leads > 0 ? now / cohort.leads : 0, curve: reached },
        ...(ultimate === undefined ? {} : { ultimate: Math.min(ultimate, cohort.leads) }),
      };
    }),
    ...(all
      ? { mature: { leads: all.of, reached: all.count, share: all.share, low: all.low, high: all.high } }
      : {}),
  };
}

const lastOf = ({ reached }: Cohort) => reached.at(-1) ?? 0;
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
