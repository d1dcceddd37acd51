import type { Random } from './random.ts';

/** A standard normal number: the polar method, Marsaglia and Bray, SIAM Review 6 (1964). */
export function drawNormal(random: Random): number {
  for (;;) {
    const u = 2 * random() - 1;
    const v = 2 * random() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/** Smaller than any logarithm that matters, and still a number to count with. */
const VANISHING = -1e300;

/**
 * The logarithm of a number from a gamma distribution with scale 1 (`shape` > 0), since with a small shape most are too
 * small for a double: Marsaglia and Tsang, ACM Trans. Math. Softw. 26 (2000), whose last section brings shapes under 1
 * to shapes above.
 */
export function drawLogGamma(random: Random, shape: number): number {
  if (shape < 1) {
    return Math.max(VANISHING, drawLogGamma(random, shape + 1) + Math.log(1 - random()) / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = 1 - random();
    // Spares most of the logarithms.
    if (u < 1 - 0.0331 * x * x * x * x) return Math.log(d * v);
    if (Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return Math.log(d * v);
  }
}

/**
 * Shares from a Dirichlet distribution, as weights of which the largest is 1: gamma numbers over their sum are
 * such shares. `parameters` > 0.
 */
export function drawWeights(random: Random, parameters: readonly number[]): number[] {
  const logs = parameters.map((parameter) => drawLogGamma(random, parameter));
  const largest = Math.max(...logs);
  return logs.map((log) => Math.exp(log - largest));
}
