import type { Problem } from '../kweek-error.ts';
import { lintSequence, onlyPromotion } from '../sequence/lint-sequence.ts';
import { pointerTo } from '../signup/posted-value.ts';
import type { StageModel } from '../stage/stage-model.ts';
import type { Config } from './config.ts';

/** What becomes of leads that still count on a thing that is gone. */
const removal = {
  forms:
    'Signups to it are refused from now on, and those who were still to confirm get no confirmation mail.',
  magnets: 'Links to it in mails that left stop working, and a lead that still waits for it will not get it.',
  templates: 'A lead on an older version of a sequence that still comes to it will not get that mail.',
  sequences: 'Leads on their way through it get no more of its mails.',
} as const;

/** What is allowed and yet worth a second look: what leads lose by this publication, stages without content. */
export function warningsOf(before: Config | undefined, after: Config): Problem[] {
  return [
    ...(before ? lossesBetween(before, after) : []),
    ...emptyStages(after),
    ...onlyPromotion(after),
    ...Object.entries(after.sequences).flatMap(([slug, sequence]) =>
      lintSequence(sequence, after).map((found) => ({
        ...found,
        pointer: `${pointerTo('/sequences', slug)}${found.pointer}`,
      })),
    ),
  ];
}

function lossesBetween(before: Config, after: Config): Problem[] {
  const kinds = Object.keys(removal) as (keyof typeof removal)[];
  return [
    ...kinds.flatMap((kind) =>
      Object.keys(before[kind])
        .filter((slug) => !Object.hasOwn(after[kind], slug))
        .map((slug) => ({
          pointer: pointerTo(`/${kind}`, slug),
          detail: `"${slug}" is removed. ${removal[kind]}`,
          code: 'removed',
        })),
    ),
    ...lostStates(before.stages.nurture, after.stages.nurture, '/stages/nurture'),
    ...lostStates(before.stages.lifecycle, after.stages.lifecycle, '/stages/lifecycle'),
  ];
}

const lostStates = (before: StageModel, after: StageModel, pointer: string): Problem[] =>
  before.states
    .filter(({ id }) => !after.states.some((state) => state.id === id || state.formerly?.includes(id)))
    .map(({ id }) => ({
      pointer: `${pointer}/states`,
      detail: `The state "${id}" is removed. Leads that are in it stay there, and no transition moves them.`,
      code: 'removed',
    }));

/** Content is for every stage: one that starts no sequence has none. */
function emptyStages({ stages, sequences }: Config): Problem[] {
  const triggers = Object.values(sequences).flatMap((sequence) => sequence.triggers);
  const started = new Set(triggers.flatMap((trigger) => ('stage' in trigger ? [trigger.stage] : [])));
  return stages.nurture.states.flatMap(({ id }, i): Problem[] => {
    // Signups land in the first stage: a form that starts a sequence is content for it.
    const isServed = started.has(id) || (id === stages.nurture.initial && triggers.some((t) => 'form' in t));
    if (isServed) return [];
    const detail = `No sequence starts in the stage "${id}": leads in it get no content.`;
    return [{ pointer: `/stages/nurture/states/${i}`, detail, code: 'no_content' }];
  });
}
