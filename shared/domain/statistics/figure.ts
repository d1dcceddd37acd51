import { bucketOf } from '../stage/time-in-stage.ts';

/** What stands between the parts of a figure's name; no slug, state or source holds it. */
export const SEPARATOR = '|';

/** A figure's name in its parts, and what an activity adds to it: a whole number. */
export type Figure = [name: string[], count: number];

export const one = (...name: string[]): Figure => [name, 1];

/** A value as a part of a name; what is no text is an empty part. */
export const word = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll(SEPARATOR, '').slice(0, 63) : '';

/** A number that figures may add up: whole, and 0 where there is none. */
export const whole = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : 0;

/** How long something took: the sum in minutes, and a count by span for quantiles (`time-in-stage.ts`). `spent` in ms. */
export function took(name: string[], of: string, spent: unknown): Figure[] {
  const ms = Math.max(0, whole(spent));
  return [
    [[...name, 'minutes', of], Math.round(ms / 60_000)],
    [[...name, 'after', of, String(bucketOf(ms))], 1],
  ];
}
