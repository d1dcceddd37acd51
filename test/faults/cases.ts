import type { Books } from './books.ts';
import type { Call } from './call.ts';
import { type Rehearsal, rehearsed } from './rehearsal.ts';
import type { Story } from './story.ts';
import { type Fault, tell } from './telling.ts';
import { type WayName, waysOf } from './ways.ts';
import type { World } from './world.ts';

/** One run of a story with what is to go wrong in it. */
export interface Case {
  story: Story;
  faults: Fault[];
  /** Why these faults come together. */
  about?: string;
}

export interface Outcome {
  case: Case;
  /** Empty: the books are as if nothing had happened. */
  problems: string[];
  /** Whether it came to every fault. */
  fired: boolean;
}

/** Only the first call of a process reads it. */
const isColdCall = (id: string) => id.includes('config document');

/** Every case of a story: single faults, and what comes together without being two. */
export const allCasesOf = (story: Story, calls: Call[]): Case[] => [
  ...casesOf(story, calls),
  ...(story.meanwhile ? [] : compoundCases(story, calls)),
];

/** Each call of a story that is to be broken, in each way that it can go wrong. */
export function casesOf(story: Story, calls: Call[]): Case[] {
  return calls.flatMap((call) => {
    const ways = story.isBroken?.(call.id) === false ? [] : waysOf(call);
    const overtaken = isOvertaken(story, call) ? (['somebody acts before it'] as const) : [];
    return [...ways, ...overtaken].map((way) => ({ story, faults: [{ call: call.id, way }] }));
  });
}

/** A case as it travels between processes. */
export interface PlainCase extends Omit<Case, 'story'> {
  story: string;
}

export const plain = ({ story, ...rest }: Case): PlainCase => ({ story: story.name, ...rest });

/** The words of a case, for people and for choosing. */
export const nameOf = ({ story, faults, about }: PlainCase): string =>
  `${story}: ${about ? `${about}: ` : ''}${faults.map(({ call, way }) => `${call} ${way}`).join(' + ')}`;

const unknown: WayName[] = [
  'error 500 after the effect',
  'reset after the effect',
  'no answer after the effect',
  'no answer, effect late',
  'killed after',
];

/**
 * What comes together without being two faults: an answer that is lost and a read that lags, as reads may;
 * and feedback that is hours behind, which is one fault however many mails it concerns.
 */
export function compoundCases(story: Story, calls: Call[]): Case[] {
  const ids = calls.map(({ id }) => id);
  const scenes = story.phases.map(({ name }) => name);
  return unknown.flatMap((way) => [
    ...ids
      .filter((id) => id.endsWith('/SendEmail/1'))
      .map((call) => ({
        story,
        about: 'unknown and the news reads an older version',
        faults: [
          { call, way },
          { call: `${call.split('/')[0]}/feedback/GetItem lead/1`, way: 'read lags behind' as const },
        ],
      })),
    ...scenes.slice(1).flatMap((scene, i) => {
      const call = ids.find((id) => id === `${scene}/nurture-send/SendEmail/1`);
      const late = 'news hours late' as const;
      const news = [scenes[i], scene].map((name) => `${name}/news/1`).filter((id) => ids.includes(id));
      if (!call || news.length < 2) return [];
      return [
        {
          story,
          about: 'unknown while feedback is behind',
          faults: [...news.map((id) => ({ call: id, way: late })), { call, way }],
        },
      ];
    }),
  ]);
}

const isOvertaken = (story: Story, call: Call) =>
  story.meanwhile !== undefined && call.id.startsWith('awareness 1/nurture-send/');

/** The scene that a fault strikes in; behind the last one when it is what comes after the story. */
export function sceneOf(story: Story, { call }: Fault): number {
  const scene = story.phases.findIndex(({ name }) => call.startsWith(`${name}/`));
  return scene < 0 ? story.phases.length : scene;
}

const delivery = /(timeline|counted): (email\.delivered|mail\|.*\|delivered)/;

/** Where the books differ; but what SES told nobody cannot be told of. */
export function problemsOf({ story, faults }: Case, clean: Books, broken: Books): string[] {
  const found = story.check(clean, broken);
  const isUntold = faults.some(({ way }) => way === 'news lost');
  return isUntold ? found.filter((problem) => !delivery.test(problem)) : found;
}

/** The scene at or before this one that begins with everything settled. */
export function beginning({ phases }: Pick<Story, 'phases'>, scene: number): number {
  return scene > 0 && !phases[scene - 1]?.isDone ? beginning({ phases }, scene - 1) : scene;
}

/** The place at or behind this one where a scene ends with everything settled. */
export function ending({ phases }: Pick<Story, 'phases'>, until: number): number {
  if (until >= phases.length) return phases.length;
  return phases[until - 1]?.isDone ? until : ending({ phases }, until + 1);
}

const MOST_TELLINGS = 3;

/**
 * Runs a case: from the first broken scene to the last one, and the next after a fault that touches what is
 * written or sent, where whatever is left of it would show. Again when this machine was too slow for a fair run or it did not come to the call.
 */
export async function runCase(world: World, it: Case, rehearsal: Rehearsal): Promise<Outcome> {
  const { story, faults } = it;
  const scenes = faults.map((fault) => sceneOf(story, fault));
  const scene = beginning(story, Math.min(...scenes));
  const isRead = faults.every(({ call }) => /\/(GetItem|Query|GetAccount)/.test(call));
  const until = ending(story, Math.max(...scenes) + (isRead ? 1 : 2));
  const snapshot = rehearsal.snapshots[scene];
  const clean = await rehearsal.booksBefore(until);
  if (!snapshot) throw new Error(`no such scene: ${JSON.stringify(faults)}`);
  const isCold = faults.some(({ call }) => isColdCall(call));
  for (let tellings = 1; ; tellings++) {
    const telling = await tell(world, { story, faults, isCold, until, from: { scene, snapshot } });
    const fired = telling.fired.every(Boolean);
    const problems = problemsOf(it, clean, telling.books);
    if (problems.length > 0) await world.restart(); // what is left of it shall not trouble the next
    const isFair = fired && !(telling.disturbed && problems.length > 0);
    if (isFair || tellings === MOST_TELLINGS) return { case: it, problems, fired };
  }
}

/** Works off a list of cases on several machines, each of which rehearses the stories for itself. */
export async function runCases(
  worlds: World[],
  cases: Iterable<Case>,
  each: (outcome: Outcome) => void,
): Promise<void> {
  const next = cases[Symbol.iterator]();
  await Promise.all(
    worlds.map(async (world) => {
      for (let it = next.next(); !it.done; it = next.next()) {
        each(await runCase(world, it.value, await rehearsed(world, it.value.story)));
      }
    }),
  );
}
