import type { Books } from './books.ts';
import type { Call } from './call.ts';
import { beginning, ending, problemsOf, sceneOf } from './cases.ts';
import { pick } from './random.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { Story } from './story.ts';
import { type Fault, tell } from './telling.ts';
import { waysOf } from './ways.ts';
import type { World } from './world.ts';

/** What two faults together came to. */
export interface Pair {
  faults: Fault[];
  outcome: 'as if nothing had happened' | 'a mail came twice' | 'a mail never came' | 'unexpected';
  /** What is not explained by the outcome. */
  unexplained: string[];
}

/** Calls that decide what becomes of a mail; drawn more often than others. */
const weighty = /SendEmail|PutItem lead|news|feedback\/GetItem lead/;

const draw = (calls: Call[], random: () => number): Fault => {
  const heavy = calls.filter(({ id }) => weighty.test(id));
  const call = pick(heavy.length > 0 && random() < 0.7 ? heavy : calls, random);
  return { call: call.id, way: pick(waysOf(call), random) };
};

/**
 * Draws a fault, plays the story with it, draws a second among the calls that come after it (those of the
 * recovery too), and plays it with both. Undefined when it did not come to both.
 */
export async function playPair(
  world: World,
  story: Story,
  rehearsal: Rehearsal,
  random: () => number,
): Promise<Pair | undefined> {
  const first = draw(
    rehearsal.calls.filter(({ id }) => !id.startsWith('end/')),
    random,
  );
  const scene = beginning(story, sceneOf(story, first));
  const snapshot = rehearsal.snapshots[scene];
  if (!snapshot) return undefined;
  const from = { scene, snapshot };
  const alone = await tell(world, { story, from, until: ending(story, scene + 2), faults: [first] });
  const at = alone.calls.findIndex(({ id }) => id === first.call);
  const later = alone.calls.slice(at + 1).filter(({ id }) => !id.startsWith('end/'));
  if (at < 0 || later.length === 0) return undefined;
  const second = draw(later, random);

  const faults = [first, second];
  const until = ending(story, sceneOf(story, second) + 2);
  const both = await tell(world, { story, from, until, faults });
  const clean = await rehearsal.booksBefore(until);
  if (both.disturbed || !both.fired.every(Boolean)) return undefined;
  const problems = problemsOf({ story, faults }, clean, both.books);
  if (problems.length > 0) await world.restart();
  return { faults, ...judge(problems, both.books) };
}

function judge(problems: string[], books: Books): Omit<Pair, 'faults'> {
  if (problems.length === 0) return { outcome: 'as if nothing had happened', unexplained: [] };
  const presumed = books.timeline
    .flatMap((line) => /^email\.presumed_sent (\S+)/.exec(line)?.[1] ?? [])
    .map((template) => template.replace('confirmation', 'confirm').replace('-', ' '));
  // A story whose mail never came does not go on: nothing after it can be compared.
  if (presumed.some((subject) => !books.mails.includes(subject)))
    return {
      outcome: 'a mail never came',
      unexplained: books.faults.filter((f) => /gap|set aside|second lead/.test(f)),
    };
  const unexplained = problems.filter(
    (p) => !/came 2 times|timeline: email\.delivered|counted: .*\|delivered/.test(p),
  );
  const twice = problems.some((problem) => problem.includes('came 2 times'));
  return { outcome: twice && unexplained.length === 0 ? 'a mail came twice' : 'unexpected', unexplained };
}
