import { shareOf } from './share.ts';

/**
 * What a marketer did with a sequence beside changing its words: one for each slug, published with the rest.
 * Nobody goes through all leads for it: each lead looks here when it is next visited. Times are programme ms.
 */
export interface SequenceFlow {
  /** Nothing of it leaves and no step is taken while this stands. */
  paused?: { since: number };
  /** Pauses that are over, the newest last; at most `MOST_PAUSES`. */
  pauses?: Pause[];
  /** Nobody enters any more, and who is in it is out. */
  archived?: { since: number };
  /** A newsletter was stopped: who is in this version or an earlier one is out, and nobody enters them any more. */
  stopped?: { version: number; since: number };
  /** Leads in versions before `to` go over to it. */
  migration?: Migration;
  /** Leads that had finished a version before `to` go on behind the end that they came to. */
  offer?: Offer;
}

/** What becomes of mails that became due during a pause: left out, later by its length, or sent after it. */
export const resumePolicies = ['skip', 'shift', 'send'] as const;
export type ResumePolicy = (typeof resumePolicies)[number];

export interface Pause {
  from: number;
  to: number;
  due: ResumePolicy;
  /** Mails are spread over so long after the end, ms. */
  spread: number;
}

export interface Migration {
  to: number;
  at: number;
  /** Waits that leads are in count by the new version. */
  reschedule: boolean;
  /** What is due by that at once is spread over so long, ms. */
  spread: number;
}

export interface Offer {
  to: number;
  /** Who finished later, or came back later, is not meant. */
  at: number;
  /** Leads go on one after another for so long, ms. */
  spread: number;
}

export const MOST_PAUSES = 5;

/** How far into a spread this lead's turn is; ms. */
export const offsetIn = (spread: number, leadId: string, ...of: (string | number)[]): number =>
  Math.floor(spread * shareOf(leadId, ...of));

const QUARTER_HOUR = 15 * 60_000;
const TWO_HOURS = 2 * 3_600_000;

/**
 * When a lead that waits for a pause to end is looked at again: seldom while it is long, so that a pause costs
 * little, and each lead at a time of its own, so that not all come at once afterwards.
 */
export function nextLook(paused: { since: number }, leadId: string, now: number): number {
  const between = Math.min(TWO_HOURS, Math.max(QUARTER_HOUR, (now - paused.since) / 4));
  return now + Math.floor(between * (0.5 + shareOf(leadId, paused.since) / 2));
}

/** When a mail's turn comes that may leave from a time on, so much behind the first of its kind; ms. */
export type Turn = (from: number, offset: number) => number;

/**
 * A mail that became due at `dueAt`, after the pauses that came over it: when, or `skip`. One that had been due
 * before a pause began waited for its turn: it waits for it anew, whatever is done with the others.
 */
export function afterPauses(
  dueAt: number,
  pauses: readonly Pause[] = [],
  leadId: string,
  turn: Turn = (from, offset) => from + offset,
): number | 'skip' {
  let at = dueAt;
  for (const { from, to, due, spread } of pauses) {
    if (at > to) continue;
    if (due === 'skip' && at >= from) return 'skip';
    const isShifted = due === 'shift' && at >= from;
    at = isShifted ? Math.max(to + 1, turn(at + (to - from), 0)) : turn(to + 1, offsetIn(spread, leadId, to));
  }
  return at;
}
