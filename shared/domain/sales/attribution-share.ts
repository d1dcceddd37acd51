import type { Lead } from '../lead/lead.ts';
import { sourceOf } from '../signup/source.ts';
import { split } from './money.ts';

/** Which source a purchase is put down to, each way by its name. */
export interface Attribution {
  /** The first touch. */
  first: string;
  /** The last touch before the purchase. */
  last: string;
  /** Minor units by source: 40 % to the first touch, 40 % to the last, 20 % shared by those between. */
  position: Record<string, number>;
}

/** Where the lead came from, visit by visit, until `at` (ms); the oldest first. */
export function touchesBefore({ attribution }: Pick<Lead, 'attribution'>, at: number): string[] {
  const { first, last, middle = [] } = attribution;
  const touches = [
    ...(first ? [{ at: first.at, source: sourceOf(first) }] : []),
    ...middle,
    ...(last && last.at !== first?.at ? [{ at: last.at, source: sourceOf(last) }] : []),
  ];
  return touches
    .filter((touch) => touch.at <= at)
    .sort((a, b) => a.at - b.at)
    .map(({ source }) => source);
}

/** Puts a purchase (minor units) down to sources, in the order of their touches; to `direct` without any. */
export function attribute(sources: readonly string[], value: number): Attribution {
  const all = sources.length > 0 ? sources : ['direct'];
  const parts = split(value, sharesOf(all.length));
  const position: Record<string, number> = {};
  all.forEach((source, i) => {
    position[source] = (position[source] ?? 0) + (parts[i] ?? 0);
  });
  return { first: all[0] ?? 'direct', last: all.at(-1) ?? 'direct', position };
}

/** 40/20/40; of two touches each gets half, one gets all. */
function sharesOf(touches: number): number[] {
  if (touches < 3) return Array.from({ length: touches }, () => 1 / touches);
  return Array.from({ length: touches }, (_, i) =>
    i === 0 || i === touches - 1 ? 0.4 : 0.2 / (touches - 2),
  );
}
