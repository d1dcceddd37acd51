import { type AbsorbingChain, reachable, type Transition } from './chain.ts';

/** Fewer leads that left a state, or that reached the goal, say little (domain brief §4.4). */
const EXITS = 20;
const GOALS = 3;

export interface Shortage {
  code: 'few_exits' | 'few_goals';
  /** Where the counts are short. */
  state: string;
  /** What was counted. */
  count: number;
  detail: string;
}

export interface Sufficiency {
  sufficiency: 'indicative' | 'sufficient';
  reasons: Shortage[];
}

/** Whether the counts carry a forecast; they must for every state on the way from the stock to the goal. */
export function sufficiencyOf(
  transitions: readonly Transition[],
  chain: AbsorbingChain,
  stock: readonly number[],
  goal: string,
): Sufficiency {
  const stocked = [...chain.states.keys()].filter((state) => (stock[state] ?? 0) > 0);
  const begin = stocked.length > 0 ? stocked : [...chain.states.keys()];
  const exit = chain.exits.indexOf(goal);
  const leadsToGoal = (state: number) =>
    [...reachable(chain, [state])].some((reached) => chain.out.at(reached, exit) > 0);
  const onTheWay = [...reachable(chain, begin)].filter(leadsToGoal).map((state) => chain.states[state] ?? '');
  const counted = (which: (t: Transition) => boolean) =>
    transitions.filter((t) => t.from !== t.to && which(t)).reduce((total, { count }) => total + count, 0);
  const reasons: Shortage[] = onTheWay.sort().flatMap((state) => {
    const count = counted(({ from }) => from === state);
    const detail = `Only ${told(count)} moves out of "${state}" were counted, of the ${EXITS} that a chance asks for.`;
    return count < EXITS ? [{ code: 'few_exits', state, count, detail }] : [];
  });
  const goals = counted(({ to }) => to === goal);
  if (goals < GOALS) {
    const detail = `Only ${told(goals)} arrivals at "${goal}" were counted, of the ${GOALS} that a forecast asks for.`;
    reasons.push({ code: 'few_goals', state: goal, count: goals, detail });
  }
  return { sufficiency: reasons.length > 0 ? 'indicative' : 'sufficient', reasons };
}

/** A count as people write it; shares of 1 may stand in for counts. */
const told = (count: number) => String(Math.round(count * 100) / 100);
