import { KweekError, type Problem } from '../../domain/kweek-error.ts';
import { checkSequence } from '../../domain/programme/check-config.ts';
import { lintSequence } from '../../domain/sequence/lint-sequence.ts';
import type { Sequence } from '../../domain/sequence/sequence.ts';
import { differenceInWords } from '../../domain/sequence/sequence-difference.ts';
import { type Draft, deleteDraft, getDraft, putDraft } from '../../store/drafts.ts';
import type { Context } from '../context.ts';
import { countFinished, type FinishedCount } from './count-finished.ts';
import { countPositions, type Position } from './count-positions.ts';
import { type EditOptions, tagOf } from './edit-config.ts';
import { type Publication, readConfig } from './publish-config.ts';
import { type LeadsChoice, nextVersion, publishSequence } from './run-sequence.ts';

/** A sequence while it is written: kept beside the programme, and in force only once it is published. */

export async function readDraft(context: Context, slug: string): Promise<Draft> {
  const draft = await getDraft(context.table, slug);
  if (!draft) throw new KweekError('not_found', `There is no draft of "${slug}".`);
  return draft;
}

/** Answers the draft's tag. Throws `precondition_failed` when another one than `ifMatch` lies there. */
export async function saveDraft(
  context: Context,
  slug: string,
  sequence: Sequence,
  ifMatch?: string,
): Promise<string> {
  const tag = tagOf(sequence);
  const draft = { sequence, tag, savedAt: context.clock.now().programme };
  if (await putDraft(context.table, slug, draft, ifMatch === '*' ? undefined : ifMatch)) return tag;
  const detail = 'Someone changed the draft meanwhile: read it again, and make your changes to that.';
  throw new KweekError('precondition_failed', detail);
}

export const removeDraft = (context: Context, slug: string) => deleteDraft(context.table, slug);

/** What publishing it would meet, with pointers into it. */
export async function planDraft(
  context: Context,
  slug: string,
  sequence: Sequence,
): Promise<{ changes: string[]; problems: Problem[]; warnings: Problem[] }> {
  const config = await readConfig(context);
  const changes = differenceInWords(config?.sequences[slug], sequence);
  if (!config) return { changes, problems: [], warnings: [] };
  return {
    changes,
    problems: checkSequence(sequence, '', config),
    warnings: lintSequence(sequence, config),
  };
}

/** What a publication of a draft did, or would do. */
export interface SequencePublication {
  publication: Publication;
  version: number;
  changes: string[];
  warnings: Problem[];
  onTheirWay: { steps: Position[]; complete: boolean };
  /** Who had finished it before. */
  finished: FinishedCount;
  choices: { stay: string; migrate: string; leave: string; offer: string };
}

/** Publishes the draft, which is gone then. `ifMatch`: the draft's tag. */
export async function publishDraft(
  context: Context,
  idKeyCheck: string,
  slug: string,
  choice: LeadsChoice,
  { dryRun = false, ifMatch }: Pick<EditOptions, 'dryRun' | 'ifMatch'>,
): Promise<SequencePublication> {
  const { sequence, tag } = await readDraft(context, slug);
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== tag) {
    throw new KweekError('precondition_failed', 'Someone changed the draft meanwhile: read it again.');
  }
  const before = await readConfig(context);
  if (!before) throw new KweekError('not_configured', 'Nothing is published yet: PUT /v1/config first.');
  const published = before.sequences[slug];
  const counted = published ? await countPositions(context, slug) : { positions: [], next: undefined };
  const version = nextVersion(before, slug, sequence);
  const finished = published
    ? await countFinished(context, slug, sequence, version)
    : { leads: 0, offered: 0, complete: true };
  const { publication } = await publishSequence(context, idKeyCheck, slug, sequence, choice, { dryRun });
  if (!dryRun) await deleteDraft(context.table, slug);
  return {
    publication,
    version: publication.sequenceVersions[slug] ?? version,
    changes: differenceInWords(published, sequence),
    warnings: lintSequence(sequence, before),
    onTheirWay: { steps: counted.positions, complete: counted.next === undefined },
    finished,
    choices: {
      ...choicesFor(counted.positions, published, sequence, version),
      ...choicesForFinished(finished, version),
    },
  };
}

/** What becomes of the leads on their way, in words. */
function choicesFor(
  positions: readonly Position[],
  before: Sequence | undefined,
  after: Sequence,
  version: number,
): Pick<SequencePublication['choices'], 'stay' | 'migrate'> {
  const behind = positions.filter((position) => position.version < version);
  const leads = behind.reduce((sum, position) => sum + position.leads, 0);
  if (leads === 0) {
    const nobody = 'No lead is on its way in an older version.';
    return { stay: nobody, migrate: nobody };
  }
  const gone = behind.filter(({ step }) => step !== 'end' && !after.steps.some(({ id }) => id === step));
  const without = gone.reduce((sum, position) => sum + position.leads, 0);
  const waits = after.steps.filter(
    (step) =>
      step.type === 'wait' &&
      before?.steps.some((old) => old.id === step.id && JSON.stringify(old) !== JSON.stringify(step)),
  );
  return {
    stay: `${leads} on their way stay on the version that they began, to its end.`,
    migrate:
      `${leads} on their way go on in version ${version}, at the next step that is still there` +
      (without > 0 ? `; the step before which ${without} of them are is gone, so they go on behind it` : '') +
      (waits.length > 0
        ? `; who is in ${waits.map(({ id }) => `"${id}"`).join(', ')} waits as long as it lasts now, from when the wait began`
        : '') +
      '. Nobody is sent a step again.',
  };
}

/** What becomes of the leads that had finished, in words. */
function choicesForFinished(
  { leads, offered, complete }: FinishedCount,
  version: number,
): Pick<SequencePublication['choices'], 'leave' | 'offer'> {
  if (leads === 0 && complete) {
    const nobody = 'No lead has finished it.';
    return { leave: nobody, offer: nobody };
  }
  const some = complete ? '' : 'At least ';
  const others = leads - offered;
  return {
    leave: `${some}${leads} had finished it, and get nothing of what is new.`,
    offer:
      `${some}${offered} of ${leads} who had finished it go on in version ${version} with what stands behind the end that they ` +
      'came to, one after another; waits count from then, and nobody is sent a step again.' +
      (others > 0
        ? ` The other ${others} have nothing behind their end, have unsubscribed, or would be out of it at once.`
        : ''),
  };
}
