const MINUTE = 60_000;

/**
 * The span that a time in a state falls into: 0 is under a minute, and each further one ends √2 times later
 * than the one before, so that a quantile read from the counts is right within a fifth. `spent` in ms.
 */
export const bucketOf = (spent: number): number =>
  spent < MINUTE ? 0 : Math.floor(2 * Math.log2(spent / MINUTE)) + 1;

/** Where a span ends, ms. */
export const bucketEnd = (bucket: number): number => Math.round(MINUTE * 2 ** (bucket / 2));
