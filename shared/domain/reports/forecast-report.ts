import { drawBinomial } from '../forecast/binomial.ts';
import { type AbsorbingChain, closedStates, movesFrom } from '../forecast/chain.ts';
import { drawArrivalChances } from '../forecast/horizons.ts';
import { drawOutcome } from '../forecast/outcome.ts';
import { posteriorOutlook } from '../forecast/outlook.ts';
import { expectedArrivals, posterior } from '../forecast/posterior.ts';
import { quantiles } from '../forecast/quantiles.ts';
import { type Random, randomFrom } from '../forecast/random.ts';
import { DRAWS } from '../forecast/simulation.ts';
import { type Shortage, type Sufficiency, sufficiencyOf } from '../forecast/sufficiency.ts';
import type { StageModel } from '../stage/stage-model.ts';
import type { DealFigures } from './deals.ts';
import type { History } from './history.ts';
import { labelOf } from './lens.ts';
import { stockOf } from './stock.ts';
import { type WeeklyMoves, weeklyMoves } from './weekly-chain.ts';

/** A number that is not known yet: on average, and where it lies in 80 and 95 of 100 cases. */
export interface Expected {
  mean: number;
  sd: number;
  low80: number;
  high80: number;
  low95: number;
  high95: number;
}

export interface Horizon {
  /** From now on. */
  weeks: number;
  customers: Expected;
  revenue?: Expected;
}

export interface StageForecast {
  state: string;
  label: string;
  leads: number;
  horizons: { weeks: number; chance: number; customers: Expected; revenue?: number }[];
}

export interface ForecastReport {
  about: string;
  asOf: string;
  goal: string;
  dealValue?: DealFigures;
  horizons: Horizon[];
  /** When all who are here have decided; absent where the model knows no way to be lost. */
  eventually?: { customers: Expected; revenue?: { mean: number; sd: number } };
  stages: StageForecast[];
  method: {
    chain: 'weekly';
    /** Whole weeks that were watched, from a Monday to a Monday. */
    weeks: number;
    from: string;
    to: string;
    prior: number;
    draws: number;
    seed: number;
    /** Where the means come from. */
    moments: 'exact' | 'simulated';
    transitions: { from: string; to: string; count: number }[];
  };
  sufficiency: Sufficiency['sufficiency'];
  reasons: Shortage[];
}

export interface ForecastOptions {
  language: string;
  /** Weeks, rising. */
  horizons: readonly number[];
  /** So many weeks of the past count at most. */
  weeks: number;
  dealValue?: DealFigures;
  seed?: number;
  draws?: number;
}

const ABOUT =
  'How many of the leads that are here now become customers by when, and what that is worth, with intervals that hold chance and ' +
  'the uncertainty of the rates. It does not count leads still to come, and takes it that the coming weeks are like the ' +
  'weeks that were counted.';

const PRIOR = 0.5;

/**
 * The forecast by the weekly chain (domain brief §4.3, §4.4): rows are Dirichlet distributed with ½ for each way that the
 * model allows; seeded draws of the rows, then of who arrives, then of what deals are worth. Undefined where nobody
 * was ever watched for a week, or the goal cannot be reached.
 */
export function forecastReport(
  history: History,
  lifecycle: StageModel,
  options: ForecastOptions,
): ForecastReport {
  const { language, horizons, dealValue, seed = 1, draws = DRAWS } = options;
  const moves = weeklyMoves(history, lifecycle, options.weeks);
  const leads = stockOf(history, lifecycle.field);
  const { chain, exit, stock } = chainFor(moves, lifecycle, leads);
  const random = randomFrom(seed);
  const outcomes = draw(random, chain, exit, { stock, horizons, draws }, dealValue);
  const last = horizons.at(-1) ?? 0;
  const exact = expectedArrivals(chain, stock, exit, last);
  const eventually = endOf(random, chain, exit, stock, draws, dealValue);
  return {
    ...{ about: ABOUT, asOf: history.asOf, goal: lifecycle.goal },
    ...(dealValue ? { dealValue } : {}),
    horizons: horizons.map((weeks, h) => {
      const customers = expectedOf(outcomes.total[h] ?? [], exact?.[weeks - 1]);
      const mean = customers.mean * (dealValue?.mean ?? 0);
      return {
        ...{ weeks, customers },
        ...(dealValue ? { revenue: expectedOf(outcomes.revenue[h] ?? [], mean) } : {}),
      };
    }),
    ...(eventually ? { eventually } : {}),
    stages: chain.states.map((state, s) => ({
      ...{ state, label: labelOf(lifecycle, state, language), leads: stock[s] ?? 0 },
      horizons: horizons.map((weeks, h) => {
        const alone = chain.states.map((_, other) => (other === s ? 1 : 0));
        const chances = outcomes.chances[h]?.[s] ?? [];
        const chance = expectedArrivals(chain, alone, exit, weeks)?.at(-1) ?? average(chances);
        const customers = expectedOf(outcomes.goals[h]?.[s] ?? [], chance * (stock[s] ?? 0));
        return {
          ...{ weeks, chance, customers },
          ...(dealValue ? { revenue: customers.mean * dealValue.mean } : {}),
        };
      }),
    })),
    method: {
      ...{ chain: 'weekly', weeks: moves.weeks, from: moves.from, to: moves.to, prior: PRIOR, draws, seed },
      ...{ moments: exact ? 'exact' : 'simulated', transitions: moves.transitions },
    },
    ...sufficiencyOf(moves.transitions, chain, stock, lifecycle.goal),
  };
}

/** The chain of what was counted, and who is in it. */
export function chainFor(
  { transitions }: WeeklyMoves,
  { goal }: StageModel,
  leads: ReadonlyMap<string, number>,
): { chain: AbsorbingChain; exit: number; stock: number[] } {
  const chain = posterior(transitions, PRIOR, goal);
  const stock = chain.states.map((state) => leads.get(state) ?? 0);
  return { chain, exit: chain.exits.indexOf(goal), stock };
}

/** What may come of the stock, by horizon, draw by draw. */
interface Outcomes {
  total: Float64Array[];
  revenue: Float64Array[];
  /** By state within each horizon: who arrives, and with which chance. */
  goals: Float64Array[][];
  chances: Float64Array[][];
}

/** Draws the rows, then who of the stock arrives, then what deals are worth. */
export function draw(
  random: Random,
  chain: AbsorbingChain,
  exit: number,
  { stock, horizons, draws }: { stock: readonly number[]; horizons: readonly number[]; draws: number },
  dealValue?: { mean: number; sd: number },
): Outcomes {
  const drawn = drawArrivalChances(random, chain, exit, { horizons, draws });
  const column = () => new Float64Array(draws);
  const byState = () => horizons.map(() => stock.map(column));
  const [total, revenue] = [horizons.map(column), horizons.map(column)];
  const [goals, chances] = [byState(), byState()];
  let at = 0;
  for (let d = 0; d < draws; d++) {
    for (let h = 0; h < horizons.length; h++) {
      let all = 0;
      for (let s = 0; s < stock.length; s++) {
        const chance = drawn[at++] ?? 0;
        const count = drawBinomial(random, stock[s] ?? 0, chance);
        set(goals[h]?.[s], d, count);
        set(chances[h]?.[s], d, chance);
        all += count;
      }
      set(total[h], d, all);
      if (dealValue) set(revenue[h], d, drawOutcome(random, [all], [1], dealValue).revenue);
    }
  }
  return { total, revenue, goals, chances };
}

function set(list: Float64Array | undefined, at: number, value: number): void {
  if (list) list[at] = value;
}

/** When all have decided. A chain whose only end is the goal would say: everyone; that is no forecast. */
function endOf(
  random: Random,
  chain: AbsorbingChain,
  exit: number,
  stock: readonly number[],
  draws: number,
  dealValue?: DealFigures,
): ForecastReport['eventually'] {
  const isOpen = chain.states.every((_, state) => movesFrom(chain, state) > 0);
  if (chain.exits.length < 2 || !isOpen || closedStates(chain).length > 0) return undefined;
  const outlook = posteriorOutlook(random, chain, exit, { stock, periods: 0, draws });
  const goals = outlook.drawn.map((chances) => drawOutcome(random, stock, chances, { mean: 0, sd: 0 }).goals);
  const variance = outlook.chanceVariance + outlook.parameterVariance;
  const customers = { ...expectedOf(goals, outlook.expected), sd: Math.sqrt(variance) };
  return {
    customers,
    ...(dealValue
      ? {
          revenue: {
            mean: outlook.expected * dealValue.mean,
            sd: Math.sqrt(outlook.expected * dealValue.sd ** 2 + variance * dealValue.mean ** 2),
          },
        }
      : {}),
  };
}

/** `mean`: where it is known exactly. */
export function expectedOf(draws: ArrayLike<number>, mean = average(draws)): Expected {
  const all = quantiles(draws);
  const centre = average(draws);
  let squares = 0;
  for (let d = 0; d < draws.length; d++) squares += ((draws[d] ?? 0) - centre) ** 2;
  return {
    ...{ mean, sd: Math.sqrt(squares / Math.max(1, draws.length - 1)) },
    ...{ low80: all['10'] ?? 0, high80: all['90'] ?? 0, low95: all['2.5'] ?? 0, high95: all['97.5'] ?? 0 },
  };
}

function average(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / Math.max(1, values.length);
}
