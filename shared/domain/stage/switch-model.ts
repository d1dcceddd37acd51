import type { Problem } from '../kweek-error.ts';
import { usualHeirs } from '../presets/which-funnel.ts';
import type { StageModel } from './stage-model.ts';

/** What becomes of the leads in one state when another model takes over. */
export interface Remapping {
  from: string;
  to: string;
  /** `same`: the new model has it too; `given`: as asked; `before`: as said in the model, or when an earlier one was replaced. */
  how: 'same' | 'given' | 'before';
}

/** A model that is to take over, knowing which states of the models before are now its own. */
export interface Takeover {
  model: StageModel;
  remapping: Remapping[];
  problems: Problem[];
}

/**
 * Makes one model the heir of another: every state that a lead may still be in, also by models before that
 * one, is the new model's or goes where `given` says. What nobody said is a problem, with a proposal.
 */
export function takeOver(before: StageModel, after: StageModel, given: Record<string, string>): Takeover {
  const own = new Set(after.states.map(({ id }) => id));
  const problems: Problem[] = Object.entries(given).flatMap(([from, to]) => misfit(before, own, from, to));
  const heirs = new Map<string, Remapping>();
  const follow = (from: string): Remapping | undefined => {
    if (own.has(from)) return { from, to: from, how: 'same' };
    if (given[from] !== undefined) return { from, to: given[from], how: 'given' };
    const heir = after.states.find(({ formerly }) => formerly?.includes(from));
    return heir && { from, to: heir.id, how: 'before' };
  };
  for (const state of before.states) {
    const found = follow(state.id);
    if (found) heirs.set(state.id, found);
    else problems.push(unsaid(state.id, after));
    for (const older of state.formerly ?? []) {
      const to = follow(older)?.to ?? found?.to;
      if (to !== undefined) heirs.set(older, { from: older, to, how: own.has(older) ? 'same' : 'before' });
    }
  }
  const remapping = [...heirs.values()];
  return { model: withHeirs(after, remapping), remapping, problems };
}

/** The names of states that it takes over, in each of its own. */
function withHeirs(model: StageModel, remapping: Remapping[]): StageModel {
  const states = model.states.map(({ formerly = [], ...state }) => {
    const taken = remapping.filter(({ from, to }) => to === state.id && from !== to).map(({ from }) => from);
    const all = [...new Set([...formerly, ...taken])].sort();
    return all.length > 0 ? { ...state, formerly: all } : state;
  });
  return { ...model, states };
}

function misfit(before: StageModel, own: Set<string>, from: string, to: string): Problem[] {
  const isKnown = before.states.some(({ id, formerly }) => id === from || formerly?.includes(from));
  if (!isKnown || own.has(from)) {
    const detail = isKnown
      ? `The new model has "${from}" too: leads in it stay there.`
      : `There is no "${from}" in the model in force.`;
    return [{ pointer: `/remap/${from}`, detail, code: 'unknown_stage' }];
  }
  if (own.has(to)) return [];
  const detail = `"${to}" is not a state of the new model: name one of ${[...own].join(', ')}.`;
  return [{ pointer: `/remap/${from}`, detail, code: 'unknown_stage' }];
}

function unsaid(from: string, after: StageModel): Problem {
  const proposed = usualHeirs[after.id]?.[from] ?? after.initial;
  const detail = `Say where leads in "${from}" go: "remap": {"${from}": "${proposed}"}, perhaps.`;
  return { pointer: '/remap', detail, code: 'unmapped' };
}
