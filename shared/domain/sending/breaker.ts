/**
 * When nurture stops by itself (domain brief §5.4): too many of the last mails bounced for good or were called
 * spam. SES reviews an account at 5 % and 0.1 %; this comes before. Times are machine time, ms.
 */

/** Mails that were handed over between two moments. */
export interface SendMark {
  from: number;
  to: number;
  sent: number;
}

/** One mail that bounced for good or was complained of: which, and when it was claimed. */
export interface Blow {
  mail: string;
  claimedAt: number;
}

export const blowKinds = ['bounces', 'complaints'] as const;
export type BlowKind = (typeof blowKinds)[number];

/** What is remembered. `since`: of mails before it nothing counts, since a person looked and let nurture go on. */
export type Blows = { since: number } & Record<BlowKind, Blow[]>;

/** So many of the last so many mails, and never fewer. */
export const limits: Record<BlowKind, { share: number; atLeast: number; of: number }> = {
  bounces: { share: 0.04, atLeast: 10, of: 1_000 },
  complaints: { share: 0.0008, atLeast: 3, of: 10_000 },
};

/** What is known of the last mails: how many there were, and how many of them came to this. */
export interface Toll {
  count: number;
  of: number;
  share: number;
  isTooHigh: boolean;
}

const MOST_MARKS = 40;
const MOST_BLOWS = 60;

/** Adds mails that left. Marks grow coarser with age and end where nobody asks any more, so that they stay few. */
export function addMark(marks: readonly SendMark[], mark: SendMark): SendMark[] {
  const all = [...marks, mark].sort((a, b) => a.to - b.to);
  while (all.length > 1 && sum(all.slice(1)) >= limits.complaints.of) all.shift();
  while (all.length > MOST_MARKS) mergeOldest(all);
  return all;
}

/** Joins the two neighbours that are the smallest beside all that came after them. */
function mergeOldest(marks: SendMark[]): void {
  let best = { at: 0, cost: Number.POSITIVE_INFINITY };
  let later = 0;
  for (let at = marks.length - 2; at >= 0; at--) {
    const pair = (marks[at]?.sent ?? 0) + (marks[at + 1]?.sent ?? 0);
    const cost = pair / (later + 1);
    if (cost < best.cost) best = { at, cost };
    later += marks[at + 1]?.sent ?? 0;
  }
  const [a, b] = marks.slice(best.at, best.at + 2);
  if (!a || !b) return;
  const joined = { from: Math.min(a.from, b.from), to: b.to, sent: a.sent + b.sent };
  marks.splice(best.at, 2, joined);
}

/** Remembers one; the same mail again changes nothing. The oldest mails leave first. */
export function addBlow(blows: Blows, kind: BlowKind, blow: Blow): Blows {
  if (blows[kind].some(({ mail }) => mail === blow.mail)) return blows;
  const all = [...blows[kind], blow].sort((a, b) => a.claimedAt - b.claimedAt);
  return { ...blows, [kind]: all.slice(-MOST_BLOWS) };
}

/** What became of the last mails. Only mails among them count, however late the news of others comes. */
export function tollOf(kind: BlowKind, blows: Blows, marks: readonly SendMark[]): Toll {
  const { share: most, atLeast, of: wanted } = limits[kind];
  let of = 0;
  let from = blows.since;
  for (const mark of [...marks].sort((a, b) => b.to - a.to)) {
    if (mark.to <= blows.since) break;
    of += mark.sent;
    if (of >= wanted) {
      from = Math.max(from, mark.from);
      break;
    }
  }
  const count = blows[kind].filter(({ claimedAt }) => claimedAt >= from && claimedAt > blows.since).length;
  // News may come before the count of the mails it is about.
  const share = count === 0 ? 0 : count / Math.max(of, count);
  return { count, of: Math.max(of, count), share, isTooHigh: count >= atLeast && share >= most };
}

const sum = (marks: readonly SendMark[]) => marks.reduce((all, { sent }) => all + sent, 0);
