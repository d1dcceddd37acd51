import { fromString } from 'temporal-polyfill/fns/Duration';
import { fromEpochMilliseconds, toZonedDateTimeISO } from 'temporal-polyfill/fns/Instant';
import { add } from 'temporal-polyfill/fns/ZonedDateTime';

/**
 * `from` (ms) plus an ISO 8601 duration, as people in `timeZone` count: years, months, weeks and days
 * by their calendar at the same wall-clock time, then hours, minutes and seconds by the clock; ms.
 * A month without such a day ends on its last one. A wall-clock time that daylight saving skips
 * shifts forward; of one that comes twice, the first is meant (Temporal's `compatible`).
 * Throws a RangeError for an unknown zone.
 */
export function addLocal(from: number, duration: string, timeZone: string): number {
  const there = toZonedDateTimeISO(fromEpochMilliseconds(Math.floor(from)), timeZone);
  return add(there, fromString(duration)).epochMilliseconds;
}
