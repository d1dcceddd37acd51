import type { AbsorbingChain } from './chain.ts';
import { chanceOf, cumulativeAbsorption } from './markov.ts';
import { dot, sum } from './matrix.ts';
import { type ChanceMoments, chanceMoments, expectedArrivals } from './posterior.ts';
import type { Random } from './random.ts';
import { DRAWS, simulate } from './simulation.ts';

export interface Horizon {
  /** Leads by state. */
  stock: readonly number[];
  /** How far arrivals are told. */
  periods: number;
}

/** How a stock of leads will fare. */
export interface Outlook {
  /** To reach the exit, by state; on average, when rows are uncertain. */
  chance: number[];
  /** How many will. */
  expected: number;
  /** Of that number, were the rows known: E[Σ n·B·(1 − B)]. */
  chanceVariance: number;
  /** Of Σ n·B, since they are not. */
  parameterVariance: number;
  /** How many have after 1, 2, … periods, on average. */
  arrivals: number[];
  moments: 'exact' | 'simulated';
  /** Chances that may be the true ones, by draw and state; none when rows are certain. */
  drawn: Float64Array[];
}

/** When the shares of the rows are the truth. */
export function certainOutlook(chain: AbsorbingChain, exit: number, { stock, periods }: Horizon): Outlook {
  const chance = chanceOf(chain, exit).map(asChance);
  return {
    chance,
    expected: dot(stock, chance),
    chanceVariance: sum(stock.map((n, state) => n * spread(chance[state] ?? 0))),
    parameterVariance: 0,
    arrivals: cumulativeAbsorption(chain, stock, periods).map((arrived) => arrived[exit] ?? 0),
    moments: 'exact',
    drawn: [],
  };
}

/** When rows are uncertain: exact where there is no loop, averages over drawn chains where there is one. */
export function posteriorOutlook(
  random: Random,
  chain: AbsorbingChain,
  exit: number,
  { stock, periods, draws = DRAWS }: Horizon & { draws?: number },
): Outlook {
  const moments = chanceMoments(chain, exit);
  const arrivals = expectedArrivals(chain, stock, exit, periods);
  if (moments && arrivals) {
    const { chances } = simulate(random, chain, exit, { stock, periods: 0, draws });
    return { ...exactly(moments, stock), arrivals, moments: 'exact', drawn: chances };
  }
  const simulation = simulate(random, chain, exit, { stock, periods, draws });
  const { chances } = simulation;
  return {
    ...onAverage(chances, stock),
    arrivals: simulation.arrivals,
    moments: 'simulated',
    drawn: chances,
  };
}

type Moments = Pick<Outlook, 'chance' | 'expected' | 'chanceVariance' | 'parameterVariance'>;

function exactly({ mean, covariance }: ChanceMoments, stock: readonly number[]): Moments {
  const chance = mean.map(asChance);
  const own = (n: number, state: number) =>
    n * Math.max(0, spread(chance[state] ?? 0) - covariance.at(state, state));
  return {
    chance,
    expected: dot(stock, chance),
    chanceVariance: sum(stock.map(own)),
    parameterVariance: Math.max(0, sum(stock.map((n, state) => n * dot(covariance.row(state), stock)))),
  };
}

function onAverage(chances: readonly Float64Array[], stock: readonly number[]): Moments {
  const draws = chances.length;
  const average = (value: (drawn: Float64Array) => number) => sum(chances.map(value)) / draws;
  const expected = average((drawn) => dot(stock, drawn));
  const squares = average((drawn) => (dot(stock, drawn) - expected) ** 2);
  return {
    chance: stock.map((_, state) => asChance(average((drawn) => drawn[state] ?? 0))),
    expected,
    chanceVariance: average((drawn) => sum(stock.map((n, state) => n * spread(drawn[state] ?? 0)))),
    parameterVariance: (squares * draws) / Math.max(1, draws - 1),
  };
}

/** Rounding may leave a hair above 1. */
const asChance = (p: number) => Math.min(1, p);

const spread = (p: number) => Math.max(0, p * (1 - p));
