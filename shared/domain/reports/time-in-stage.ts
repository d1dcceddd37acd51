import { conditionalIncidence, cumulativeIncidence, type IncidenceStep } from '../forecast/aalen-johansen.ts';
import { shareInterval } from '../forecast/interval.ts';
import { kaplanMeier, timeUntil } from '../forecast/kaplan-meier.ts';
import type { StageModel } from '../stage/stage-model.ts';
import type { History } from './history.ts';
import { labelOf } from './lens.ts';
import { grouped, staysIn } from './stays.ts';

export interface ExitShare {
  to: string;
  label: string;
  count: number;
  /** The share that has left for there by an age, days: Aalen–Johansen. */
  by: { days: number; share: number; low?: number; high?: number }[];
}

export interface StageTimes {
  state: string;
  label: string;
  /** Stays that are over, and that last still. */
  ended: number;
  open: number;
  /** Days until a quarter, half, three quarters and nine tenths have left; absent where fewer did. */
  quartile?: number;
  median?: number;
  upperQuartile?: number;
  p90?: number;
  /** The share still there after so many days, with 95 % intervals. */
  survival: { days: number; share: number; low: number; high: number }[];
  exits: ExitShare[];
  /** Of leads that have been there for so long: the share that leaves for `to` later on, as far as anyone was seen to. */
  conditional: { days: number; to: string; share?: number; identifiable: boolean }[];
}

export interface TimeInStage {
  about: string;
  model: string;
  asOf: string;
  stages: StageTimes[];
}

const ABOUT =
  'How long leads stay in each stage and where they go from there, with those who are still in it (Kaplan–Meier for staying, ' +
  'Aalen–Johansen for the exits, which compete). It does not say what happens later than anyone was watched: that is called ' +
  'not identifiable, not zero.';

const AGES = [7, 14, 30, 60, 90, 180, 365];

/** Time in the stages of a model; `only`: in one of them. */
export function timeInStage(
  history: History,
  model: StageModel,
  { only, language }: { only?: string; language: string },
): TimeInStage {
  const states = model.states.filter(({ id }) => only === undefined || id === only);
  return {
    ...{ about: ABOUT, model: model.field, asOf: history.asOf },
    stages: states.map(({ id }) => stageTimes(history, model, id, language)),
  };
}

function stageTimes(history: History, model: StageModel, state: string, language: string): StageTimes {
  const spells = grouped(staysIn(history, model.field, state));
  const curve = kaplanMeier(spells);
  const incidence = cumulativeIncidence(spells);
  const over = spells.filter(({ exit }) => exit !== undefined);
  const count = (list: typeof spells) => list.reduce((sofar, { count: n = 1 }) => sofar + n, 0);
  const targets = [...new Set(over.map(({ exit = '' }) => exit))].sort();
  const times = (share: number, name: string) => {
    const days = timeUntil(curve, share);
    return days === undefined ? {} : { [name]: days };
  };
  return {
    ...{ state, label: labelOf(model, state, language) },
    ...{ ended: count(over), open: count(spells) - count(over) },
    ...times(0.25, 'quartile'),
    ...times(0.5, 'median'),
    ...times(0.75, 'upperQuartile'),
    ...times(0.9, 'p90'),
    survival: curve.map(({ time, survival, variance }) => ({
      ...{ days: time, share: survival },
      ...(shareInterval(survival, variance) ?? { low: survival, high: survival }),
    })),
    exits: targets.map((to) => ({
      ...{ to, label: labelOf(model, to, language), count: count(over.filter(({ exit }) => exit === to)) },
      by: agesWithin(incidence).map((days) => exitBy(incidence, to, days)),
    })),
    conditional: agesWithin(incidence).flatMap((days) =>
      targets.map((to) => {
        const share = conditionalIncidence(incidence, to, days);
        return { days, to, ...(share === undefined ? {} : { share }), identifiable: share !== undefined };
      }),
    ),
  };
}

/** Ages up to which anyone was seen to leave, and the next. */
function agesWithin(curve: readonly IncidenceStep[]): number[] {
  const last = curve.at(-1)?.time ?? 0;
  return AGES.filter((_, i) => i === 0 || (AGES[i - 1] ?? 0) < last);
}

function exitBy(curve: readonly IncidenceStep[], to: string, days: number): ExitShare['by'][number] {
  const step = curve.findLast(({ time }) => time <= days);
  const share = step?.incidence[to] ?? 0;
  return { days, share, ...shareInterval(share, step?.variance[to] ?? 0) };
}
