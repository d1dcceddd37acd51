import { DAY, HOUR, MINUTE, SECOND } from './duration.ts';
import { atWallClock, wallClockOf } from './wall-clock.ts';

const calendarDuration =
  /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * `from` (ms) plus an ISO 8601 duration, as people in `timeZone` count: years, months, weeks and days
 * by their calendar at the same wall-clock time, then hours, minutes and seconds by the clock; ms.
 * A month without such a day ends on its last one. A wall-clock time that daylight saving skips
 * shifts forward; of one that comes twice, the first is meant (Temporal's `compatible`).
 * Throws a RangeError for an unknown zone, and for what is no duration.
 */
export const addLocal = (from: number, duration: string, timeZone: string): number =>
  move(from, duration, timeZone, 1);

/** The other way round: when a time `duration` before `from` was, by the calendar of `timeZone`; ms. */
export const subtractLocal = (from: number, duration: string, timeZone: string): number =>
  move(from, duration, timeZone, -1);

function move(from: number, duration: string, timeZone: string, sign: 1 | -1): number {
  const match = calendarDuration.exec(duration);
  if (!match) throw new RangeError(`"${duration}" is no ISO 8601 duration`);
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((n) => sign * Number(n ?? 0));
  const wall = wallClockOf(Math.floor(from), timeZone);
  const then = addMonths(wall, 12 * years + months) + (7 * weeks + days) * DAY;
  const there = then === wall ? Math.floor(from) : atWallClock(then, timeZone);
  return there + hours * HOUR + minutes * MINUTE + seconds * SECOND;
}

function addMonths(wall: number, months: number): number {
  const date = new Date(wall);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const longest = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, longest));
}
