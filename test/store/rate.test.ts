import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reserveSlots, type Slots, slowedUntilAfterThrottle } from '../../shared/store/rate.ts';
import { openSuiteTable, type SuiteTable } from '../suite-table.ts';

let table: SuiteTable;
let now = Date.UTC(2026, 0, 5, 9);
beforeAll(async () => {
  table = await openSuiteTable();
});
afterAll(() => table?.drop());
beforeEach(() => {
  now += 60_000; // whatever the test before reserved is long past
});

const timesOf = ({ count, from, interval }: Slots) =>
  Array.from({ length: count }, (_, i) => from + i * interval);

/** The most slots that begin within one second. */
function busiestSecond(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 1_000).length));
}

describe('sending slots', () => {
  it('begin now and follow each other at 97 % of the account’s rate', async () => {
    const slots = await reserveSlots(table, 10, 20, now);
    expect(slots).toMatchObject({ count: 10, from: now });
    expect(slots.interval).toBeCloseTo(1_000 / (20 * 0.97));
  });

  it('of the next who asks begin where the last one’s end', async () => {
    const first = await reserveSlots(table, 10, 20, now);
    const second = await reserveSlots(table, 10, 20, now);
    expect(second.count).toBe(10);
    expect(second.from).toBeGreaterThanOrEqual(now + 10 * first.interval);
  });

  it('are never handed out further ahead than two seconds', async () => {
    const all: number[] = [];
    for (let asked = 0; asked < 6; asked++) all.push(...timesOf(await reserveSlots(table, 100, 20, now)));
    expect(Math.max(...all)).toBeLessThan(now + 2_000);
    expect(all.length).toBeGreaterThanOrEqual(37);
    expect(await reserveSlots(table, 1, 20, now)).toMatchObject({ count: 0 });
    expect(await reserveSlots(table, 1, 20, now + 1_000)).toMatchObject({ count: 1 });
  });

  it('reserved by many at once never exceed the rate', async () => {
    const rate = 50;
    const all: number[] = [];
    for (let round = 0; round < 8; round++) {
      const slots = await Promise.all(
        Array.from({ length: 12 }, () => reserveSlots(table, 7, rate, now + round * 250)),
      );
      all.push(...slots.flatMap(timesOf));
    }
    expect(busiestSecond(all)).toBeLessThanOrEqual(rate);
    const sorted = all.sort((a, b) => a - b);
    for (const [i, at] of sorted.entries()) {
      if (i > 0) expect(at - (sorted[i - 1] ?? 0)).toBeGreaterThanOrEqual(1_000 / (rate * 0.97) - 1e-3);
    }
    // Whoever asks together shares what there is; the allowance is not left lying.
    expect(all.length).toBeGreaterThan(rate);
  });

  it('are half as many for a minute after a throttle', async () => {
    const until = slowedUntilAfterThrottle(now);
    expect(until).toBe(now + 60_000);
    const slow = await reserveSlots(table, 10, 20, now, until);
    expect(slow.interval).toBeCloseTo(1_000 / (20 * 0.97 * 0.5));
    now += 60_000;
    const again = await reserveSlots(table, 10, 20, now, until);
    expect(again.interval).toBeCloseTo(1_000 / (20 * 0.97));
  });

  it('one is always to be had at the slowest rate, the sandbox’s', async () => {
    expect(await reserveSlots(table, 5, 1, now)).toMatchObject({ count: 1, from: now });
    expect(await reserveSlots(table, 5, 1, now + 3_000)).toMatchObject({ count: 1, from: now + 3_000 });
  });
});
