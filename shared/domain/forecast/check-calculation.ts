import type { Problem } from '../kweek-error.ts';
import type { Calculation } from './calculation-schema.ts';
import { limits } from './calculation-schema.ts';
import { type AbsorbingChain, closedStates, movesFrom } from './chain.ts';

/** As a multiple of the mean: no deals spread wider. */
const WIDEST = 1_000;

/** What no schema sees: names that do not fit together. Pointers lead into the calculation. */
export function checkNames(calculation: Calculation): Problem[] {
  const { transitions, goal, stock, dealValue, kind } = calculation;
  const names = new Set(transitions.flatMap(({ from, to }) => [from, to]));
  const problems: Problem[] = [];
  const add = (pointer: string, code: string, detail: string) => problems.push({ pointer, detail, code });
  if (names.size > limits.states) {
    add('/transitions', 'too_many_states', `At most ${limits.states} states; these are ${names.size}.`);
  }
  const listed = new Set<string>();
  for (const [index, { from, to }] of transitions.entries()) {
    const key = JSON.stringify([from, to]);
    if (listed.has(key)) {
      add(
        `/transitions/${index}`,
        'repeated',
        `From "${from}" to "${to}" stands here twice: add the counts up.`,
      );
    }
    listed.add(key);
    const isLeft = from !== goal && transitions.some((t) => t.from === from && t.to !== to);
    if (kind === 'jump' && from === to && isLeft) {
      const detail = `A jump is a move to another state. Leave the stay in "${from}" out, or calculate by periods.`;
      add(`/transitions/${index}/to`, 'stay_in_jump', detail);
    }
  }
  if (!names.has(goal)) add('/goal', 'unknown_state', `No transition names the goal "${goal}".`);
  const stocked = new Set<string>();
  for (const [index, { state, count }] of stock.entries()) {
    const pointer = `/stock/${index}/state`;
    if (!names.has(state)) add(pointer, 'unknown_state', `No transition names the state "${state}".`);
    if (stocked.has(state)) add(pointer, 'repeated', `"${state}" stands here twice: add the counts up.`);
    stocked.add(state);
    if (state === goal && count > 0) {
      add(pointer, 'at_goal', `Who is in "${goal}" has arrived, and is not to be expected: leave it out.`);
    }
  }
  if (dealValue.sd > WIDEST * dealValue.mean) {
    add('/dealValue/sd', 'too_big', `This must be at most ${WIDEST} times the mean.`);
  }
  return problems;
}

/** States that nobody is known to leave: of these, no chance can be told. */
export function checkExits(chain: AbsorbingChain): Problem[] {
  const never = chain.states.filter((_, state) => !(movesFrom(chain, state) > 0));
  if (never.length > 0) {
    const detail =
      `No move out of ${quoted(never)} was counted, so nothing is known of what comes after. ` +
      'Count some, or calculate with a posterior and a prior above 0.';
    return [{ pointer: '/transitions', detail, code: 'no_exits' }];
  }
  const closed = closedStates(chain);
  if (closed.length === 0) return [];
  const detail = `Nobody ever gets out of ${quoted(closed)}: they lead only to one another. List what ends there.`;
  return [{ pointer: '/transitions', detail, code: 'closed_loop' }];
}

export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
