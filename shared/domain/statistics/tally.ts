import { SEPARATOR } from './figure.ts';
import type { Counts, Entry } from './statistics.ts';

/** Figures by day. */
export type Days = Record<string, Counts>;

/** What has been counted so far, and which activities that was. */
export interface Tally {
  ids: Set<string>;
  days: Days;
}

/** The figures of some distinct activities. `size`: how many they are. */
export interface Summary {
  size: number;
  days: Days;
}

export const emptyTally = (): Tally => ({ ids: new Set(), days: {} });

/** Adds what is not in the tally yet: in any order, any number of times, the tally comes out the same. */
export function addEntries(tally: Tally, entries: Iterable<Entry>): void {
  for (const { id, fact } of entries) {
    if (tally.ids.has(id)) continue;
    tally.ids.add(id);
    addDays(tally.days, { [fact.day]: fact.counts });
  }
}

export function addDays(into: Days, days: Days): void {
  for (const [day, counts] of Object.entries(days)) {
    into[day] ??= {};
    addCounts(into[day], counts);
  }
}

export function addCounts(into: Counts, counts: Counts): void {
  for (const [name, count] of Object.entries(counts)) into[name] = (into[name] ?? 0) + count;
}

export const summaryOf = ({ ids, days }: Tally): Summary => ({
  size: ids.size,
  days: Object.fromEntries(Object.entries(days).map(([day, counts]) => [day, withFewSources(counts)])),
});

/** Anyone can make up a source in a URL: so many of one day keep their names. */
const MOST_SOURCES = 200;
const OTHERS = '(others)';

/** The most frequent sources under their names, the rest together: a day's figures stay bounded. */
export function withFewSources(counts: Counts): Counts {
  const frequency = new Map<string, number>();
  for (const [name, count] of Object.entries(counts)) {
    const source = sourceIn(name);
    if (source !== undefined) frequency.set(source, (frequency.get(source) ?? 0) + count);
  }
  if (frequency.size <= MOST_SOURCES) return counts;
  const kept = [...frequency]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_SOURCES)
    .map(([source]) => source);
  return mergeSources(counts, new Set(kept));
}

/** All sources but those in `kept` taken together. */
function mergeSources(counts: Counts, kept: Set<string>): Counts {
  const merged: Counts = {};
  for (const [name, count] of Object.entries(counts)) {
    const source = sourceIn(name);
    const [head, , ...rest] = name.split(SEPARATOR);
    const to = source === undefined || kept.has(source) ? name : [head, OTHERS, ...rest].join(SEPARATOR);
    merged[to] = (merged[to] ?? 0) + count;
  }
  return merged;
}

function sourceIn(name: string): string | undefined {
  const [head, source] = name.split(SEPARATOR);
  return head === 'source' ? source : undefined;
}

/** A figure that two counts of the same activities disagree on. */
export interface Difference {
  day: string;
  figure: string;
  stored: number;
  recounted: number;
}

/** Where stored figures are not those of a recount. Where one took sources together, the other's are too. */
export function differencesOf(day: string, stored: Counts, recounted: Counts): Difference[] {
  const isMerged = [stored, recounted].some((counts) =>
    Object.keys(counts).some((name) => sourceIn(name) === OTHERS),
  );
  const [a, b] = isMerged
    ? [mergeSources(stored, new Set()), mergeSources(recounted, new Set())]
    : [stored, recounted];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .sort()
    .map((figure) => ({ day, figure, stored: a[figure] ?? 0, recounted: b[figure] ?? 0 }))
    .filter(({ stored: left, recounted: right }) => left !== right);
}
