import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../shared/clock.ts';

/** Turns of the event loop in which nobody works before time goes on. */
const PATIENCE = 20;

/**
 * Time that passes only while everybody sleeps: whoever works (`busy`) holds it, and when nobody does it jumps
 * to the next who wakes. An hour of pacing takes as long as the work in it, and the same on a loaded machine.
 */
export class SimulatedClock implements Clock {
  #now: number;
  readonly #tell: (now: number) => void;
  #working = 0;
  #rest: () => void = () => {};
  #sleepers: { at: number; wake: () => void }[] = [];

  /** `tell` hears of every time that it shows. */
  constructor(start: number, tell: (now: number) => void = () => {}) {
    this.#now = start;
    this.#tell = tell;
    tell(start);
  }

  now() {
    return { programme: this.#now, machine: this.#now };
  }

  toProgramme(at: number) {
    return at;
  }

  toMachine(at: number) {
    return at;
  }

  readonly sleep = (ms: number): Promise<void> =>
    new Promise((wake) => {
      this.#sleepers.push({ at: this.#now + Math.max(0, Math.ceil(ms)), wake });
    });

  /** Real work: no time passes before it is done. */
  async busy<T>(work: () => Promise<T>): Promise<T> {
    this.#working++;
    try {
      return await work();
    } finally {
      this.#working--;
      if (this.#working === 0) this.#rest();
    }
  }

  /** Lets time pass until `story` is over. Throws when all wait for what nobody does. */
  async run<T>(story: () => Promise<T>): Promise<T> {
    const state = { over: false };
    const told = story().finally(() => {
      state.over = true;
    });
    told.catch(() => {}); // thrown below
    for (let idle = 0; !state.over; ) {
      await nextTurn();
      if (this.#working > 0) {
        idle = 0;
        await new Promise<void>((rest) => {
          this.#rest = rest;
        });
        continue;
      }
      // What was done a moment ago may go on with something new first: making a mail takes some turns.
      if (idle++ < PATIENCE) continue;
      const next = Math.min(...this.#sleepers.map(({ at }) => at));
      if (next === Number.POSITIVE_INFINITY) {
        if (idle > 1_000) throw new Error('Everybody waits, and nobody will wake them.');
        continue;
      }
      idle = 0;
      this.#now = Math.max(this.#now, next);
      this.#tell(this.#now);
      const woken = this.#sleepers.filter(({ at }) => at <= next);
      this.#sleepers = this.#sleepers.filter(({ at }) => at > next);
      for (const { wake } of woken) wake();
    }
    return told;
  }
}
