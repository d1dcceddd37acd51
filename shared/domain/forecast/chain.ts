import { Matrix, sum } from './matrix.ts';

/** How often leads went from one state to another; `from` and `to` are the same for a stay. */
export interface Transition {
  from: string;
  to: string;
  count: number;
}

/**
 * An absorbing Markov chain: states that are left again, and exits that are not. Rows are weights in any unit (counts,
 * shares, parameters of a Dirichlet distribution): a row's shares are its weights over their sum.
 */
export interface AbsorbingChain {
  states: readonly string[];
  exits: readonly string[];
  /** From state to state; stays on the diagonal. */
  within: Matrix;
  /** From state to exit. */
  out: Matrix;
}

/**
 * The chain of some transitions, by name. What is never left is an exit, and so is the goal, whatever comes after it:
 * who arrives has arrived. A state that is only ever stayed in is an exit too.
 */
export function chainOf(transitions: readonly Transition[], goal?: string): AbsorbingChain {
  const names = [...new Set(transitions.flatMap(({ from, to }) => [from, to]))].sort();
  const left = new Set(transitions.filter(({ from, to }) => from !== to && from !== goal).map((t) => t.from));
  const states = names.filter((name) => left.has(name));
  const exits = names.filter((name) => !left.has(name));
  const within = new Matrix(states.length, states.length);
  const out = new Matrix(states.length, exits.length);
  for (const { from, to, count } of transitions) {
    const row = states.indexOf(from);
    if (row < 0) continue;
    if (left.has(to)) within.add(row, states.indexOf(to), count);
    else out.add(row, exits.indexOf(to), count);
  }
  return { states, exits, within, out };
}

/** What leaves a state in one step for another state or an exit. */
export const movesFrom = (chain: AbsorbingChain, state: number): number =>
  sum(chain.out.row(state)) + sum(chain.within.row(state).filter((_, to) => to !== state));

/** The states that a state leads to directly, without itself. */
export const nextStates = (chain: AbsorbingChain, state: number): number[] =>
  chain.states.flatMap((_, to) => (to !== state && chain.within.at(state, to) > 0 ? [to] : []));

/** All states that some lead to in any number of steps, these included. */
export function reachable(chain: AbsorbingChain, from: readonly number[]): Set<number> {
  const found = new Set(from);
  for (const state of found) for (const next of nextStates(chain, state)) found.add(next);
  return found;
}

/** The states from which no exit can be reached. */
export const closedStates = (chain: AbsorbingChain): string[] =>
  chain.states.filter((_, state) =>
    [...reachable(chain, [state])].every((reached) => sum(chain.out.row(reached)) === 0),
  );

/** The states, each before all that it leads to; undefined when there is a loop. Stays are none. */
export function withoutLoop(chain: AbsorbingChain): number[] | undefined {
  const left = new Set(chain.states.keys());
  const order: number[] = [];
  while (left.size > 0) {
    const last = [...left].find((state) => nextStates(chain, state).every((next) => !left.has(next)));
    if (last === undefined) return undefined;
    left.delete(last);
    order.unshift(last);
  }
  return order;
}
