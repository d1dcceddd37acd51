import type { Problem } from '../kweek-error.ts';
import { isColleague } from '../programme/colleagues.ts';
import type { Config } from '../programme/config.ts';
import type { Settings } from '../programme/settings.ts';
import { DAY } from '../time/duration.ts';
import type { Sequence, Trigger } from './sequence.ts';
import type { Step } from './step.ts';
import { partsOf } from './step-holds.ts';
import { END, templatesOf } from './step-kind.ts';
import { waitEnd } from './wait.ts';

/** What runs and is yet worth a second look: warnings with pointers into the sequence. */
export function lintSequence(
  sequence: Sequence,
  { forms, settings }: Pick<Config, 'forms' | 'settings'>,
): Problem[] {
  const asked = new Set(Object.values(forms).flatMap(({ fields }) => fields.map(({ name }) => name)));
  const set = new Set(sequence.steps.flatMap((step) => (step.type === 'update_field' ? [step.field] : [])));
  return [
    ...unreachable(sequence.steps),
    ...sequence.steps.flatMap((step, i) => [
      ...tooLong(step, `/steps/${i}`),
      ...unasked(step, `/steps/${i}/when`, (name) => asked.has(name) || set.has(name)),
      ...unknownColleague(step, `/steps/${i}/to`, settings),
    ]),
  ];
}

function unreachable(steps: Step[]): Problem[] {
  const reached = new Set([0]);
  steps.forEach((step, i) => {
    if (!reached.has(i)) return;
    for (const to of waysFrom(step, i, steps)) reached.add(to);
  });
  // Whoever reaches a goal comes to it from anywhere.
  return steps.flatMap((step, i) =>
    reached.has(i) || step.type === 'goal'
      ? []
      : [
          {
            pointer: `/steps/${i}`,
            detail: `No lead comes to "${step.id}": the steps above lead around it.`,
            code: 'unreachable',
          },
        ],
  );
}

function waysFrom(step: Step, i: number, steps: Step[]): number[] {
  if (step.type === 'exit' && !step.when) return [];
  if (step.type !== 'branch') return [i + 1];
  return [step.yes, step.no].map((way) =>
    way === undefined ? i + 1 : way === END ? steps.length : steps.findIndex(({ id }) => id === way),
  );
}

function tooLong(step: Step, pointer: string): Problem[] {
  if (step.type !== 'wait' || waitEnd(0, step, 'UTC') <= 366 * DAY) return [];
  const detail = `"${step.id}" lasts longer than a year: few leads will remember you.`;
  return [{ pointer, detail, code: 'long_wait' }];
}

function unasked(step: Step, pointer: string, isKnown: (name: string) => boolean): Problem[] {
  if (step.type !== 'branch') return [];
  const names = partsOf(step.when).flatMap(({ field }) => (field ? [field.name] : []));
  return [...new Set(names)]
    .filter((name) => !isKnown(name))
    .map((name) => ({
      pointer,
      detail: `No form asks for "${name}", and no step of this sequence sets it: the branch always goes one way.`,
      code: 'unknown_field',
    }));
}

function unknownColleague(step: Step, pointer: string, settings: Settings): Problem[] {
  if (step.type !== 'notify' || isColleague(step.to, settings)) return [];
  const detail = `"${step.id}" tells ${step.to} of leads, whom settings.colleagues does not name: is it one of yours?`;
  return [{ pointer, detail, code: 'unknown_colleague' }];
}

/** Stages whose sequences do nothing but advertise. Pointers into the document. */
export function onlyPromotion({ stages, sequences, templates }: Config): Problem[] {
  return stages.nurture.states.flatMap(({ id }, i): Problem[] => {
    // Signups land in the first stage, so what a form starts is content of it.
    const isOf = (trigger: Trigger) =>
      'stage' in trigger ? trigger.stage === id : 'form' in trigger && id === stages.nurture.initial;
    const mails = Object.values(sequences)
      .filter(({ triggers }) => triggers.some(isOf))
      .flatMap(({ steps }) => steps.flatMap(templatesOf));
    const isPromotion = (name: string) => templates[name]?.promotional === true;
    if (mails.length === 0 || !mails.every(isPromotion)) return [];
    const detail = `Every mail in the stage "${id}" advertises: give its leads something that helps them, too.`;
    return [{ pointer: `/stages/nurture/states/${i}`, detail, code: 'only_promotion' }];
  });
}
