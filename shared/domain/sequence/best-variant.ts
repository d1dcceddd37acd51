import { betaCdf } from '../forecast/beta.ts';
import { logGamma } from '../forecast/log-gamma.ts';

/** How often something was tried, and how often it worked. */
export interface Trials {
  tried: number;
  worked: number;
}

const STEPS = 4_000;

/**
 * For each of some variants, the probability that its true rate is the highest, each rate being Beta(1 + worked,
 * 1 + tried − worked) distributed (a uniform prior): P(i best) = ∫ f_i(x) · Π_{j≠i} F_j(x) dx, by Simpson's rule on
 * a grid that is even in the arcsine of √x, where such distributions are about equally wide everywhere. They add up to 1.
 */
export function probabilitiesOfBest(variants: readonly Trials[]): number[] {
  const rates = variants.map(({ tried, worked }) => {
    const successes = Math.min(Math.max(worked, 0), tried);
    return { a: 1 + successes, b: 1 + tried - successes };
  });
  const sums = rates.map(() => 0);
  // At both ends the integrand of the changed variable is 0.
  for (let i = 1; i < STEPS; i++) {
    const angle = (i / STEPS) * (Math.PI / 2);
    const x = Math.sin(angle) ** 2;
    const weight = (i % 2 === 1 ? 4 : 2) * Math.sin(2 * angle);
    const below = rates.map(({ a, b }) => betaCdf(x, a, b));
    rates.forEach(({ a, b }, own) => {
      const others = below.reduce((product, share, other) => (other === own ? product : product * share), 1);
      sums[own] = (sums[own] ?? 0) + weight * density(x, a, b) * others;
    });
  }
  const total = sums.reduce((sum, part) => sum + part, 0);
  return total > 0 ? sums.map((part) => part / total) : sums.map(() => 1 / sums.length);
}

const density = (x: number, a: number, b: number): number =>
  Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
