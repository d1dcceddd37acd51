import type { Interval } from './interval.ts';
import { logGamma } from './log-gamma.ts';

const TINY = 1e-300;

/**
 * I_x(a, b), the share of a beta distribution under x: its continued fraction (Abramowitz and Stegun 26.5.8) by Lentz's
 * method, from the side where it ends soon.
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(1 - x, b, a);
  const front = a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return (Math.exp(front) / a) * continuedFraction(x, a, b);
}

function continuedFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / away(1 + term * d);
      c = away(1 + term / c);
      change = c * d;
      fraction *= change;
    }
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return fraction;
}

/** The x with I_x(a, b) = p, by halving. */
export function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 200; halving++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (betaCdf(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * What is known of a rate when `count` of `of` worked: Beta(k + ½, n − k + ½), Jeffreys' prior. The one rule for every
 * share, lift and test of variants.
 */
export function rateAfter({ count, of }: { count: number; of: number }): { a: number; b: number } {
  const k = Math.min(Math.max(count, 0), of);
  return { a: k + 0.5, b: of - k + 0.5 };
}

/** Where a share lies with the probability `level`, as much of the rest below as above. */
export const betaInterval = (a: number, b: number, level: number): Interval => ({
  low: betaQuantile((1 - level) / 2, a, b),
  high: betaQuantile((1 + level) / 2, a, b),
});
