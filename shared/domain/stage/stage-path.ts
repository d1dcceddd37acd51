import type { StagePosition } from '../lead/lead.ts';
import type { StageModel } from './stage-model.ts';

/**
 * The steps of a model that reports follow: its states up to the goal, in the order of the file, then those that
 * come after the goal (loyal, advocate). All others (recycled, disqualified) are sidings.
 */
export interface StagePath {
  /** From the initial state to the goal, both included. */
  steps: string[];
  after: string[];
  sidings: string[];
}

export function pathOf({ states, transitions, initial, goal }: StageModel): StagePath {
  const names = states.map(({ id }) => id);
  const upTo = names.slice(0, names.indexOf(goal)).filter((name) => name !== initial && name !== goal);
  const beyond = new Set([goal]);
  for (const state of beyond) {
    for (const { from, to } of transitions) {
      const isBack = to === initial || upTo.includes(to);
      if ([from].flat().includes(state) && !isBack) beyond.add(to);
    }
  }
  beyond.delete(goal);
  const steps = initial === goal ? [goal] : [initial, ...upTo, goal];
  const after = names.filter((name) => beyond.has(name));
  return { steps, after, sidings: names.filter((name) => !steps.includes(name) && !beyond.has(name)) };
}

/** What is new about a move: which steps a lead reaches for the first time in its life. */
export interface Reach {
  /** The lead had come as far before. */
  again?: true;
  /** Steps up to the goal that it skipped, and so counts as having passed. */
  passed?: string[];
  /** It reaches the goal for the first time. */
  goal?: true;
}

/**
 * Where a move leads, and what of it is new. The furthest step stands in the position only while the lead is
 * not there, so that most leads carry nothing.
 */
export function reach(
  model: StageModel,
  position: StagePosition,
  to: string,
  at: number,
): { position: StagePosition; reach: Reach } {
  const { steps, after } = pathOf(model);
  const order = [...steps, ...after];
  const furthest = Math.max(order.indexOf(position.furthest ?? ''), order.indexOf(position.state), 0);
  const rank = order.indexOf(to);
  const goal = steps.length - 1;
  if (rank <= furthest) {
    const kept = order[furthest];
    const next = { state: to, since: at };
    return {
      position: kept === undefined || kept === to ? next : { ...next, furthest: kept },
      reach: rank >= 0 ? { again: true } : {},
    };
  }
  const passed = steps.slice(furthest + 1, Math.min(rank, goal + 1));
  return {
    position: { state: to, since: at },
    reach: {
      ...(passed.length > 0 ? { passed } : {}),
      ...(rank >= goal && furthest < goal ? { goal: true as const } : {}),
    },
  };
}
