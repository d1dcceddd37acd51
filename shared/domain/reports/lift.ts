import { rateAfter } from '../forecast/beta.ts';
import { drawLogGamma } from '../forecast/gamma.ts';
import { randomFrom } from '../forecast/random.ts';

/** By how much one share is above another, in points of a share, and where that lies with the level asked for. */
export interface Lift {
  difference: number;
  low: number;
  high: number;
  /** How likely it is that there is any. */
  probability: number;
}

const DRAWS = 10_000;

/**
 * Both shares are uncertain (`rateAfter`); seeded draws. `level`: in how many of all cases the interval holds it. What was counted is always within, also where all of
 * one group and none of the other arrived. Undefined where one of the groups is empty.
 */
export function liftOf(
  treated: { count: number; of: number },
  control: { count: number; of: number },
  level = 0.95,
): Lift | undefined {
  if (!(treated.of > 0 && control.of > 0)) return undefined;
  const random = randomFrom(1);
  const draw = ({ a, b }: { a: number; b: number }) => {
    const [worked, rest] = [drawLogGamma(random, a), drawLogGamma(random, b)];
    return 1 / (1 + Math.exp(rest - worked));
  };
  const [one, other] = [rateAfter(treated), rateAfter(control)];
  const drawn = Float64Array.from({ length: DRAWS }, () => draw(one) - draw(other)).sort();
  const at = (share: number) => drawn[Math.floor(share * DRAWS)] ?? 0;
  const difference = treated.count / treated.of - control.count / control.of;
  return {
    difference,
    low: Math.min(at((1 - level) / 2), difference),
    high: Math.max(at((1 + level) / 2), difference),
    probability: drawn.filter((difference) => difference > 0).length / DRAWS,
  };
}
