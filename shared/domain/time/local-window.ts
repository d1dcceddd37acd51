import { DAY, HOUR, MINUTE } from './duration.ts';
import type { SendWindow } from './send-window.ts';
import { atWallClock, wallClockOf } from './wall-clock.ts';
import { weekdays } from './weekday.ts';

/**
 * The first time (ms) that is not before `from` and inside the window, in a zone. A time of day that
 * daylight saving skips shifts forward; of one that comes twice, the first is meant (E2, E3).
 */
export function nextInWindow(from: number, window: SendWindow, timeZone: string): number {
  const today = dayOf(wallClockOf(Math.floor(from), timeZone));
  for (let day = today; day <= today + 8 * DAY; day += DAY) {
    if (window.days && !window.days.includes(weekdays[weekdayOf(day)] ?? 'mon')) continue;
    const opens = atWallClock(day + timeOfDay(window.from), timeZone);
    if (from <= opens) return opens;
    if (window.to !== undefined && from < atWallClock(day + timeOfDay(window.to), timeZone)) return from;
  }
  return from;
}

/** The longest that is counted in open hours, in openings. */
const MOST_OPENINGS = 400;

/** `from` plus so much time (ms) in which the window is open; one without an end is open for a moment only. */
export function addInWindow(from: number, ms: number, window: SendWindow, timeZone: string): number {
  const { to } = window;
  if (to === undefined) return nextInWindow(from + ms, window, timeZone);
  let [at, left] = [nextInWindow(from, window, timeZone), ms];
  for (let openings = 0; openings < MOST_OPENINGS; openings++) {
    const closes = atWallClock(dayOf(wallClockOf(Math.floor(at), timeZone)) + timeOfDay(to), timeZone);
    if (closes <= at || at + left < closes) break;
    left -= closes - at;
    at = nextInWindow(closes, window, timeZone);
  }
  return at + left;
}

/** `from` plus so many working days (Monday to Friday), at the same time of the day; ms. */
export function addBusinessDays(from: number, count: number, timeZone: string): number {
  let wall = wallClockOf(Math.floor(from), timeZone);
  for (let left = count; left > 0; ) {
    wall += DAY;
    if (weekdayOf(wall) < weekdays.indexOf('sat')) left -= 1;
  }
  return atWallClock(wall, timeZone);
}

/** Wall-clock times are ms as if the zone were UTC. */
const dayOf = (wall: number): number => Math.floor(wall / DAY) * DAY;

/** 0: Monday. */
const weekdayOf = (wall: number): number => (new Date(wall).getUTCDay() + 6) % 7;

const timeOfDay = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * HOUR + minutes * MINUTE;
};
