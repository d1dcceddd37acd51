import type { Entry } from '../../domain/statistics/statistics.ts';
import { isLate, isOpen, slotOf } from '../../domain/statistics/statistics-time.ts';
import type { Recorded } from '../../store/recorded.ts';
import { entriesOf } from '../../store/statistic-page.ts';
import { putPage, tellLate } from '../../store/statistic-pages.ts';
import type { Context } from '../context.ts';

/**
 * Puts what a batch recorded on one page for each slot that it was recorded in: mostly one. What comes again
 * is folded once; what comes after its slot was sealed counts nothing (a recount finds it).
 */
export async function recordStatistics({ table, clock }: Context, batch: Recorded[]): Promise<void> {
  const now = clock.now().machine;
  const slots = new Map<number, Entry[]>();
  for (const recorded of batch) {
    const slot = slotOf(recorded.recordedAt);
    if (isOpen(slot, now)) slots.set(slot, [...(slots.get(slot) ?? []), ...entriesOf(recorded)]);
  }
  for (const [slot, entries] of slots) {
    if (entries.length === 0) continue;
    await putPage(table, slot, entries);
    if (isLate(slot, now)) await tellLate(table, slot, now);
  }
}
