import type { Lead } from '../../domain/lead/lead.ts';
import { comparePlaces, type Happening, type Place, unroll } from '../../domain/lead/timeline-view.ts';
import type { Context } from '../context.ts';
import { readLives } from './read-lives.ts';

/** Behind which happening a page begins; `same`: how many at just that place were given already. */
export interface TimelineCursor {
  place: Place;
  same: number;
}

export interface TimelinePage {
  happenings: Happening[];
  /** None: there are no more. */
  next?: TimelineCursor;
}

/**
 * What happened to a lead in its present life, under whatever id, newest first. Rows are written by the table's stream, a
 * moment after the lead itself.
 */
export async function readTimeline(
  context: Context,
  lead: Lead,
  limit: number,
  after?: TimelineCursor,
): Promise<TimelinePage> {
  const all = unroll(await readLives(context.table, lead));
  const start = after ? positionAfter(all, after) : 0;
  const page = all.slice(start, start + limit);
  const last = page.at(-1);
  const happenings = page.map(({ happening }) => happening);
  if (!last || start + limit >= all.length) return { happenings };
  const samePlace = all.slice(0, start + limit).filter(({ place }) => comparePlaces(place, last.place) === 0);
  return { happenings, next: { place: last.place, same: samePlace.length } };
}

/** Found by place, so that what was recorded meanwhile neither repeats nor hides anything. */
function positionAfter(all: { place: Place }[], { place, same }: TimelineCursor): number {
  const first = all.findIndex((entry) => comparePlaces(entry.place, place) >= 0);
  return first < 0 ? all.length : first + same;
}
