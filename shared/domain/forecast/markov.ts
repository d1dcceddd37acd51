import { type AbsorbingChain, movesFrom } from './chain.ts';
import { solve } from './elimination.ts';
import { dot, Matrix, sum } from './matrix.ts';

/**
 * Absorbing Markov chains, P = [Q R; 0 I]: Kemeny and Snell, Finite Markov Chains (1960), chapter III. All of these ask
 * for chains without closed states (`closedStates`). Rows and columns are in the order of `states` and `exits`.
 */

/** N = (I − Q)⁻¹: how often a lead that begins in one state is in another, the beginning included. */
export const fundamentalMatrix = (chain: AbsorbingChain): Matrix =>
  solve(chain.within, leaving(chain), Matrix.diagonal(rowSums(chain)));

/** B = N·R: the chance to end in each exit. */
export const absorption = (chain: AbsorbingChain): Matrix => solve(chain.within, leaving(chain), chain.out);

/** One column of B, by state. */
export const chanceOf = (chain: AbsorbingChain, exit: number): number[] =>
  solve(chain.within, leaving(chain), Matrix.of(chain.out.column(exit).map((weight) => [weight]))).column(0);

/** t = N·1: steps until an exit, on average. */
export const expectedTime = (chain: AbsorbingChain): number[] =>
  solve(chain.within, leaving(chain), Matrix.of(rowSums(chain).map((total) => [total]))).column(0);

/** (2N − I)·t − t∘t: the variance of the steps until an exit. */
export function timeVariance(chain: AbsorbingChain): number[] {
  const visits = fundamentalMatrix(chain);
  const time = expectedTime(chain);
  return time.map((t, state) => Math.max(0, 2 * dot(visits.row(state), time) - t - t * t));
}

/**
 * How many of `stock` (by state) have arrived at each exit after 1, 2, … `periods` steps: one row for each, which is
 * stock · (I + Q + … + Qᵏ⁻¹) · R.
 */
export function cumulativeAbsorption(
  chain: AbsorbingChain,
  stock: readonly number[],
  periods: number,
): number[][] {
  const { within, out } = shares(chain);
  const arrived = chain.exits.map(() => 0);
  let present = [...stock];
  return Array.from({ length: periods }, () => {
    const now = present;
    for (const exit of arrived.keys()) arrived[exit] = (arrived[exit] ?? 0) + dot(now, out.column(exit));
    present = now.map((_, state) => dot(now, within.column(state)));
    return [...arrived];
  });
}

/** The same chain with rows that sum to 1. */
export function shares(chain: AbsorbingChain): AbsorbingChain {
  const totals = rowSums(chain);
  const scaled = (matrix: Matrix) =>
    Matrix.of(
      matrix.toRows().map((row, state) => row.map((weight) => weight / (totals[state] ?? 1))),
      matrix.columns,
    );
  return { ...chain, within: scaled(chain.within), out: scaled(chain.out) };
}

const rowSums = (chain: AbsorbingChain): number[] =>
  chain.states.map((_, state) => movesFrom(chain, state) + chain.within.at(state, state));

const leaving = (chain: AbsorbingChain): number[] =>
  chain.states.map((_, state) => sum(chain.out.row(state)));
