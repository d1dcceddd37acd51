import { type Books, readBooks } from './books.ts';
import type { Attributes, Call } from './call.ts';
import type { Phase, Story } from './story.ts';
import { aimOf, type Hands, type WayName } from './ways.ts';
import type { Snapshot, World } from './world.ts';

/** A call of a story, and what befalls it. */
export interface Fault {
  call: string;
  way: WayName;
}

/** Which scenes are played, with what going wrong. */
export interface Part {
  story: Story;
  /** The first scene, and how things stood before it; from the beginning without it. */
  from?: { scene: number; snapshot: Snapshot };
  /** The scene before which it ends. */
  until?: number;
  faults?: Fault[];
  /** In sandboxes that have done nothing before. */
  isCold?: boolean;
  /** Called before each scene. */
  before?(): Promise<void>;
}

/** How it went. */
export interface Telling {
  books: Books;
  calls: Call[];
  /** For each fault, whether it came to it. */
  fired: boolean[];
  /** The test's own machine was too slow: tell it again. */
  disturbed: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Scenes lie further apart than a lease is long. */
const APART = 20 * MINUTE;

/** How long an operator's day lasts: past back-offs, past the lease, past the wait for evidence. */
const dayOfRecovery = [1 * MINUTE, 16 * MINUTE, 16 * MINUTE, HOUR, 6 * HOUR, 6 * HOUR, 6 * HOUR, 6 * HOUR];

/** Tells a part of a story on this machine, each of the faults once; lets it recover by itself; reads the books. */
export async function tell(world: World, part: Part): Promise<Telling> {
  const { story, from, until = story.phases.length, faults = [], isCold = false } = part;
  await (from ? world.restore(from.snapshot) : world.welcome());
  if (isCold) await world.restart();
  const hands: Hands = {
    kill: world.stack.kill,
    before: () => world.network.before,
    tellNews: async () => void (await world.tellNews()),
    ...(story.meanwhile ? { meanwhile: () => story.meanwhile?.(world) ?? Promise.resolve() } : {}),
  };
  const aims = faults.map(({ call, way }) => ({ call, fired: 0, ...aimOf(way, hands) }));
  const lead = from?.snapshot.items.find(({ sk }) => sk?.S === 'lead');
  world.network.begin(aims, lead as Attributes | undefined);
  const stuck: string[] = [];
  for (const phase of story.phases.slice(from?.scene ?? 0, until)) {
    await part.before?.();
    world.network.enter(phase.name);
    world.advance(0, APART);
    try {
      await play(world, phase);
    } catch (error) {
      stuck.push(`${phase.name}: ${error instanceof Error ? error.message : error}`);
      break;
    }
  }
  await part.before?.();
  world.network.enter('end');
  world.advance(HOUR);
  await world.tellRest();
  await world.sweep();
  await world.settle();
  const books = await readBooks(world);
  books.faults.push(...stuck);
  return {
    books,
    calls: [...world.network.calls.values()],
    fired: aims.map((aim) => aim.fired > 0),
    disturbed: world.network.disturbed > 0,
  };
}

/** A scene, and whatever has to happen until all that follows from it has. */
async function play(world: World, phase: Phase): Promise<void> {
  const before = world.network.fired;
  await phase.act(world);
  if (!phase.isDone) return;
  await world.pump('start');
  // The minute's sweep may come before the news of what went wrong.
  if (world.network.fired > before) await world.sweep();
  for (const wait of [0, ...dayOfRecovery]) {
    if (wait > 0) {
      world.advance(wait);
      await world.sweep();
      if (wait > HOUR) await world.tellRest();
    }
    await world.settle();
    const lead = await world.lead();
    const mails = world.mails().map((mail) => mail.subject);
    if (lead && phase.isDone(lead, mails)) return;
  }
  throw new Error('did not recover in a day');
}
