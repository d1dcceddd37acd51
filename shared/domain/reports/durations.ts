/** A value that was seen so many times. */
export interface Counted {
  value: number;
  count: number;
}

/** The smallest value that so large a share of all do not exceed; undefined where nothing was counted. */
export function quantileOf(values: readonly Counted[], share: number): number | undefined {
  const sorted = values.filter(({ count }) => count > 0).sort((a, b) => a.value - b.value);
  const all = sorted.reduce((sofar, { count }) => sofar + count, 0);
  let seen = 0;
  for (const { value, count } of sorted) {
    seen += count;
    if (seen >= share * all - 1e-9) return value;
  }
  return undefined;
}
