import { KweekError } from '../../domain/kweek-error.ts';
import { isLate, SLOT, slotOf } from '../../domain/statistics/statistics-time.ts';
import {
  addDays,
  addEntries,
  type Days,
  type Difference,
  differencesOf,
  emptyTally,
  type Tally,
  withFewSources,
} from '../../domain/statistics/tally.ts';
import { type Recorded, readAllRecorded } from '../../store/recorded.ts';
import { type PendingResidue, readPendingResidue, readResidue } from '../../store/residue.ts';
import { entriesOf } from '../../store/statistic-page.ts';
import { putTotal, readTotals } from '../../store/statistics.ts';
import type { Context } from '../context.ts';
import { type LeadCursor, listLeads } from '../lead/read-leads.ts';
import { livesOf } from '../lead/read-lives.ts';
import { readStatistics } from './read-statistics.ts';

/** Leads that one part of a recount goes through: some seconds of work. */
const LEADS_IN_PART = 100;
const AT_ONCE = 10;
/** Activities that were told of an earlier year than this are on no calendar of ours. */
const FIRST_YEAR = 1970;

/** Where the next part begins: among the leads, or with what erased ones left. */
export type RecountCursor = { leads: LeadCursor } | 'residue';

/** What one part of the timelines adds up to, by day. */
export interface RecountPart {
  days: Days;
  next?: RecountCursor;
}

/** Up to when activities can be compared: all of them, or those in slots that take no more pages unawares. */
export function recountBefore({ clock }: Context, closed: boolean): number {
  const now = clock.now().machine;
  const current = slotOf(now);
  if (!closed) return current + SLOT;
  return isLate(current - SLOT, now) ? current : current - SLOT;
}

/** Counts again from the timelines what was recorded before a slot (machine time, ms), part by part. */
export async function recountPart(
  context: Context,
  before: number,
  from?: RecountCursor,
): Promise<RecountPart> {
  if (from === 'residue') return { days: await recountResidue(context, before) };
  const { leads, next } = await listLeads(context, LEADS_IN_PART, from?.leads);
  const days: Days = {};
  const rest = leads.flatMap(livesOf).values();
  const work = async () => {
    for (const { id, generation } of rest) {
      const tally = emptyTally();
      addRecorded(tally, await readAllRecorded(context.table, id, generation), before);
      addDays(days, tally.days);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { days, next: next ? { leads: next } : 'residue' };
}

const addRecorded = (tally: Tally, recorded: Recorded[], before: number): void =>
  addEntries(tally, recorded.filter(({ recordedAt }) => recordedAt < before).flatMap(entriesOf));

/** What erased lives left, in their days; and of those erased lately what is under their token, and rows still to go. */
async function recountResidue({ table, clock }: Context, before: number): Promise<Days> {
  const days: Days = {};
  const pending = new Map<string, { tally: Tally; of: PendingResidue }>();
  for await (const residue of readPendingResidue(table)) {
    // When it was recorded is not known of each: so near to the end nobody can tell what lies before it.
    if (residue.newest >= before)
      throw new KweekError(
        'conflict',
        'Somebody was erased in these very minutes: count again a little later.',
      );
    const known = pending.get(residue.token) ?? { tally: emptyTally(), of: residue };
    addEntries(known.tally, residue.entries);
    if (residue.generation > known.of.generation) known.of = residue;
    pending.set(residue.token, known);
  }
  for (const { tally, of } of pending.values()) {
    const rows = await readAllRecorded(table, of.leadId);
    addRecorded(
      tally,
      rows.filter(({ generation }) => generation <= of.generation),
      before,
    );
    addDays(days, tally.days);
  }
  const lastYear = new Date(clock.now().programme).getUTCFullYear() + 1;
  for (let year = FIRST_YEAR; year <= lastYear; year++) {
    for await (const { day, counts } of readResidue(table, year)) addDays(days, { [day]: counts });
  }
  return days;
}

/** Which days to compare, both included, and by what was recorded before which slot. */
export interface Comparison {
  from: string;
  to: string;
  before: number;
}

/** Where the figures that reports read are not those of a recount of these days. */
export async function compareStatistics(
  context: Context,
  recounted: Days,
  { from, to, before }: Comparison,
): Promise<Difference[]> {
  const stored = await readStatistics(context, from, to, before);
  const days = new Set([...Object.keys(stored), ...Object.keys(recounted)]);
  return [...days].sort().flatMap((day) => differencesOf(day, stored[day] ?? {}, recounted[day] ?? {}));
}

/**
 * Puts the recounted figures of these days in place of the stored ones. What is recorded from `before` on is
 * added to them; what comes later for a slot before it counts nothing more. Throws `conflict`.
 */
export async function repairStatistics(
  context: Context,
  recounted: Days,
  days: Iterable<string>,
  before: number,
): Promise<void> {
  if (before > recountBefore(context, true))
    throw new KweekError('conflict', 'The newest minutes still take figures: repair what lies before them.');
  for (const day of days) {
    const stored = (await readTotals(context.table, day, day, true)).get(day);
    const total = { counts: withFewSources(recounted[day] ?? {}), through: before - SLOT };
    if (stored && stored.through > total.through)
      throw new KweekError('conflict', `${day} holds newer figures by now: count again.`);
    if (!(await putTotal(context.table, day, total, stored)))
      throw new KweekError('conflict', 'Somebody else changes these figures: count again.');
  }
}
