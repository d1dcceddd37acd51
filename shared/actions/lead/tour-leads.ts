import { KweekError } from '../../domain/kweek-error.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { PublishedConfig } from '../../domain/programme/config.ts';
import { noteTour, readTour, type TourOf } from '../../store/tour.ts';
import { allDone } from '../all-done.ts';
import type { Context } from '../context.ts';
import { everyLead } from '../programme/count-finished.ts';
import { type CountCursor, leadsWithWork } from '../programme/count-positions.ts';
import { changeLead } from './change-lead.ts';
import type { LeadCursor } from './read-leads.ts';

/** A way through leads, for the newest of some deeds with sequences (programme time, ms). */
interface Tour<Cursor> {
  of: TourOf;
  newest: number;
  leads: (from?: Cursor) => AsyncIterable<{ leads: Lead[]; next: Cursor | undefined }>;
  isConcerned: (lead: Lead) => boolean;
}

/**
 * A chore, when a sequence was resumed, archived, took its leads over to another version, or was offered to those who
 * had finished: looks at all leads that have work, or at all that there are, some dozens at a time, so that nobody
 * waits longer than the new plan says. Each lead knows by itself what follows for it, so a tour may stop anywhere and
 * come by twice. `deadline`: machine time, ms; the next sweep goes on. Costs one small read of each kind that was
 * ever needed when there is nothing to do. Answers how many leads it changed.
 */
export async function tourLeads(context: Context, deadline: number): Promise<number> {
  const rules = await context.rules.current().catch(noneIfUnpublished);
  if (!rules) return 0;
  const flows = rules.config.sequenceFlow ?? {};
  const changed = await make<CountCursor>(context, deadline, {
    of: 'work',
    newest: newestDeed(rules.config),
    leads: (from) => leadsWithWork(context, from),
    isConcerned: (lead) => lead.enrollments.some((e) => e.status === 'active' && flows[e.sequence]),
  });
  if (context.clock.now().machine > deadline) return changed;
  // Who has finished has no work.
  const offered = await make<LeadCursor>(context, deadline, {
    of: 'all',
    newest: Math.max(0, ...Object.values(flows).map(({ offer }) => offer?.at ?? 0)),
    leads: (from) => everyLead(context, from),
    isConcerned: (lead) => lead.enrollments.some((e) => e.status === 'completed' && flows[e.sequence]?.offer),
  });
  return changed + offered;
}

async function make<Cursor>(
  context: Context,
  deadline: number,
  { of, newest, leads: from, isConcerned }: Tour<Cursor>,
): Promise<number> {
  if (newest === 0) return 0;
  const before = await readTour<Cursor>(context.table, of);
  const { done = 0 } = before;
  if (done >= newest) return 0;
  let changed = 0;
  // What was done meanwhile begins anew: those who were seen may be concerned.
  for await (const { leads, next } of from(before.of === newest ? before.cursor : undefined)) {
    const results = await allDone(
      leads.filter(isConcerned).map((lead) => changeLead(context, lead.id, { type: 'visited' }, lead)),
    );
    changed += results.filter((result) => result?.changed).length;
    await noteTour(context.table, of, next ? { done, of: newest, cursor: next } : { done: newest });
    if (context.clock.now().machine > deadline) break;
  }
  return changed;
}

/** When something was last done that leads with work must learn of; programme time, ms. */
const newestDeed = ({ sequenceFlow = {} }: PublishedConfig): number =>
  Math.max(
    0,
    ...Object.values(sequenceFlow).flatMap(({ migration, archived, stopped, pauses = [] }) => [
      migration?.at ?? 0,
      archived?.since ?? 0,
      stopped?.since ?? 0,
      ...pauses.map(({ to }) => to),
    ]),
  );

function noneIfUnpublished(error: unknown): undefined {
  if (error instanceof KweekError && error.code === 'not_configured') return undefined;
  throw error;
}
