import type { Books } from './books.ts';
import type { Call } from './call.ts';
import type { Story } from './story.ts';
import { tell } from './telling.ts';
import type { Snapshot, World } from './world.ts';

/** A story as it goes when nothing goes wrong. */
export interface Rehearsal {
  /** Every call, in sandboxes that have done nothing before. */
  calls: Call[];
  /** How things stand before each scene, and after the last. */
  snapshots: Snapshot[];
  /** The books when the story ends before this scene; behind the last for all of it. */
  booksBefore(scene: number): Promise<Books>;
  /** Links in its mails are as old as this: machine time. */
  at: number;
}

/** Links last a week; a rehearsal serves for less. */
const FRESH_FOR = 5 * 86_400_000;

const known = new WeakMap<World, Map<Story, Rehearsal>>();

/** The story as it goes on this machine: told once, and again when its links grow old. */
export async function rehearsed(world: World, story: Story): Promise<Rehearsal> {
  const ofWorld = known.get(world) ?? new Map<Story, Rehearsal>();
  known.set(world, ofWorld);
  const before = ofWorld.get(story);
  if (before && world.stack.clock.machine() - before.at < FRESH_FOR) return before;
  const rehearsal = await rehearse(world, story);
  ofWorld.set(story, rehearsal);
  return rehearsal;
}

/**
 * Tells a story without a fault; again, if this machine was too slow for its own time-outs. Throws when its
 * books are faulty by themselves.
 */
export async function rehearse(world: World, story: Story, again = 2): Promise<Rehearsal> {
  const snapshots: Snapshot[] = [];
  const before = async () => void snapshots.push(await world.snapshot());
  const { calls, books, disturbed } = await tell(world, { story, isCold: true, before });
  if (disturbed && again > 0) return rehearse(world, story, again - 1);
  const known = new Map([[story.phases.length, Promise.resolve(books)]]);
  const booksBefore = (scene: number): Promise<Books> => {
    const found = known.get(scene) ?? retell(scene);
    known.set(scene, found);
    return found;
  };
  const retell = async (scene: number) => {
    const snapshot = snapshots[scene];
    if (!snapshot) throw new Error(`no scene ${scene}`);
    return (await tell(world, { story, from: { scene, snapshot }, until: scene })).books;
  };
  const wrong = story.check(books, books);
  if (wrong.length > 0) throw new Error(`The clean run is not clean: ${wrong.join('; ')}`);
  return { calls, snapshots, booksBefore, at: world.stack.clock.machine() };
}
