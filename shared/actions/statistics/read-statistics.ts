import { firstUnfolded, slotOf, toldSince } from '../../domain/statistics/statistics-time.ts';
import { addCounts, type Days, type Summary } from '../../domain/statistics/tally.ts';
import { readLate } from '../../store/statistic-pages.ts';
import { readFolding, readOpenSlots, readTotals } from '../../store/statistics.ts';
import type { Table } from '../../store/table.ts';
import type { Context } from '../context.ts';
import { foldPages } from './fold-statistics.ts';

/** Machine ms: what was never folded is looked at so far back. */
const LONGEST_UNFOLDED = 28 * 3_600_000;

/**
 * The figures of each day of the programme from one to another (`2026-11-22`, UTC), both included: out of
 * totals, open slots, and the pages that nobody has folded yet, so that they are as new as the stream.
 * `before`: of what was recorded before this slot alone (machine time, ms).
 */
export async function readStatistics(
  context: Context,
  from: string,
  to: string,
  before = Number.POSITIVE_INFINITY,
): Promise<Days> {
  const { table, clock } = context;
  const now = clock.now().machine;
  const last = Math.min(slotOf(now), slotOf(before - 1));
  const { sealed = 0, folded = now - LONGEST_UNFOLDED } = await readFolding(table);
  // In this order: what is sealed meanwhile is in a total that goes through it, and counts once.
  const [slots, fresh] = await Promise.all([
    readOpenSlots(table, sealed, last),
    foldUnfolded(table, folded, last),
  ]);
  for (const [slot, summary] of fresh) {
    if (summary.size >= (slots.get(slot)?.size ?? 0)) slots.set(slot, summary);
  }
  const totals = await readTotals(table, from, to);

  const days: Days = {};
  const add = (day: string, counts: Days[string]) => {
    days[day] ??= {};
    addCounts(days[day], counts);
  };
  for (const [day, { counts }] of totals) add(day, counts);
  for (const [slot, summary] of slots) {
    for (const [day, counts] of Object.entries(summary.days)) {
      const through = Math.max(sealed, totals.get(day)?.through ?? 0);
      if (day >= from && day <= to && slot > through) add(day, counts);
    }
  }
  return days;
}

/** The folds of slots that may have pages which are not in their figures yet. */
async function foldUnfolded(table: Table, folded: number, last: number): Promise<Map<number, Summary>> {
  const from = firstUnfolded(folded);
  const fresh = new Map<number, Summary>();
  const late = (await readLate(table, toldSince(folded))).filter((slot) => slot < from && slot <= last);
  for (const [first, end] of [...late.map((slot) => [slot, slot] as const), [from, last] as const]) {
    for await (const [slot, summary] of foldPages(table, first, end)) fresh.set(slot, summary);
  }
  return fresh;
}
