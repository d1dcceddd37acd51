import { fromEpochMilliseconds, toZonedDateTimeISO } from 'temporal-polyfill/fns/Instant';
import { toString as dateText } from 'temporal-polyfill/fns/PlainDate';
import { fromString as timeOfDay } from 'temporal-polyfill/fns/PlainTime';
import {
  addDays,
  dayOfWeek,
  type Record as Local,
  toPlainDate,
  withPlainTime,
} from 'temporal-polyfill/fns/ZonedDateTime';
import { DAY } from './duration.ts';

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
    const { to } = openingOf(local(at, timeZone), hours);
    if (at + left <= to) return at + left;
    left -= to - at;
    at = nextOpen(to, hours, timeZone) ?? to + left;
  }
  return at;
}

/** The first moment at or after `at` at which somebody is there. */
function nextOpen(at: number, hours: OfficeHours, timeZone: string): number | undefined {
  let day = local(at, timeZone);
  for (let days = 0; days < LONGEST_ABSENCE; days++) {
    const { from, to } = openingOf(day, hours);
    if (isBusinessDay(day, hours) && at < to) return Math.max(at, from);
    day = addDays(day, 1);
  }
  return undefined;
}

/** The same time of the next business day. */
function nextDay(at: number, hours: OfficeHours, timeZone: string): number {
  let day = addDays(local(at, timeZone), 1);
  for (let days = 0; days < LONGEST_ABSENCE && !isBusinessDay(day, hours); days++) day = addDays(day, 1);
  return day.epochMilliseconds;
}

const local = (at: number, timeZone: string): Local =>
  toZonedDateTimeISO(fromEpochMilliseconds(Math.floor(at)), timeZone);

const openingOf = (day: Local, { from, to }: OfficeHours) => ({
  from: withPlainTime(day, timeOfDay(from)).epochMilliseconds,
  to: withPlainTime(day, timeOfDay(to)).epochMilliseconds,
});

const isBusinessDay = (day: Local, { days, holidays }: OfficeHours): boolean =>
  days.includes(dayOfWeek(day)) && !holidays.includes(dateText(toPlainDate(day)));
