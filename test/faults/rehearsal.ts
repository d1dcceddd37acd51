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
  /** The books when the story ends before each scene, and after the last. */
  books: Books[];
  /** Links in its mails are as old as this: machine time. */
  at: number;
}

/** Tells a story without a fault, twice: once cold, for the calls; once to see where each scene begins. */
export async function rehearse(world: World, story: Story): Promise<Rehearsal> {
  const cold = await tell(world, { story, isCold: true });
  const snapshots: Snapshot[] = [];
  const whole = await tell(world, { story, before: async () => void snapshots.push(await world.snapshot()) });
  const unlike = [...story.check(cold.books, whole.books), ...cold.books.faults, ...whole.books.faults];
  if (unlike.length > 0) throw new Error(`The clean run is not clean: ${unlike.join('; ')}`);
  const books: Books[] = [];
  for (const [scene, snapshot] of snapshots.entries()) {
    const last = await tell(world, { story, from: { scene, snapshot }, until: scene });
    books.push(last.books);
  }
  return { calls: cold.calls, snapshots, books, at: world.stack.clock.machine() };
}
