import type { AbsorbingChain } from './chain.ts';
import { drawWeights } from './gamma.ts';
import type { Random } from './random.ts';
import { rowOf } from './simulation.ts';

/**
 * Draws chains whose rows are Dirichlet distributed, `chain` their parameters, and what each says of the way to `exit`
 * within so many periods (`horizons`, whole, over 0, rising): the chance to have arrived, by draw, horizon and state, one
 * after the other. One step back in time each: u_k(s) = p(s → exit) + Σ p(s → t)·u_{k−1}(t).
 */
export function drawArrivalChances(
  random: Random,
  chain: AbsorbingChain,
  exit: number,
  { horizons, draws }: { horizons: readonly number[]; draws: number },
): Float64Array {
  const n = chain.states.length;
  const rows = chain.states.map((_, state) => rowOf(chain, state, exit));
  const starts = Uint16Array.from({ length: n + 1 }, (_, state) =>
    rows.slice(0, state).reduce((sofar, { columns }) => sofar + columns.length, 0),
  );
  const columns = Uint16Array.from(rows.flatMap((row) => row.columns));
  const shares = new Float64Array(columns.length);
  const chances = new Float64Array(draws * horizons.length * n);
  // The other exits (n) are never arrived at, the one that counts (n + 1) always.
  let [now, before] = [new Float64Array(n + 2), new Float64Array(n + 2)];
  let at = 0;
  for (let drawn = 0; drawn < draws; drawn++) {
    for (const [state, { parameters }] of rows.entries()) {
      const weights = drawWeights(random, parameters);
      const all = weights.reduce((sofar, weight) => sofar + weight, 0);
      const start = starts[state] ?? 0;
      for (let e = 0; e < weights.length; e++) shares[start + e] = (weights[e] ?? 0) / all;
    }
    now.fill(0);
    let period = 0;
    for (const horizon of horizons) {
      for (; period < horizon; period++) {
        [now, before] = [before, now];
        before[n + 1] = 1;
        before[n] = 0;
        for (let state = 0; state < n; state++) {
          const end = starts[state + 1] ?? 0;
          let chance = 0;
          for (let e = starts[state] ?? 0; e < end; e++)
            chance += (shares[e] ?? 0) * (before[columns[e] ?? n] ?? 0);
          now[state] = chance;
        }
      }
      for (let state = 0; state < n; state++) chances[at++] = Math.min(1, now[state] ?? 0);
    }
  }
  return chances;
}
