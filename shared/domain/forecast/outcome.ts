import { drawBinomial } from './binomial.ts';
import { drawLogGamma, drawNormal } from './gamma.ts';
import type { Random } from './random.ts';

/** What a deal is worth: never under 0. */
export interface DealValue {
  mean: number;
  /** From deal to deal. */
  sd: number;
}

export interface Outcome {
  goals: number;
  revenue: number;
}

/** What may come of `stock`, whole numbers by state, when each lead arrives with the chance of its state. */
export function drawOutcome(
  random: Random,
  stock: readonly number[],
  chances: ArrayLike<number>,
  dealValue: DealValue,
): Outcome {
  const goals = stock.reduce(
    (total, count, state) => total + drawBinomial(random, count, chances[state] ?? 0),
    0,
  );
  return { goals, revenue: drawRevenue(random, goals, dealValue) };
}

/** With more than so many "average deals" in a sum, a gamma distribution is a normal one. */
const MANY = 1e12;

/**
 * The value of some deals at once. A deal is gamma distributed (positive, more small ones than large), so their sum is
 * too: n deals have the shape n·(mean/sd)² and the scale sd²/mean.
 */
function drawRevenue(random: Random, deals: number, { mean, sd }: DealValue): number {
  if (deals === 0 || sd === 0) return deals * mean;
  const shape = deals * (mean / sd) ** 2;
  if (shape > MANY) return deals * mean + Math.sqrt(deals) * sd * drawNormal(random);
  return Math.exp(drawLogGamma(random, shape)) * (sd / mean) * sd;
}
