import { logGamma } from './log-gamma.ts';
import type { Random } from './random.ts';

/** Under so many expected successes, counting up is quicker; above, the other way is valid. */
const FEW = 10;

/** How many of `n` (a whole number) succeed, each with the chance `p`; in a time that does not grow with n. */
export function drawBinomial(random: Random, n: number, p: number): number {
  if (n === 0 || !(p > 0)) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - drawBinomial(random, n, 1 - p);
  return n * p < FEW ? byInversion(random, n, p) : byRejection(random, n, p);
}

/** Counts up from 0 until the distribution function passes a random number. */
function byInversion(random: Random, n: number, p: number): number {
  const odds = p / (1 - p);
  let left = random();
  let chance = Math.exp(n * Math.log1p(-p));
  for (let k = 0; k < n; k++) {
    if (left < chance) return k;
    left -= chance;
    chance *= ((n - k) / (k + 1)) * odds;
    // What rounding leaves over lies far out in the tail.
    if (chance === 0) return k;
  }
  return n;
}

/** Transformed rejection (BTRS): Hörmann, J. Statist. Comput. Simul. 46 (1993); for p ≤ ½ and np ≥ 10. */
function byRejection(random: Random, n: number, p: number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const inner = 0.92 - 4.2 / b;
  const logOdds = Math.log(p / (1 - p));
  const logChance = (k: number) => k * logOdds - logGamma(k + 1) - logGamma(n - k + 1);
  const highest = logChance(Math.floor((n + 1) * p));
  for (;;) {
    const u = random() - 0.5;
    const v = 1 - random();
    const edge = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / edge + b) * u + n * p + 0.5);
    if (edge >= 0.07 && v <= inner) return k;
    if (k < 0 || k > n) continue;
    const height = (v * alpha) / (a / (edge * edge) + b);
    if (Math.log(height) <= logChance(k) - highest) return k;
  }
}
