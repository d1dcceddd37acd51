import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openClock, rateOf } from '../../infra/local/clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'kweek-clock-'));
afterAll(() => rmSync(folder, { recursive: true }));

const start = Date.UTC(2026, 10, 22, 12);
const day = 86_400_000;
const at = (time: { now: number }) => () => time.now;

describe('the length of a day', () => {
  it.each([
    ['60s', 1440],
    ['20s', 4320],
    ['5m', 288],
    ['1.5h', 16],
    ['24h', 1],
  ])('%s runs the programme at rate %d', (length, rate) => expect(rateOf(length)).toBe(rate));

  it.each(['25h', '0s', '0.5s', '60', 'P1D', '-5m', ''])('%s is refused', (length) => {
    expect(() => rateOf(length)).toThrow(`--day ${length}`);
  });
});

describe('the clock', () => {
  it('runs the programme faster than the machine', () => {
    const time = { now: start };
    const clock = openClock({ rate: 1440, now: at(time) });
    time.now += 60_000;
    expect([clock.programme() - start, clock.machine() - start]).toEqual([day, 60_000]);
  });

  it('is told to the functions as anchor, programme, rate and offset', () => {
    const time = { now: start };
    const clock = openClock({ rate: 24, now: at(time) });
    time.now += 1_000;
    clock.advance({ programme: day, machine: 5_000 });
    expect(clock.toString()).toBe(`${start + 1_000}:${start + 24_000 + day}:24:5000`);
  });

  it('tells of every move, and refuses to go back', () => {
    const clock = openClock({ now: () => start });
    let moves = 0;
    clock.onChange(() => moves++);
    clock.advance({ programme: 1 });
    expect(moves).toBe(1);
    expect(() => clock.advance({ programme: -1 })).toThrow(RangeError);
    expect(() => clock.advance({ machine: Number.NaN })).toThrow(RangeError);
  });

  it('goes on where it stopped, and never runs behind the true time', () => {
    const time = { now: start };
    const file = join(folder, 'stopped.json');
    const first = openClock({ file, rate: 1440, now: at(time) });
    time.now += 60_000;
    first.advance({ machine: 7_000 });
    first.stop();
    time.now += 3_600_000;
    const second = openClock({ file, now: at(time) });
    expect(second.programme()).toBe(start + day);
    expect(second.machine()).toBe(time.now + 7_000);
    second.stop();
    time.now += 30 * day;
    const third = openClock({ file, now: at(time) });
    expect(third.programme()).toBe(time.now);
    third.stop();
  });

  it('is not behind after a kill, when nothing could be written', () => {
    const time = { now: start };
    const file = join(folder, 'killed.json');
    const killed = openClock({ file, rate: 1440, now: at(time) });
    time.now += 900;
    const seen = killed.programme();
    const next = openClock({ file, rate: 1440, now: at(time) });
    expect(next.programme()).toBeGreaterThanOrEqual(seen);
  });
});
