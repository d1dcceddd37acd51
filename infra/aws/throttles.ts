import type { FunctionName } from '../functions.ts';

/** Requests a second, and how many at once before that counts; API Gateway answers 429 beyond. */
export interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** For each route without a group. */
export const otherRoutes: Throttle = { rateLimit: 100, burstLimit: 200 };

/** By the function that a route leads to, for each of its routes: one group in trouble leaves the others alone. */
export const throttles: Partial<Record<FunctionName, Throttle>> = {
  // A campaign's peak: a fresh table bears 4,000 writes a second, and a signup costs up to four.
  capture: { rateLimit: 300, burstLimit: 600 },
  // Scanners of large companies open every link of a mailing at once.
  links: { rateLimit: 500, burstLimit: 1_000 },
  // People and their programs; it also slows down whoever tries keys.
  admin: { rateLimit: 50, burstLimit: 100 },
};
