import { setTimeout as sleep } from 'node:timers/promises';
import type { Kweek } from './kweek.ts';

export const dayMs = 86_400_000;

/** How long anything that comes at once may take on a busy machine, ms of a watch. */
const patienceMs = 20_000;

/** The machine takes five seconds for a verdict, and sweeps every second. */
const held = 'PT6S';
const heldMs = 6_500;

export type Calendar = {
  /** How many times faster than a watch the programme runs. */
  rate: number;
  /** Days since the tour began. */
  day(at: number): number;
  /** Programme time, ms. */
  now(): Promise<number>;
  /** Looks until there is something to see, or until programme time `until` has come. */
  wait<T>(until: number, look: () => Promise<T | undefined>): Promise<T | undefined>;
  /** Looks until there is something to see, as what comes at once is soon there. */
  soon<T>(look: () => Promise<T | undefined>): Promise<T | undefined>;
  /** Lets the seconds pass in which it is seen whether a click was a person's. */
  hold(): Promise<void>;
  /** Days of the programme that pass in a while that nobody would call late. */
  slack: number;
};

/**
 * Lets programme time pass: by waiting, or with `hurry` by moving the machine's clock on, six hours at a
 * time. `settle` waits for what a move has set going.
 */
export async function openCalendar(
  kweek: Kweek,
  { hurry = false, settle = () => sleep(500) }: { hurry?: boolean; settle?: () => Promise<unknown> } = {},
): Promise<Calendar> {
  const { programme: start, rate } = await kweek.clock();
  const now = async () => (await kweek.clock()).programme;

  async function soon<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
    for (const end = Date.now() + patienceMs; ; await sleep(100)) {
      const found = await look();
      if (found !== undefined || Date.now() > end) return found;
    }
  }

  return {
    rate,
    day: (at) => (at - start) / dayMs,
    now,
    soon,
    async hold() {
      if (hurry) {
        await kweek.advance(held, held);
        await settle();
      } else await sleep(heldMs);
    },
    slack: Math.max(0.5, (patienceMs * rate) / dayMs),
    async wait(until, look) {
      const lookAgain = async () => {
        // What comes at once may take a busy machine a while of the watch, and none of the calendar.
        if (hurry) await settle();
        return look();
      };
      for (;;) {
        const found = (await look()) ?? (await lookAgain());
        if (found !== undefined) return found;
        const left = until - (await now());
        if (left <= 0) return look();
        if (hurry) {
          await kweek.advance('PT6H');
          await settle();
        } else await sleep(Math.min(250, left / rate));
      }
    },
  };
}
