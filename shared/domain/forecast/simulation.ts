import type { AbsorbingChain } from './chain.ts';
import { eliminate } from './elimination.ts';
import { drawWeights } from './gamma.ts';
import { Matrix, sum } from './matrix.ts';
import type { Random } from './random.ts';

/** So many chains are drawn for a forecast: means are then right within 1 % of the standard deviation. */
export const DRAWS = 10_000;

/** What chains that may be the true one say. */
export interface Simulation {
  /** The chances to end in the exit, by draw and state. */
  chances: Float64Array[];
  /** How many of the stock have arrived after 1, 2, … periods, averaged over the draws. */
  arrivals: number[];
}

/**
 * Draws chains whose rows are Dirichlet distributed, `chain` their parameters, and what each says of the way to `exit`.
 * All other exits are one: sums of a Dirichlet distribution's shares are Dirichlet distributed too.
 */
export function simulate(
  random: Random,
  chain: AbsorbingChain,
  exit: number,
  { stock, periods, draws = DRAWS }: { stock: readonly number[]; periods: number; draws?: number },
): Simulation {
  const n = chain.states.length;
  const rows = chain.states.map((_, state) => rowOf(chain, state, exit));
  const drawn = new Matrix(n, n + 2);
  const walk = walkOf(rows, stock, periods);
  const chances = Array.from({ length: draws }, () => {
    drawn.cells.fill(0);
    for (const [state, { columns, parameters }] of rows.entries()) {
      const weights = drawWeights(random, parameters);
      for (let e = 0; e < columns.length; e++) drawn.set(state, columns[e] ?? 0, weights[e] ?? 0);
    }
    walk.add(drawn);
    // The exit that counts is an exit too: what leaves for good is the sum.
    for (const state of rows.keys()) drawn.add(state, n, drawn.at(state, n + 1));
    eliminate(drawn);
    return Float64Array.from({ length: n }, (_, state) => drawn.at(state, n + 1));
  });
  return { chances, arrivals: walk.totals.map((total) => total / draws) };
}

/** Where a state leads, as columns of a system to solve: states, other exits (n), the exit that counts (n + 1). */
export interface Row {
  columns: number[];
  parameters: number[];
}

export function rowOf(chain: AbsorbingChain, state: number, exit: number): Row {
  const others = sum(chain.out.row(state).filter((_, to) => to !== exit));
  const all = [...chain.within.row(state), others, chain.out.at(state, exit)];
  const columns = [...all.keys()].filter((column) => (all[column] ?? 0) > 0);
  return { columns, parameters: columns.map((column) => all[column] ?? 0) };
}

/** As `cumulativeAbsorption`, summed over draws, along the transitions that there are: most pairs have none. */
function walkOf(rows: readonly Row[], stock: readonly number[], periods: number) {
  const n = rows.length;
  const totals = new Array<number>(periods).fill(0);
  // By where they lead, so that each period sums up what comes in: to each state, and to the exit last.
  const into = [...rows.keys(), n + 1].map((to) =>
    rows.flatMap(({ columns }, from) => (columns.includes(to) ? [{ from, to }] : [])),
  );
  const steps = into.flat();
  const froms = Uint16Array.from(steps, ({ from }) => from);
  const ends = Uint16Array.from(into, (_, to) => into.slice(0, to + 1).flat().length);
  const shares = new Float64Array(steps.length);
  let [now, next] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  const add = (drawn: Matrix) => {
    const sums = rows.map((_, state) => sum(drawn.row(state)));
    for (const [e, { from, to }] of steps.entries()) shares[e] = drawn.at(from, to) / (sums[from] ?? 1);
    for (let state = 0; state < n; state++) now[state] = stock[state] ?? 0;
    let arrived = 0;
    for (let period = 0; period < periods; period++) {
      let e = 0;
      for (let to = 0; to <= n; to++) {
        const end = ends[to] ?? 0;
        let count = 0;
        for (; e < end; e++) count += (now[froms[e] ?? 0] ?? 0) * (shares[e] ?? 0);
        next[to] = count;
      }
      arrived += next[n] ?? 0;
      totals[period] = (totals[period] ?? 0) + arrived;
      [now, next] = [next, now];
    }
  };
  return { totals, add };
}
