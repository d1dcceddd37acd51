import type { PublishedConfig } from '../domain/config.ts';
import { KweekError } from '../domain/kweek-error.ts';
import { noteTour, readTour } from '../store/tour.ts';
import { changeLead } from './change-lead.ts';
import type { Context } from './context.ts';
import { leadsWithWork } from './count-positions.ts';

/**
 * A chore, when a sequence was resumed, archived, or took its leads over to another version: looks at all leads that
 * have work, some dozens at a time, so that nobody waits longer than the new plan says. Each lead knows by itself
 * what follows for it, so a tour may stop anywhere and come by twice. `deadline`: machine time, ms; the next sweep
 * goes on. Costs one small read when there is nothing to do. Answers how many leads it changed.
 */
export async function tourLeads(context: Context, deadline: number): Promise<number> {
  const rules = await context.rules.current().catch(noneIfUnpublished);
  if (!rules) return 0;
  const { config } = rules;
  const newest = newestDeed(config);
  if (newest === 0) return 0;
  const { done = 0, of, cursor } = await readTour(context.table);
  if (done >= newest) return 0;
  let changed = 0;
  // What was done meanwhile begins anew: those who were seen may be concerned.
  for await (const { leads, next } of leadsWithWork(context, of === newest ? cursor : undefined)) {
    const concerned = leads.filter(({ enrollments }) =>
      enrollments.some((e) => e.status === 'active' && config.sequenceFlow?.[e.sequence]),
    );
    const results = await Promise.all(
      concerned.map((lead) => changeLead(context, lead.id, { type: 'visited' }, lead)),
    );
    changed += results.filter((result) => result?.changed).length;
    await noteTour(context.table, next ? { done, of: newest, cursor: next } : { done: newest });
    if (context.clock.now().machine > deadline) break;
  }
  return changed;
}

/** When something was last done that leads must learn of; programme time, ms. */
const newestDeed = ({ sequenceFlow = {} }: PublishedConfig): number =>
  Math.max(
    0,
    ...Object.values(sequenceFlow).flatMap(({ migration, archived, pauses = [] }) => [
      migration?.at ?? 0,
      archived?.since ?? 0,
      ...pauses.map(({ to }) => to),
    ]),
  );

function noneIfUnpublished(error: unknown): undefined {
  if (error instanceof KweekError && error.code === 'not_configured') return undefined;
  throw error;
}
