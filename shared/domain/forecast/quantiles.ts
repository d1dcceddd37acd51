/** The per cents that forecasts tell. */
const percents = [2.5, 5, 10, 25, 50, 75, 90, 95, 97.5] as const;

/**
 * The smallest draw that so many per cent of the draws do not exceed, so that numbers of customers stay whole: type 1
 * of Hyndman and Fan, The American Statistician 50 (1996). `draws`: at least one, in any order.
 */
export function quantiles(draws: ArrayLike<number>): Record<string, number> {
  const sorted = Float64Array.from(draws).sort();
  const at = (percent: number) => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
  return Object.fromEntries(percents.map((percent) => [String(percent), at(percent)]));
}
