import { type Clock, clockFromEnv } from '../shared/clock.ts';

/** When a test's programme begins: a Monday morning in Brussels, in winter. */
export const START = Date.UTC(2026, 0, 5, 9);

/**
 * Both clocks, to be moved forward by hand; they tick on by themselves, since pacing waits for them. Tells
 * them through KWEEK_CLOCK, as the local machine does, so that whole functions see the same time.
 */
export class TestClock implements Clock {
  readonly #clock = clockFromEnv(process.env);
  #anchor = Date.now();
  #programme = START;
  #offset = 0;

  constructor() {
    process.env.KWEEK_ENV = 'local';
    this.#tell();
  }

  now() {
    return this.#clock.now();
  }

  toProgramme(at: number) {
    return this.#clock.toProgramme(at);
  }

  toMachine(at: number) {
    return this.#clock.toMachine(at);
  }

  /** Both clocks, ms. */
  later(ms: number): void {
    this.laterProgramme(ms);
    this.laterMachine(ms);
  }

  laterProgramme(ms: number): void {
    this.#programme = this.now().programme + ms;
    this.#anchor = Date.now();
    this.#tell();
  }

  laterMachine(ms: number): void {
    this.#offset += ms;
    this.#tell();
  }

  #tell(): void {
    process.env.KWEEK_CLOCK = [this.#anchor, this.#programme, 1, this.#offset].join(':');
  }
}
