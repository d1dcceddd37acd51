import type { Call } from './call.ts';
import { type Rehearsal, rehearse } from './rehearsal.ts';
import type { Story } from './story.ts';
import { type Fault, tell } from './telling.ts';
import { waysOf } from './ways.ts';
import type { World } from './world.ts';

/** One run of a story with what is to go wrong in it. */
export interface Case {
  story: Story;
  faults: Fault[];
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

/** Each call of a story's broken scenes, in each way that it can go wrong. */
export function casesOf(story: Story, calls: Call[]): Case[] {
  const inScope = calls.filter(({ id }) => story.broken?.includes(id.split('/')[0] ?? '') ?? true);
  return inScope.flatMap((call) =>
    [...waysOf(call), ...(isOvertaken(story, call) ? (['somebody acts before it'] as const) : [])].map(
      (way) => ({ story, faults: [{ call: call.id, way }] }),
    ),
  );
}

const isOvertaken = (story: Story, call: Call) =>
  story.meanwhile !== undefined && call.id.startsWith('awareness 1/nurture-send/');

const MOST_TELLINGS = 3;

/**
 * Runs a case: from the first broken scene to the one after the last, where whatever is left of a fault
 * would show. Again when this machine was too slow for a fair run or it did not come to the call.
 */
export async function runCase(world: World, it: Case, rehearsal: Rehearsal): Promise<Outcome> {
  const { story, faults } = it;
  const scenes = faults.map(({ call }) => story.phases.findIndex(({ name }) => call.startsWith(`${name}/`)));
  const last = story.phases.length;
  const scene = Math.min(...scenes.map((at) => (at < 0 ? last : at)));
  const until = Math.min(Math.max(...scenes.map((at) => (at < 0 ? last : at + 2))), last);
  const [snapshot, clean] = [rehearsal.snapshots[scene], rehearsal.books[until]];
  if (!snapshot || !clean) throw new Error(`no such scene: ${JSON.stringify(faults)}`);
  const isCold = faults.some(({ call }) => isColdCall(call));
  for (let tellings = 1; ; tellings++) {
    const telling = await tell(world, { story, faults, isCold, until, from: { scene, snapshot } });
    const fired = telling.fired.every(Boolean);
    const problems = story.check(clean, telling.books);
    if (problems.length > 0) await world.restart(); // what is left of it shall not trouble the next
    const isFair = fired && !(telling.disturbed && problems.length > 0);
    if (isFair || tellings === MOST_TELLINGS) return { case: it, problems, fired };
  }
}

/** Links last a week; a rehearsal serves for less. */
const FRESH_FOR = 5 * 86_400_000;

/** Works off a list of cases on several machines, each of which rehearses the stories for itself. */
export async function runCases(
  worlds: World[],
  cases: Iterable<Case>,
  each: (outcome: Outcome) => void,
): Promise<void> {
  const next = cases[Symbol.iterator]();
  await Promise.all(
    worlds.map(async (world) => {
      const rehearsals = new Map<Story, Rehearsal>();
      for (let it = next.next(); !it.done; it = next.next()) {
        const { story } = it.value;
        let rehearsal = rehearsals.get(story);
        if (!rehearsal || world.stack.clock.machine() - rehearsal.at > FRESH_FOR) {
          rehearsal = await rehearse(world, story);
          rehearsals.set(story, rehearsal);
        }
        each(await runCase(world, it.value, rehearsal));
      }
    }),
  );
}
