import { betaCdf, rateAfter } from '../forecast/beta.ts';
import { logGamma } from '../forecast/log-gamma.ts';

/** How often something was tried, and how often it worked. */
export interface Trials {
  tried: number;
  worked: number;
}

const STEPS = 4_000;

/**
 * For each of some variants, the probability that its true rate is the highest (each rate as `rateAfter` says):
 * P(i best) = ∫ f_i(x) · Π_{j≠i} F_j(x) dx, by Simpson's rule on a grid that is even in the arcsine of √x, where such
 * distributions are about equally wide everywhere, and finite at both ends. They add up to 1.
 */
export function probabilitiesOfBest(variants: readonly Trials[]): number[] {
  const rates = variants.map(({ tried, worked }) => rateAfter({ count: worked, of: tried }));
  const sums = rates.map(() => 0);
  for (let i = 0; i <= STEPS; i++) {
    const angle = (i / STEPS) * (Math.PI / 2);
    const x = Math.sin(angle) ** 2;
    const weight = i === 0 || i === STEPS ? 1 : i % 2 === 1 ? 4 : 2;
    const below = rates.map(({ a, b }) => betaCdf(x, a, b));
    rates.forEach(({ a, b }, own) => {
      const others = below.reduce((product, share, other) => (other === own ? product : product * share), 1);
      sums[own] = (sums[own] ?? 0) + weight * density(angle, a, b) * others;
    });
  }
  const total = sums.reduce((sum, part) => sum + part, 0);
  return total > 0 ? sums.map((part) => part / total) : sums.map(() => 1 / sums.length);
}

/** Of the angle: sin^(2a−1) · cos^(2b−1), up to what all angles share. */
function density(angle: number, a: number, b: number): number {
  const power = (base: number, exponent: number) => (exponent === 0 ? 0 : exponent * Math.log(base));
  const logs = power(Math.sin(angle), 2 * a - 1) + power(Math.cos(angle), 2 * b - 1);
  return Math.exp(logs + logGamma(a + b) - logGamma(a) - logGamma(b));
}
