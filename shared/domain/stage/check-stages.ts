import type { Problem } from '../kweek-error.ts';
import type { Config } from '../programme/config.ts';
import type { StageModel } from './stage-model.ts';

const fieldOf = { nurture: 'nurtureStage', lifecycle: 'lifecycle' } as const;

/** Each model moves its own field, and its transitions make sense of its states. */
export function checkStages(stages: Config['stages']): Problem[] {
  return (['nurture', 'lifecycle'] as const).flatMap((name) => {
    const at = `/stages/${name}`;
    const model = stages[name];
    const field: Problem[] =
      model.field === fieldOf[name]
        ? []
        : [{ pointer: `${at}/field`, detail: `Put "${fieldOf[name]}": ${why[name]}.`, code: 'wrong_field' }];
    return [...field, ...checkStates(model, at), ...checkLoops(model, at), ...checkShape(model, at)];
  });
}

const why = {
  nurture: 'the nurture model moves the nurture stage alone',
  lifecycle: 'the lifecycle model moves the lifecycle alone',
};

function checkStates(model: StageModel, at: string): Problem[] {
  const ids = model.states.map(({ id }) => id);
  const reached = reachable(model);
  return ids.flatMap((id, i): Problem[] => {
    if (ids.indexOf(id) < i) {
      const detail = `A state "${id}" stands above: give this one another id.`;
      return [{ pointer: `${at}/states/${i}/id`, detail, code: 'duplicate' }];
    }
    if (reached.has(id)) return [];
    const detail = `No way leads from "${model.initial}" to "${id}": add a transition, or take the state out.`;
    return [{ pointer: `${at}/states/${i}`, detail, code: 'unreachable' }];
  });
}

/**
 * States from which no way leads to the goal, other than those that end a lead's way (`terminal`) or come after
 * the goal: whoever gets there goes round for ever (nobody gets to an unreachable one). And names that `formerly` gives twice, or to a living state.
 */
function checkLoops(model: StageModel, at: string): Problem[] {
  const { states, goal } = model;
  const reached = reachable(model);
  const after = reachable(model, goal);
  const loops = states.flatMap(({ id, terminal }, i): Problem[] => {
    if (terminal || !reached.has(id) || after.has(id) || reachable(model, id).has(goal)) return [];
    const round = [...reachable(model, id)].join(', ');
    const detail = `From "${id}" no way leads to the goal "${goal}" (only to ${round}): add a transition, or call it terminal.`;
    return [{ pointer: `${at}/states/${i}`, detail, code: 'closed_loop' }];
  });
  const named = states.flatMap(({ formerly = [] }, i) => formerly.map((name) => ({ name, i })));
  const twice = named.flatMap(({ name, i }, place): Problem[] => {
    const isAlive = states.some(({ id }) => id === name);
    if (!isAlive && named.findIndex((other) => other.name === name) === place) return [];
    const detail = isAlive
      ? `"${name}" is a state of this model: leads in it stay there.`
      : `Another state takes "${name}" over already.`;
    return [{ pointer: `${at}/states/${i}/formerly`, detail, code: 'duplicate' }];
  });
  return [...loops, ...twice];
}

function reachable({ initial, transitions }: StageModel, from = initial): Set<string> {
  const reached = new Set([from]);
  for (let size = 0; size !== reached.size; ) {
    size = reached.size;
    for (const t of transitions) if ([t.from].flat().some((id) => reached.has(id))) reached.add(t.to);
  }
  return reached;
}

/** A linear model goes forward only, in the order of its states. */
function checkShape(model: StageModel, at: string): Problem[] {
  if (model.shape !== 'linear') return [];
  const order = (id: string) => model.states.findIndex((state) => state.id === id);
  return model.transitions.flatMap(({ from, to }, i): Problem[] => {
    const back = [from].flat().find((id) => order(id) > order(to));
    if (back === undefined) return [];
    const detail = `A linear model goes forward only, and "${back}" stands behind "${to}": call it a graph, or turn this around.`;
    return [{ pointer: `${at}/transitions/${i}`, detail, code: 'backwards' }];
  });
}
