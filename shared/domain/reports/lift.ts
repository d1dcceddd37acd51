import { drawLogGamma } from '../forecast/gamma.ts';
import { randomFrom } from '../forecast/random.ts';

/** By how much one share is above another, in points of a share, and where that lies in 95 of 100 cases. */
export interface Lift {
  difference: number;
  low: number;
  high: number;
  /** How likely it is that there is any. */
  probability: number;
}

const DRAWS = 10_000;

/**
 * Both shares are uncertain, Beta(k + ½, n − k + ½); seeded draws. What was counted is always within, also where all of
 * one group and none of the other arrived. Undefined where one of the groups is empty.
 */
export function liftOf(
  treated: { count: number; of: number },
  control: { count: number; of: number },
): Lift | undefined {
  if (!(treated.of > 0 && control.of > 0)) return undefined;
  const random = randomFrom(1);
  const draw = ({ count, of }: { count: number; of: number }) => {
    const [a, b] = [drawLogGamma(random, count + 0.5), drawLogGamma(random, of - count + 0.5)];
    return 1 / (1 + Math.exp(b - a));
  };
  const drawn = Float64Array.from({ length: DRAWS }, () => draw(treated) - draw(control)).sort();
  const at = (share: number) => drawn[Math.floor(share * DRAWS)] ?? 0;
  const difference = treated.count / treated.of - control.count / control.of;
  return {
    difference,
    low: Math.min(at(0.025), difference),
    high: Math.max(at(0.975), difference),
    probability: drawn.filter((difference) => difference > 0).length / DRAWS,
  };
}
