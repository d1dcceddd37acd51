import type { Lead } from '../../shared/domain/lead/lead.ts';
import { type Books, differences, leavingDifferences } from './books.ts';
import { open, press } from './person.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One scene: what is done, and how one sees that all that follows from it has happened. */
export interface Phase {
  name: string;
  act(world: World): Promise<void>;
  /** Without one, the next scene begins at once, whatever is still to happen. */
  isDone?(lead: Lead, mails: string[]): boolean;
}

export interface Story {
  name: string;
  phases: Phase[];
  /** Whether a call, by its id, is to be broken; all are without it. */
  isBroken?(call: string): boolean;
  /** What is wrong with these books, where the clean run's are such. */
  check(clean: Books, broken: Books): string[];
  /** What somebody else may do at any moment while the mail is being sent. */
  meanwhile?(world: World): Promise<void>;
}

const quiet = (lead: Lead) => lead.openSends.length === 0 && lead.requests.length === 0;
const has = (template: string) => (lead: Lead, mails: string[]) => quiet(lead) && mails.includes(template);

const linkIn = (world: World, subject: string, kind: string): string => {
  const mail = world.mails().find((m) => m.subject === subject);
  const found = new RegExp(`http://[^\\s"<>)]+/l/${kind}/[^\\s"<>)]+`).exec(mail?.body.text ?? '');
  if (!found) throw new Error(`no ${kind} link in "${subject}"`);
  return found[0];
};

const signup: Phase = {
  name: 'signup',
  async act(world) {
    const { email } = world.person;
    await press(`${world.stack.url}/f/guide`, { email, first_name: 'An', magnet: 'guide', consent: 'on' });
  },
  isDone: has('confirm'),
};

const confirmation: Phase = {
  name: 'confirmation',
  async act(world) {
    const link = linkIn(world, 'confirm', 'confirm');
    await open(link);
    await press(link);
  },
  isDone: has('magnet'),
};

const nurture = (template: string, later: number): Phase => ({
  name: template,
  async act(world) {
    world.advance(later, 0);
    await world.sweep();
  },
  isDone: has(template),
});

/** How long a click waits for its verdict here, ms. */
export const VERDICT = 5_000;

/** Twice, as people do who come back to a mail: it counts once, and a click whose record was lost is made good. */
const click: Phase = {
  name: 'click',
  async act(world) {
    const link = linkIn(world, 'awareness 1', 'click');
    await open(link);
    await open(link);
    world.advance(VERDICT);
    await world.sweep();
  },
  isDone: (lead) => quiet(lead) && lead.nurtureStage.state === 'engagement',
};

/** A signup on its way through two nurture stages. */
export const reader: Story = {
  name: 'reader',
  phases: [
    signup,
    confirmation,
    nurture('awareness 1', 2 * MINUTE),
    click,
    nurture('engagement 1', 21 * HOUR),
    nurture('engagement 2', 50 * HOUR),
  ],
  check: differences,
};

const unsubscribe = async (world: World) => {
  await press(linkIn(world, 'magnet', 'unsubscribe'), { 'List-Unsubscribe': 'One-Click' });
  world.left ??= world.stack.clock.machine();
};

/** Somebody who unsubscribes while a nurture mail is on its way, before anyone knows what became of it. */
export const leaver: Story = {
  name: 'leaver',
  phases: [
    signup,
    confirmation,
    unawaited(nurture('awareness 1', 2 * MINUTE)),
    {
      name: 'unsubscribing',
      act: unsubscribe,
      isDone: (lead) => quiet(lead) && lead.mailability === 'unsubscribed',
    },
  ],
  // Of the sending what decides about the mail: the rest of it is the reader's, too.
  isBroken: (call) => /^unsubscribing\/|^awareness 1\/.*(lead|SendEmail)/.test(call),
  check: leavingDifferences,
  meanwhile: unsubscribe,
};

function unawaited({ name, act }: Phase): Phase {
  return { name, act };
}

export const stories = [reader, leaver] as const;

export function storyOf(name: string): Story {
  const found = stories.find((story) => story.name === name);
  if (!found) throw new Error(`no story is called ${name}`);
  return found;
}
