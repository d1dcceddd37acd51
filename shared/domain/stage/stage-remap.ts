import type { Activity } from '../lead/activity.ts';
import type { Lead, StagePosition } from '../lead/lead.ts';
import type { Rules } from '../programme/rules.ts';
import type { StageModel } from './stage-model.ts';

/**
 * Where a lead is by the model in force: its state, or the one that took that over (`formerly`). A state
 * that nobody took over stays as it is.
 */
export function positionIn(model: StageModel, position: StagePosition): StagePosition {
  if (model.states.some(({ id }) => id === position.state)) return position;
  const heir = heirOf(model, position.state);
  if (!heir) return position;
  const { furthest, ...rest } = position;
  const reached = furthest === undefined ? undefined : (heirOf(model, furthest) ?? furthest);
  return {
    ...rest,
    state: heir,
    ...(reached === undefined || reached === heir ? {} : { furthest: reached }),
  };
}

const heirOf = ({ states }: StageModel, state: string): string | undefined =>
  states.find(({ id, formerly }) => id === state || formerly?.includes(state))?.id;

/**
 * Takes a lead over into the models in force, when it is next decided on. It keeps since when it is there, and
 * the timeline tells what its state was called.
 */
export function remapped<C extends { lead: Lead; activities: Activity[] }>(
  change: C,
  rules: Rules,
  at: number,
): C {
  let { lead, activities } = change;
  for (const model of [rules.config.stages.nurture, rules.config.stages.lifecycle]) {
    const before = lead[model.field];
    const position = positionIn(model, before);
    if (position === before) continue;
    const told = {
      type: 'lead.stage_remapped',
      at,
      field: model.field,
      from: before.state,
      to: position.state,
    };
    activities = [...activities, { ...told, model: `${model.id}@${model.version}` }];
    lead = withHandoff({ ...lead, [model.field]: position }, model, before.state);
  }
  return lead === change.lead ? change : { ...change, lead, activities };
}

/** A hand-off goes on under the new name of its state, if that is one in which leads are handed over. */
function withHandoff(lead: Lead, model: StageModel, from: string): Lead {
  const { handoff } = lead;
  const to = lead.lifecycle.state;
  const isHandover = model.states.some(({ id, sla }) => id === to && sla);
  if (model.field !== 'lifecycle' || handoff?.state !== from || !isHandover) return lead;
  return { ...lead, handoff: { ...handoff, state: to } };
}
