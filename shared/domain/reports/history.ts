import { SEPARATOR } from '../statistics/figure.ts';
import type { Days } from '../statistics/tally.ts';

/** One figure of one day, its name in parts. */
export interface Figure {
  /** Of the programme, UTC: `2026-11-22`. */
  day: string;
  parts: readonly string[];
  count: number;
}

/** All that was counted up to a day, by the first part of the names: what reports are made of. */
export interface History {
  /** The day on which we look; figures of later days are not in it. */
  asOf: string;
  figures: ReadonlyMap<string, readonly Figure[]>;
}

/** Figures as they stood at the end of a day: reports of the past see no more than this. */
export function historyOf(days: Days, asOf: string): History {
  const figures = new Map<string, Figure[]>();
  for (const day of Object.keys(days).sort()) {
    if (day > asOf) continue;
    for (const [name, count] of Object.entries(days[day] ?? {})) {
      const parts = name.split(SEPARATOR);
      const head = parts[0] ?? '';
      const list = figures.get(head);
      const figure = { day, parts, count };
      if (list) list.push(figure);
      else figures.set(head, [figure]);
    }
  }
  return { asOf, figures };
}

/** The same history before a day (not included). */
export function before(history: History, day: string): History {
  const asOf = dayBefore(day);
  const figures = new Map(
    [...history.figures].map(([head, list]) => [head, list.filter((figure) => figure.day < day)]),
  );
  return { asOf: asOf < history.asOf ? asOf : history.asOf, figures };
}

/** Figures whose names begin so; `*` stands for any one part. */
export function find({ figures }: History, ...prefix: string[]): Figure[] {
  const [head = '', ...rest] = prefix;
  return (figures.get(head) ?? []).filter(({ parts }) =>
    rest.every((part, i) => part === '*' || parts[i + 1] === part),
  );
}

/** Counts of figures added up by what `key` says of each. */
export function sumBy(figures: readonly Figure[], key: (figure: Figure) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const figure of figures) {
    const name = key(figure);
    sums.set(name, (sums.get(name) ?? 0) + figure.count);
  }
  return sums;
}

export const total = (figures: readonly Figure[]): number =>
  figures.reduce((sofar, { count }) => sofar + count, 0);

const DAY = 86_400_000;

/** Days since 1970; each is reckoned once, since reports ask for them figure by figure. */
export function dayNumber(day: string): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  const number = Math.round(Date.parse(day) / DAY);
  if (numbers.size > MOST_KNOWN) numbers.clear();
  numbers.set(day, number);
  return number;
}

const numbers = new Map<string, number>();
const MOST_KNOWN = 10_000;

const dayOfNumber = (number: number): string => new Date(number * DAY).toISOString().slice(0, 10);
export const addDays = (day: string, days: number): string => dayOfNumber(dayNumber(day) + days);
const dayBefore = (day: string) => addDays(day, -1);
/** From one day to another. */
export const daysFrom = (from: string, to: string): number => dayNumber(to) - dayNumber(from);
