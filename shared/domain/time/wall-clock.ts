import { DAY } from './duration.ts';

/**
 * What clocks on the wall show, by the calendars that every Node brings (`Intl`). Temporal would do it in one
 * line, but Lambda's Node has none, and the polyfill is 20 KB in every bundle that decides; the tests hold
 * this to the polyfill instead. Wall-clock times are written as the ms that UTC would call so.
 */

/** A formatter takes a while to make, and leads live in a handful of zones. */
const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATS = 500;

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = 'numeric';
  const made = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
  });
  if (formats.size < MOST_FORMATS) formats.set(timeZone, made);
  return made;
}

/** What the clocks in `timeZone` show at `at` (ms). Throws a RangeError for an unknown zone. */
export function wallClockOf(at: number, timeZone: string): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1_000) + 1_000) % 1_000);
}

/**
 * When the clocks in `timeZone` show `wall`, ms. A time that daylight saving skips shifts forward; of one
 * that comes twice, the first is meant (Temporal's `compatible`).
 */
export function atWallClock(wall: number, timeZone: string): number {
  const offset = (at: number) => wallClockOf(at, timeZone) - at;
  // No two changes of the clocks lie within two days, so these are all the offsets it can have.
  const [before, after] = [offset(wall - DAY), offset(wall + DAY)];
  const shown = [before, after].map((by) => wall - by).filter((at) => at + offset(at) === wall);
  return shown.length > 0 ? Math.min(...shown) : wall - before;
}
