/** From here on, five terms of the series are exact to a double. */
const LARGE = 16;

/** ln Γ(x) for x > 0: Stirling's series, after steps up by Γ(x + 1) = x·Γ(x) (Abramowitz and Stegun 6.1.15, 6.1.41). */
export function logGamma(x: number): number {
  let product = 1;
  let y = x;
  for (; y < LARGE; y++) product *= y;
  const square = 1 / (y * y);
  const series =
    (1 / 12 - square * (1 / 360 - square * (1 / 1_260 - square * (1 / 1_680 - square / 1_188)))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}
