import type { Problem } from '../kweek-error.ts';
import { checkTemplateName } from '../programme/check-template-name.ts';
import type { Config } from '../programme/config.ts';
import type { Step } from './step.ts';
import type { StepCondition } from './step-condition.ts';
import { partsOf } from './step-holds.ts';

/** Names in the steps of a sequence that lead nowhere: templates, stages. `at`: where the steps stand. */
export function checkSteps(steps: readonly Step[], at: string, config: Config): Problem[] {
  return steps.flatMap((step, i) => checkStep(step, `${at}/${i}`, config));
}

function checkStep(step: Step, at: string, config: Config): Problem[] {
  const template = (name: string, pointer: string) => checkTemplateName(name, 'nurture', pointer, config);
  switch (step.type) {
    case 'email':
      return template(step.template, `${at}/template`);
    case 'ab_test':
      return step.variants.flatMap((variant, i) =>
        template(variant.template, `${at}/variants/${i}/template`),
      );
    case 'branch':
      return partsOf(step.when).flatMap((part) => checkCondition(part, `${at}/when`, config));
    case 'set_stage':
      return [
        ...checkStates('nurture', [step.nurtureStage], `${at}/nurtureStage`, config),
        ...checkStates('lifecycle', [step.lifecycle], `${at}/lifecycle`, config),
      ];
    case 'goal':
      return checkCondition({ stage: step.when.stage, lifecycle: step.when.lifecycle }, `${at}/when`, config);
    default:
      return [];
  }
}

function checkCondition({ stage, lifecycle, clicked }: StepCondition, at: string, config: Config): Problem[] {
  return [
    ...checkStates('nurture', stage ?? [], `${at}/stage`, config),
    ...checkStates('lifecycle', lifecycle ?? [], `${at}/lifecycle`, config),
    ...(clicked === undefined ? [] : checkTemplateName(clicked, 'nurture', `${at}/clicked`, config)),
  ];
}

function checkStates(
  model: 'nurture' | 'lifecycle',
  names: readonly (string | undefined)[],
  pointer: string,
  { stages }: Config,
): Problem[] {
  const known = stages[model].states.map(({ id }) => id);
  return names
    .filter((name) => name !== undefined && !known.includes(name))
    .map((name) => ({
      pointer,
      detail: `"${name}" is no state of the ${model} model: name one of ${known.join(', ')}.`,
      code: 'unknown_stage',
    }));
}
