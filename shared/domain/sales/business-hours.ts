import { DAY, MINUTE } from '../time/duration.ts';
import { atWallClock, wallClockOf } from '../time/wall-clock.ts';

/** When somebody is there. Days: 1 Monday … 7 Sunday; times of day as `09:00`; holidays as dates. */
export interface OfficeHours {
  days: readonly number[];
  from: string;
  to: string;
  holidays: readonly string[];
}

/** So many days without anybody there are looked through; then hours count as anywhere. */
const LONGEST_ABSENCE = 400;

/**
 * When so much time has passed for people who keep these hours (`timeZone`), from a time on; ms. Each whole
 * day of it is a business day (two days after Friday noon is Tuesday noon), and what is less counts while
 * somebody is there (four hours after Friday at four is Monday at noon, by hours from nine to five).
 */
export function addBusinessTime(from: number, spent: number, hours: OfficeHours, timeZone: string): number {
  const start = nextOpen(from, hours, timeZone);
  if (start === undefined) return from + spent;
  let at = start;
  for (let days = Math.floor(spent / DAY); days > 0; days--) at = nextDay(at, hours, timeZone);
  let left = spent % DAY;
  for (let rounds = 0; left > 0 && rounds < LONGEST_ABSENCE; rounds++) {
    const { to } = openingOf(wallClockOf(at, timeZone), hours, timeZone);
    if (at + left <= to) return at + left;
    left -= to - at;
    at = nextOpen(to, hours, timeZone) ?? to + left;
  }
  return at;
}

/** The first moment at or after `at` at which somebody is there. */
function nextOpen(at: number, hours: OfficeHours, timeZone: string): number | undefined {
  let day = wallClockOf(Math.floor(at), timeZone);
  for (let days = 0; days < LONGEST_ABSENCE; days++) {
    const { from, to } = openingOf(day, hours, timeZone);
    if (isBusinessDay(day, hours) && at < to) return Math.max(at, from);
    day += DAY;
  }
  return undefined;
}

/** The same time of the next business day. */
function nextDay(at: number, hours: OfficeHours, timeZone: string): number {
  let day = wallClockOf(Math.floor(at), timeZone) + DAY;
  for (let days = 0; days < LONGEST_ABSENCE && !isBusinessDay(day, hours); days++) day += DAY;
  return atWallClock(day, timeZone);
}

/** `day`: any time of it, as the clocks on the wall show it. */
const openingOf = (day: number, { from, to }: OfficeHours, timeZone: string) => ({
  from: atWallClock(timeOfDay(day, from), timeZone),
  to: atWallClock(timeOfDay(day, to), timeZone),
});

function timeOfDay(day: number, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return Math.floor(day / DAY) * DAY + (60 * hours + minutes) * MINUTE;
}

const isBusinessDay = (day: number, { days, holidays }: OfficeHours): boolean =>
  days.includes(new Date(day).getUTCDay() || 7) &&
  !holidays.includes(new Date(day).toISOString().slice(0, 10));
