export interface Interval {
  low: number;
  high: number;
}

/** How many standard deviations reach 95 and 80 % of a normal distribution. */
const Z95 = 1.959963984540054;
export const Z80 = 1.2815515655446004;

/**
 * An interval for a share in (0, 1) that stays within it: symmetric on the scale of ln(−ln p), p^exp(±z·se / (p·ln p)):
 * Kalbfleisch and Prentice (1980). Undefined for 0 and 1, of which a variance says nothing.
 */
export function shareInterval(share: number, variance: number, z = Z95): Interval | undefined {
  if (!(share > 0 && share < 1)) return undefined;
  const spread = Math.abs((z * Math.sqrt(variance)) / (share * Math.log(share)));
  return { low: share ** Math.exp(spread), high: share ** Math.exp(-spread) };
}
