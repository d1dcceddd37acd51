import type { Context } from '../context.ts';

/** Clocks of others run ahead by this much without being wrong (E21). */
const TOLERANCE = 5 * 60_000;

/** A time that somebody else told (programme, ms); one that is not yet is taken as now, as is none. */
export function pastOrNow({ clock }: Context, at: number | undefined): number {
  const now = clock.now().programme;
  return at === undefined || at > now + TOLERANCE ? now : at;
}
