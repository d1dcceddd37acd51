import { KweekError } from '../../domain/kweek-error.ts';
import type { PublishedConfig } from '../../domain/programme/config.ts';
import { entryPart } from '../../domain/programme/config-part.ts';
import type { Sequence } from '../../domain/sequence/sequence.ts';
import { MOST_PAUSES, type ResumePolicy, type SequenceFlow } from '../../domain/sequence/sequence-flow.ts';
import { readControl } from '../../store/sending.ts';
import type { Context } from '../context.ts';
import { countFinished } from './count-finished.ts';
import { countPositions } from './count-positions.ts';
import { type Edited, type EditOptions, editConfigPart } from './edit-config.ts';

/** What is done with a sequence beside changing its words: each is a publication of the programme. */

type Options = Omit<EditOptions, 'flow'>;

/** Nothing of it leaves, within two seconds; leads stay where they are. */
export const pauseSequence = (
  context: Context,
  idKeyCheck: string,
  slug: string,
): Promise<Edited<Sequence>> =>
  changeFlow(context, idKeyCheck, slug, (flow, now) =>
    flow.paused ? flow : { ...flow, paused: { since: now } },
  );

/** It goes on; `due`: what becomes of the mails that became due meanwhile, spread over the time that sending takes. */
export async function resumeSequence(
  context: Context,
  idKeyCheck: string,
  slug: string,
  due: ResumePolicy,
): Promise<Edited<Sequence>> {
  const spread = await spreadOf(context, slug);
  return changeFlow(context, idKeyCheck, slug, ({ paused, pauses = [], ...flow }, now) => {
    if (!paused) throw new KweekError('conflict', `The sequence "${slug}" is not paused.`);
    const over = { from: paused.since, to: now, due, spread };
    return { ...flow, pauses: [...pauses, over].slice(-MOST_PAUSES) };
  });
}

/** Nobody enters any more; who is in it is out before the next step (E12). What was published stays. */
export const archiveSequence = (context: Context, idKeyCheck: string, slug: string) =>
  changeFlow(context, idKeyCheck, slug, (flow, now) =>
    flow.archived ? flow : { ...flow, archived: { since: now } },
  );

/** Versions up to this one go to nobody any more; who is in them is out before the next mail. */
export const stopVersion = (context: Context, idKeyCheck: string, slug: string, version: number) =>
  changeFlow(context, idKeyCheck, slug, (flow, now) =>
    version <= (flow.stopped?.version ?? 0) ? flow : { ...flow, stopped: { version, since: now } },
  );

/** How a publication treats the leads on their way. */
export interface LeadsChoice {
  leads: 'stay' | 'migrate';
  /** Waits under way last as long as the new version says. */
  reschedule: boolean;
  /** Are leads that had finished let go on with what stands behind the end that they came to? */
  finished: 'leave' | 'offer';
}

/** Publishes a version of a sequence, and takes its leads over to it if that is asked; an archived one is back. */
export async function publishSequence(
  context: Context,
  idKeyCheck: string,
  slug: string,
  sequence: Sequence,
  { leads, reschedule, finished }: LeadsChoice,
  options: Options = {},
): Promise<Edited<Sequence>> {
  const spread = leads === 'migrate' ? await spreadOf(context, slug) : 0;
  const offered = finished === 'offer' ? await spreadOfOffer(context, slug, sequence) : 0;
  return editConfigPart(context, idKeyCheck, entryPart('sequences', slug), () => sequence, {
    ...options,
    flow: (inForce) => {
      const { archived: _, ...flow } = flowIn(inForce, slug);
      const to = nextVersion(inForce, slug, sequence);
      const at = context.clock.now().programme;
      const migration = leads === 'migrate' ? { migration: { to, at, reschedule, spread } } : {};
      const offer = finished === 'offer' ? { offer: { to, at, spread: offered } } : {};
      return { ...inForce.sequenceFlow, [slug]: { ...flow, ...migration, ...offer } };
    },
  });
}

/** The number that a publication of this sequence has: the same as before when it says the same. */
export function nextVersion(inForce: PublishedConfig, slug: string, sequence: Sequence): number {
  const number = inForce.sequenceVersions[slug] ?? 0;
  const isSame = JSON.stringify(inForce.sequences[slug]) === JSON.stringify(sequence);
  return isSame ? number : number + 1;
}

export const flowIn = (config: PublishedConfig, slug: string): SequenceFlow =>
  (config.sequenceFlow && Object.hasOwn(config.sequenceFlow, slug) ? config.sequenceFlow[slug] : undefined) ??
  {};

/** In one word, as people see it. */
export const statusOf = (flow: SequenceFlow): 'active' | 'paused' | 'archived' =>
  flow.archived ? 'archived' : flow.paused ? 'paused' : 'active';

async function changeFlow(
  context: Context,
  idKeyCheck: string,
  slug: string,
  change: (flow: SequenceFlow, now: number) => SequenceFlow,
): Promise<Edited<Sequence>> {
  const keep = (before: Sequence | undefined): Sequence => {
    if (before) return before;
    throw new KweekError('not_found', `The sequence "${slug}" is not in the programme.`);
  };
  return editConfigPart(context, idKeyCheck, entryPart('sequences', slug), keep, {
    // Later than what is in force, so that the tour of leads knows it for something new.
    flow: (inForce) => ({
      ...inForce.sequenceFlow,
      [slug]: change(flowIn(inForce, slug), context.clock.now().programme),
    }),
  });
}

const DAY_OF_MACHINE = 24 * 3_600_000;
const RATE_UNKNOWN = 1;

/** How long the sender needs for a mail to each lead in the sequence, as programme ms; a day when they are many. */
async function spreadOf(context: Context, slug: string): Promise<number> {
  const { positions, next } = await countPositions(context, slug);
  const leads = positions.reduce((sum, position) => sum + position.leads, 0);
  return timeFor(context, leads, next === undefined);
}

async function spreadOfOffer(context: Context, slug: string, sequence: Sequence): Promise<number> {
  const { config } = await context.rules.current();
  const to = nextVersion(config, slug, sequence);
  const { offered, complete } = await countFinished(context, slug, sequence, to);
  return timeFor(context, offered, complete);
}

async function timeFor(context: Context, leads: number, isAll: boolean): Promise<number> {
  const { account } = await readControl(context.table);
  const seconds = leads / (account?.maxSendRate ?? RATE_UNKNOWN);
  const machine = !isAll ? DAY_OF_MACHINE : Math.ceil(seconds * 1_000);
  const now = context.clock.now().machine;
  return context.clock.toProgramme(now + machine) - context.clock.toProgramme(now);
}
