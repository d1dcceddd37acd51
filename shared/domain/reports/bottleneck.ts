import { chainOf, type Transition } from '../forecast/chain.ts';
import { cumulativeAbsorption } from '../forecast/markov.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { pathOf } from '../stage/stage-path.ts';
import type { DealFigures } from './deals.ts';
import type { History } from './history.ts';
import { labelOf } from './lens.ts';
import { stockOf } from './stock.ts';
import { weeklyMoves } from './weekly-chain.ts';

/** A transition that happens so many times as often; what it takes it takes from `instead`, or from all others. */
export interface Tweak {
  from: string;
  to: string;
  factor: number;
  instead?: string;
}

export interface Bottleneck {
  about: string;
  asOf: string;
  horizonWeeks: number;
  base: { customers: number; revenue?: number };
  /** What each step towards the goal would bring, were it taken a tenth more often; the most first. */
  steps: (Gain & { from: string; to: string; label: string; weekly: number })[];
  /** The first of them. */
  bottleneck?: { from: string; to: string };
  whatIf?: Tweak & Gain;
}

interface Gain {
  customers: number;
  gain: number;
  revenueGain?: number;
}

const ABOUT =
  'Which step, taken a tenth more often each week, would bring the most customers of those who are here now, or what one change ' +
  'that you name would. It reckons with the rates as they were counted and says nothing of what the change costs, or of how to ' +
  'bring it about.';

const PRIOR = 0.5;
const TENTH = 1.1;

export function bottleneckReport(
  history: History,
  lifecycle: StageModel,
  options: { weeks: number; horizonWeeks: number; language: string; dealValue?: DealFigures; whatIf?: Tweak },
): Bottleneck {
  const { horizonWeeks, language, dealValue, whatIf } = options;
  const { transitions } = weeklyMoves(history, lifecycle, options.weeks);
  const counts = transitions.map((t) => ({ ...t, count: t.count + PRIOR }));
  const leads = stockOf(history, lifecycle.field);
  const expect = (row: readonly Transition[]) => expectedGoals(row, lifecycle.goal, leads, horizonWeeks);
  const base = expect(counts);
  const gainOf = (tweak: Tweak): Gain => {
    const customers = expect(changed(counts, tweak));
    const gain = customers - base;
    return { customers, gain, ...(dealValue ? { revenueGain: gain * dealValue.mean } : {}) };
  };
  const { steps: path } = pathOf(lifecycle);
  const steps = counts
    .filter(({ from, to }) => path.includes(from) && path.indexOf(to) > path.indexOf(from))
    .map(({ from, to, count }) => ({
      ...{ from, to, weekly: count / rowTotal(counts, from) },
      label: `${labelOf(lifecycle, from, language)} → ${labelOf(lifecycle, to, language)}`,
      ...gainOf({ from, to, factor: TENTH }),
    }))
    .sort((a, b) => b.gain - a.gain || (a.label < b.label ? -1 : 1));
  const most = steps[0];
  return {
    ...{ about: ABOUT, asOf: history.asOf, horizonWeeks },
    base: { customers: base, ...(dealValue ? { revenue: base * dealValue.mean } : {}) },
    steps,
    ...(most && most.gain > 0 ? { bottleneck: { from: most.from, to: most.to } } : {}),
    ...(whatIf ? { whatIf: { ...whatIf, ...gainOf(whatIf) } } : {}),
  };
}

/** Counts with one transition that happens more or less often; the row's sum stays. */
export function changed(
  transitions: readonly Transition[],
  { from, to, factor, instead }: Tweak,
): Transition[] {
  const row = transitions.filter((t) => t.from === from);
  const now = row.find((t) => t.to === to)?.count ?? 0;
  const others = row.filter((t) => t.to !== to && (instead === undefined || t.to === instead));
  const available = others.reduce((sofar, { count }) => sofar + count, 0);
  const more = Math.min(now * factor - now, available);
  return transitions.map((t) => {
    if (t.from !== from) return t;
    if (t.to === to) return { ...t, count: now + more };
    return others.includes(t) && available > 0 ? { ...t, count: t.count * (1 - more / available) } : t;
  });
}

function expectedGoals(
  transitions: readonly Transition[],
  goal: string,
  leads: ReadonlyMap<string, number>,
  weeks: number,
): number {
  const chain = chainOf(transitions, goal);
  const stock = chain.states.map((state) => leads.get(state) ?? 0);
  return cumulativeAbsorption(chain, stock, weeks).at(-1)?.[chain.exits.indexOf(goal)] ?? 0;
}

const rowTotal = (transitions: readonly Transition[], from: string) =>
  transitions.filter((t) => t.from === from).reduce((sofar, { count }) => sofar + count, 0);
