import type { StageModel } from '../stage/stage-model.ts';
import { pathOf } from '../stage/stage-path.ts';
import type { Localized } from '../text.ts';

export const lenses = ['sales', 'marketing', 'flywheel', 'nurture'] as const;
export type Lens = (typeof lenses)[number];

/** The stage models in force. */
export interface Models {
  nurture: StageModel;
  lifecycle: StageModel;
}

/** One step of a funnel as a lens shows it: leads that reached one state of one model. */
export interface LensStep {
  id: string;
  label: string;
  model: 'nurtureStage' | 'lifecycle';
  state: string;
}

export interface LensView {
  lens: Lens;
  steps: LensStep[];
  /** The step that this lens is after. */
  goal: string;
  kpi: string;
}

/**
 * The same leads through four glasses. `sales`: the way to the first purchase. `marketing`: the same and what comes
 * after it. `nurture`: the stages that mails follow. `flywheel`: the lifecycle itself where it is one; else attracted is
 * who came, engaged who reached the nurture model's second stage, delighted who reached the lifecycle's goal, advocate
 * who came furthest (domain brief §3.1).
 */
export function viewThrough(lens: Lens, { nurture, lifecycle }: Models, language: string): LensView {
  const { steps, after } = pathOf(lifecycle);
  const of = (model: StageModel, state: string, id = state): LensStep => ({
    id,
    label: labelOf(model, state, language),
    model: model.field,
    state,
  });
  switch (lens) {
    case 'sales':
      return {
        ...{ lens, steps: steps.map((state) => of(lifecycle, state)), goal: lifecycle.goal },
        kpi: 'new customers',
      };
    case 'marketing':
      return {
        ...{ lens, steps: [...steps, ...after].map((state) => of(lifecycle, state)) },
        ...{ goal: after.at(-1) ?? lifecycle.goal, kpi: 'customers who come back and bring others' },
      };
    case 'nurture':
      return {
        ...{ lens, steps: pathOf(nurture).steps.map((state) => of(nurture, state)), goal: nurture.goal },
        kpi: 'leads that stand up for us',
      };
    case 'flywheel':
      return { lens, ...flywheelSteps(nurture, lifecycle, of), kpi: 'customers and the leads they bring' };
  }
}

function flywheelSteps(
  nurture: StageModel,
  lifecycle: StageModel,
  of: (model: StageModel, state: string, id?: string) => LensStep,
): Pick<LensView, 'steps' | 'goal'> {
  const { steps, after } = pathOf(lifecycle);
  if (lifecycle.id === 'flywheel') {
    return { steps: [...steps, ...after].map((state) => of(lifecycle, state)), goal: lifecycle.goal };
  }
  const engaged = pathOf(nurture).steps[1] ?? nurture.goal;
  const last = after.at(-1);
  const named = (step: LensStep, label: string) => ({ ...step, label });
  return {
    steps: [
      named(of(lifecycle, lifecycle.initial, 'attract'), 'Attract'),
      named(of(nurture, engaged, 'engage'), 'Engage'),
      named(of(lifecycle, lifecycle.goal, 'delight'), 'Delight'),
      ...(last ? [named(of(lifecycle, last, 'advocate'), 'Advocate')] : []),
    ],
    goal: 'delight',
  };
}

/** What people call a state: in a language, else in English, else by its id. */
export function labelOf(model: StageModel, state: string, language = 'en'): string {
  const label: Localized | undefined = model.states.find(({ id }) => id === state)?.label;
  return label?.[language] ?? label?.en ?? Object.values(label ?? {})[0] ?? state;
}
