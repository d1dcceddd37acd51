import { KweekError } from '../../domain/kweek-error.ts';
import { firstUnfolded, lastSealed, slotOf, toldSince } from '../../domain/statistics/statistics-time.ts';
import {
  addCounts,
  addEntries,
  emptyTally,
  type Summary,
  summaryOf,
  withFewSources,
} from '../../domain/statistics/tally.ts';
import { readLate, readPages } from '../../store/statistic-pages.ts';
import {
  claimFolding,
  type Folding,
  noteFolded,
  putOpenSlot,
  putTotal,
  readFolding,
  readOpenSlots,
  readTotals,
} from '../../store/statistics.ts';
import type { Table } from '../../store/table.ts';
import type { Context } from '../context.ts';

/** Folding is done this often, whoever of the senders comes first; machine ms. */
const BETWEEN_FOLDS = 5 * 60_000;
/** What is looked at the very first time. */
const FIRST_LOOK = 7 * 86_400_000;
const HOUR = 3_600_000;
const SKEW = 60_000;

/**
 * A chore: folds the pages of open slots into figures, by replacement, and seals what no page can come to any
 * more. Costs one small read when it is not time. `deadline`: machine time, ms; what is left waits for the
 * next time. Answers whether it folded.
 */
export async function foldStatistics(
  context: Context,
  deadline = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  const { table, clock } = context;
  const now = clock.now().machine;
  const { next = 0 } = await readFolding(table);
  if (next > now || !(await claimFolding(table, now, now + BETWEEN_FOLDS))) return false;

  const state = await readFolding(table, true);
  const folded = await foldSlots(context, state, now, deadline);
  const sealed = await sealHours(table, state.sealed ?? 0, lastSealed(folded));
  await noteFolded(table, folded, sealed);
  return true;
}

/** Answers up to which time all is folded now: `now`, or where the time to work was up. */
async function foldSlots(context: Context, state: Folding, now: number, deadline: number): Promise<number> {
  const { table, clock } = context;
  const { folded = now - FIRST_LOOK, sealed = 0 } = state;
  const from = firstUnfolded(folded);
  const isUp = () => clock.now().machine > deadline;

  const late = await readLate(table, toldSince(folded));
  for (const slot of late.filter((slot) => slot < from && slot > sealed)) {
    if (isUp()) return folded;
    for await (const [, summary] of foldPages(table, slot, slot)) await putOpenSlot(table, slot, summary);
  }

  const to = slotOf(now + SKEW);
  const known = await readOpenSlots(table, from - 1, to, true);
  for await (const [slot, summary] of foldPages(table, from, to)) {
    // A slot whose work is not done any more is the first to be looked at the next time.
    if (isUp()) return Math.max(folded, Math.min(now, slot));
    if (summary.size > (known.get(slot)?.size ?? 0)) await putOpenSlot(table, slot, summary);
  }
  return now;
}

/** The folds of the slots from one to another that have pages. */
export async function* foldPages(
  table: Table,
  from: number,
  to: number,
): AsyncGenerator<[slot: number, summary: Summary]> {
  let at: number | undefined;
  let tally = emptyTally();
  for await (const { slot, entries } of readPages(table, from, to)) {
    if (at !== undefined && slot !== at) {
      yield [at, summaryOf(tally)];
      tally = emptyTally();
    }
    at = slot;
    addEntries(tally, entries);
  }
  if (at !== undefined) yield [at, summaryOf(tally)];
}

/** Moves the slots behind `sealed` up to `to`, whole hours of them, into the totals of their days. */
async function sealHours(table: Table, sealed: number, to: number): Promise<number> {
  if (to < sealed + HOUR) return sealed;
  const slots = await readOpenSlots(table, sealed, to, true);
  const days = new Set([...slots.values()].flatMap((summary) => Object.keys(summary.days)));
  for (const day of [...days].sort()) await addToTotal(table, day, slots, to);
  return to;
}

/** Once for each slot: a total knows through which slot it goes, and is replaced only while it still does. */
async function addToTotal(
  table: Table,
  day: string,
  slots: Map<number, Summary>,
  through: number,
): Promise<void> {
  const before = (await readTotals(table, day, day, true)).get(day);
  if (before && before.through >= through) return;
  const counts = { ...before?.counts };
  for (const [slot, summary] of slots) {
    if (slot > (before?.through ?? 0)) addCounts(counts, summary.days[day] ?? {});
  }
  if (!(await putTotal(table, day, { counts: withFewSources(counts), through }, before)))
    throw new KweekError('contended', 'Somebody else seals statistics; it is tried again.');
}
