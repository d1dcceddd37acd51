import {
  type AbsorbingChain,
  chainOf,
  movesFrom,
  nextStates,
  type Transition,
  withoutLoop,
} from './chain.ts';
import { Matrix, sum } from './matrix.ts';

/**
 * What counts tell of a chain: each row is Dirichlet distributed, its parameters the counts and `prior` for each
 * transition that is listed, and rows know nothing of each other (domain brief §4.4). The weights of the chain are
 * the parameters, so that its shares are the means of the rows.
 */
export const posterior = (transitions: readonly Transition[], prior: number, goal?: string): AbsorbingChain =>
  chainOf(
    transitions.map((t) => ({ ...t, count: t.count + prior })),
    goal,
  );

export interface ChanceMoments {
  /** E[B_i], by state. */
  mean: number[];
  /** Cov(B_i, B_j). */
  covariance: Matrix;
}

/**
 * The first two moments of the chances B_i to end in an exit, exactly; undefined when there is a loop.
 *
 * B_i = Σ_k p_ik·B_k, where row i is independent of all B_k that come after it (and of B_j, when j does not lead to i),
 * so that, from the end to the beginning, with m = E[B] and the means p̄ of row i, A the sum of its parameters:
 *
 *     m_i  = Σ_k p̄_k·m_k
 *     C_ij = Σ_k p̄_k·C_kj
 *     C_ii = [ A·Σ_kl p̄_k·p̄_l·C_kl + Σ_k p̄_k·C_kk + Σ_k p̄_k·(m_k − m_i)² ] / (A + 1)
 *
 * the last by E[p_k·p_l] = (A·p̄_k·p̄_l + δ_kl·p̄_k) / (A + 1). On a single path this is the product formula of
 * domain brief §4.4. Stays do not matter: without its stays, a Dirichlet row is one still, independent of them
 * (neutrality: Connor and Mosimann, JASA 64, 1969).
 */
export function chanceMoments(chain: AbsorbingChain, exit: number): ChanceMoments | undefined {
  const order = withoutLoop(chain);
  if (!order) return undefined;
  const mean = chain.states.map(() => 0);
  const covariance = new Matrix(mean.length, mean.length);
  const known: number[] = [];
  for (const state of order.toReversed()) {
    const total = movesFrom(chain, state);
    const next = nextStates(chain, state).map((k) => ({ k, p: chain.within.at(state, k) / total }));
    const toExit = chain.out.at(state, exit) / total;
    const toOthers = sum(chain.out.row(state).filter((_, other) => other !== exit)) / total;
    const m = toExit + sum(next.map(({ k, p }) => p * (mean[k] ?? 0)));
    mean[state] = m;
    for (const other of known) {
      const value = sum(next.map(({ k, p }) => p * covariance.at(k, other)));
      covariance.set(state, other, value);
      covariance.set(other, state, value);
    }
    const both = sum(next.flatMap((a) => next.map((b) => a.p * b.p * covariance.at(a.k, b.k))));
    const own = sum(next.map(({ k, p }) => p * (covariance.at(k, k) + ((mean[k] ?? 0) - m) ** 2)));
    const ends = toExit * (1 - m) ** 2 + toOthers * m ** 2;
    covariance.set(state, state, (total * both + own + ends) / (total + 1));
    known.push(state);
  }
  return { mean, covariance };
}

/**
 * How many of `stock` have arrived at an exit after 1, 2, … `periods` steps, on average over all chains that may be the
 * true one; undefined when there is a loop.
 *
 * Without loops each state is passed once, so its row counts once too: a lead leaves after m stays with the
 * chance that a beta-geometric distribution gives, g_0 = b/(a + b), g_m = g_{m−1}·(a + m − 1)/(a + b + m), a the
 * parameter of the stay and b the sum of the others (Fader and Hardie, J. Interactive Marketing 21, 2007), and where to is
 * independent of when.
 */
export function expectedArrivals(
  chain: AbsorbingChain,
  stock: readonly number[],
  exit: number,
  periods: number,
): number[] | undefined {
  const order = withoutLoop(chain);
  if (!order) return undefined;
  const entered = chain.states.map((_, state) => [stock[state] ?? 0, ...new Array<number>(periods).fill(0)]);
  const arrived = new Array<number>(periods + 1).fill(0);
  for (const state of order) {
    const total = movesFrom(chain, state);
    const left = leavings(entered[state] ?? [], chain.within.at(state, state), total);
    const addTo = (flow: number[], weight: number) => {
      for (const [t, count] of left.entries()) flow[t] = (flow[t] ?? 0) + (count * weight) / total;
    };
    for (const next of nextStates(chain, state)) addTo(entered[next] ?? [], chain.within.at(state, next));
    addTo(arrived, chain.out.at(state, exit));
  }
  let sofar = 0;
  return arrived.slice(1).map((count) => {
    sofar += count;
    return sofar;
  });
}

/** When those leave who entered at 0, 1, 2 …: at the earliest one step later. */
function leavings(entered: readonly number[], stay: number, moves: number): number[] {
  const after = [moves / (stay + moves)];
  for (let m = 1; m < entered.length; m++) {
    after.push(((after[m - 1] ?? 0) * (stay + m - 1)) / (stay + moves + m));
  }
  return entered.map((_, t) => {
    let left = 0;
    for (let m = 0; m < t; m++) left += (entered[t - 1 - m] ?? 0) * (after[m] ?? 0);
    return left;
  });
}
