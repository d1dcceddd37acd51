import { betaInterval, rateAfter } from '../forecast/beta.ts';

/** A share of what was counted, with where it lies in 95 of 100 cases (`rateAfter`). */
export interface Share {
  count: number;
  of: number;
  share: number;
  low: number;
  high: number;
}

/** Undefined where nothing was counted: of that no share can be told. */
export function shareOf(count: number, of: number): Share | undefined {
  if (!(of > 0)) return undefined;
  const k = Math.min(count, of);
  const { a, b } = rateAfter({ count: k, of });
  const { low, high } = betaInterval(a, b, 0.95);
  return { count: k, of, share: k / of, low: k === 0 ? 0 : low, high: k === of ? 1 : high };
}
