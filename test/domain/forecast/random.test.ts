import { describe, expect, test } from 'vitest';
import { betaCdf, betaQuantile } from '../../../shared/domain/forecast/beta.ts';
import { drawBinomial } from '../../../shared/domain/forecast/binomial.ts';
import { drawLogGamma, drawNormal, drawWeights } from '../../../shared/domain/forecast/gamma.ts';
import { logGamma } from '../../../shared/domain/forecast/log-gamma.ts';
import { drawOutcome } from '../../../shared/domain/forecast/outcome.ts';
import { type Random, randomFrom, xoshiro128 } from '../../../shared/domain/forecast/random.ts';

const N = 40_000;

/** Mean and variance of draws, and how far each may be from the truth: five standard errors. */
function expectMoments(draw: () => number, mean: number, variance: number, kurtosis = 3): void {
  const draws = Array.from({ length: N }, draw);
  const m = draws.reduce((all, x) => all + x, 0) / N;
  const v = draws.reduce((all, x) => all + (x - mean) ** 2, 0) / N;
  expect(Math.abs(m - mean)).toBeLessThan(5 * Math.sqrt(variance / N));
  expect(Math.abs(v - variance)).toBeLessThan(5 * variance * Math.sqrt((kurtosis - 1) / N) + 1e-3 * variance);
}

describe('the generator', () => {
  test('is xoshiro128**: the reference sequence of its authors', () => {
    const next = xoshiro128([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, next)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  test('has the same sequence for the same seed, and another for every other', () => {
    const begin = (seed: number) => Array.from({ length: 4 }, randomFrom(seed)).join();
    const seeds = [0, 1, 2, -1, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
    expect(new Set(seeds.map(begin)).size).toBe(seeds.length);
    expect(seeds.map(begin)).toEqual(seeds.map(begin));
  });

  test.each([0, 7, 2 ** 40])('is even from 0 to 1 (seed %i)', (seed) => {
    const random = randomFrom(seed);
    const cells = new Array<number>(20).fill(0);
    for (let i = 0; i < N; i++) {
      const cell = Math.floor(random() * 20);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    expect(cells).toHaveLength(20);
    // Chi-squared with 19 degrees of freedom exceeds 50 once in 8 000 times.
    expect(cells.reduce((all, count) => all + (count - N / 20) ** 2 / (N / 20), 0)).toBeLessThan(50);
  });
});

describe('draws have the moments of their distribution', () => {
  test('normal', () => {
    const random = randomFrom(1);
    expectMoments(() => drawNormal(random), 0, 1);
  });

  test.each([0.05, 0.5, 1, 1.7, 30, 1e6])('gamma with the shape %d', (shape) => {
    const random = randomFrom(2);
    expectMoments(() => Math.exp(drawLogGamma(random, shape)), shape, shape, 3 + 6 / shape);
  });

  test('gamma with shapes that vanish: numbers still', () => {
    const random = randomFrom(3);
    for (const shape of [1e-9, 1e-300, 5e-324]) expect(drawLogGamma(random, shape)).toBeGreaterThan(-1e301);
    for (const weight of drawWeights(random, [1e-300, 5e-324, 1e-12])) {
      expect(weight >= 0 && weight <= 1).toBe(true);
    }
  });

  test.each([
    [1, 0.5],
    [30, 0.1],
    [100, 0.3],
    [100, 0.9],
    [1_000, 0.011],
    [10_000_000, 1e-6],
    [10_000_000, 0.37],
  ])('binomial of %i with the chance %d', (n, p) => {
    const random = randomFrom(4);
    const variance = n * p * (1 - p);
    expectMoments(() => drawBinomial(random, n, p), n * p, variance, 3 + (1 - 6 * p * (1 - p)) / variance);
  });

  test.each([
    [12, 0.4],
    [60, 0.3],
    [400, 0.1],
  ])('binomial of %i with the chance %d, number by number', (n, p) => {
    const random = randomFrom(5);
    const seen = new Array<number>(n + 1).fill(0);
    for (let i = 0; i < N; i++) {
      const k = drawBinomial(random, n, p);
      seen[k] = (seen[k] ?? 0) + 1;
    }
    const choose = (k: number) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
    let [squares, cells] = [0, 0];
    for (const [k, count] of seen.entries()) {
      const expected = N * Math.exp(choose(k) + k * Math.log(p) + (n - k) * Math.log(1 - p));
      if (expected < 5) continue;
      squares += (count - expected) ** 2 / expected;
      cells++;
    }
    expect(squares).toBeLessThan(cells + 5 * Math.sqrt(2 * cells));
  });

  test.each([
    [10, 0, 0],
    [10, 1, 10],
    [0, 0.5, 0],
    [10_000_000, 1, 10_000_000],
    [10_000_000, 1e-300, 0],
  ])('binomial of %i with the chance %d is %i', (n, p, expected) => {
    expect(drawBinomial(randomFrom(6), n, p)).toBe(expected);
  });

  test('shares of a Dirichlet distribution', () => {
    const random = randomFrom(7);
    const share = () => {
      const [a = 0, b = 0, c = 0] = drawWeights(random, [0.5, 2, 4.5]);
      return a / (a + b + c);
    };
    expectMoments(share, 0.5 / 7, (0.5 * 6.5) / (49 * 8), 20);
  });

  test.each([
    [4_000, 1_500],
    [4_000, 12_000],
    [1, 1e-9],
  ])('the revenue of deals of €%d ± %d', (mean, sd) => {
    const random = randomFrom(8);
    const revenue = () => drawOutcome(random, [5], [1], { mean, sd }).revenue;
    expectMoments(revenue, 5 * mean, 5 * sd ** 2, 3 + (6 / 5) * (sd / mean) ** 2);
  });
});

describe('special functions', () => {
  test.each<[x: number, expected: number]>([
    [1, 0],
    [0.5, Math.log(Math.PI) / 2],
    [5, Math.log(24)],
    [100, 359.1342053695754],
    [1e-10, 23.025850929882736],
  ])('ln Γ(%d)', (x, expected) => {
    expect(logGamma(x)).toBeCloseTo(expected, 11);
  });

  test.each([
    [0.3, 1, 1, 0.3],
    [0.3, 2, 1, 0.09],
    [0.5, 40.5, 40.5, 0.5],
    [0.25, 0.5, 0.5, 1 / 3],
  ])('I_%d(%d, %d)', (x, a, b, expected) => {
    expect(betaCdf(x, a, b)).toBeCloseTo(expected, 12);
    expect(betaQuantile(expected, a, b)).toBeCloseTo(x, 10);
  });
});

test('a sequence is used by the draws alone', () => {
  const numbers = (random: Random) => Array.from({ length: 50 }, () => drawBinomial(random, 500, 0.2));
  expect(numbers(randomFrom(9))).toEqual(numbers(randomFrom(9)));
});
