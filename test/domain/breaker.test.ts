import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBlow, addMark, type Blows, type SendMark, tollOf } from '../../shared/domain/sending/breaker.ts';

const MINUTE = 60_000;
const none: Blows = { since: 0, bounces: [], complaints: [] };

/** So many mails a minute, for so many minutes; from minute 1. */
const sent = (perMinute: number, minutes: number) =>
  Array.from({ length: minutes }, (_, i): SendMark => {
    const from = (i + 1) * MINUTE;
    return { from, to: from + MINUTE - 1_000, sent: perMinute };
  }).reduce<SendMark[]>(addMark, []);

const bounced = (count: number, at: number, blows = none, kind: 'bounces' | 'complaints' = 'bounces') =>
  Array.from({ length: count }, (_, i) => i).reduce(
    (all, i) => addBlow(all, kind, { mail: `${kind}${at}-${i}`, claimedAt: at }),
    blows,
  );

describe('nurture pauses itself', () => {
  it.each([
    ['at 4 % of the last thousand', 1_000, 40, true],
    ['not below', 1_000, 39, false],
    ['at ten of few', 100, 10, true],
    ['not at nine, however few', 20, 9, false],
  ])('%s', (_, mails, count, trips) => {
    const marks = sent(mails / 10, 10);
    const toll = tollOf('bounces', bounced(count, 5 * MINUTE + 500), marks);
    expect(toll).toMatchObject({ count, of: mails, isTooHigh: trips });
  });

  it('at 0.08 % complaints of the last ten thousand, and at least three', () => {
    const marks = sent(1_000, 10);
    for (const [count, trips] of [
      [7, false],
      [8, true],
    ] as const) {
      const blows = bounced(count, 5 * MINUTE, none, 'complaints');
      expect(tollOf('complaints', blows, marks)).toMatchObject({ of: 10_000, isTooHigh: trips });
    }
    const few = sent(10, 10);
    expect(tollOf('complaints', bounced(2, 5 * MINUTE, none, 'complaints'), few).isTooHigh).toBe(false);
    expect(tollOf('complaints', bounced(3, 5 * MINUTE, none, 'complaints'), few).isTooHigh).toBe(true);
  });

  it('by mails among the last, however late the news of older ones comes', () => {
    const marks = sent(100, 60);
    expect(tollOf('bounces', bounced(50, 2 * MINUTE), marks)).toMatchObject({ count: 0, isTooHigh: false });
    expect(tollOf('bounces', bounced(50, 58 * MINUTE), marks)).toMatchObject({ count: 50, isTooHigh: true });
  });

  it('counting each mail once, however often it is told', () => {
    const once = bounced(9, 5 * MINUTE);
    expect(bounced(9, 5 * MINUTE, once)).toEqual(once);
  });

  it('anew, after a person let it go on', () => {
    const marks = sent(100, 10);
    const blows = { ...bounced(50, 5 * MINUTE), since: 8 * MINUTE };
    expect(tollOf('bounces', blows, marks)).toMatchObject({ count: 0, isTooHigh: false });
  });
});

it('marks stay few, forget nothing of the last ten thousand, and count the last thousand closely', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 300 }), (counts) => {
      const marks = counts
        .map((mails, i): SendMark => ({ from: i * MINUTE, to: i * MINUTE + 1_000, sent: mails }))
        .reduce<SendMark[]>(addMark, []);
      expect(marks.length).toBeLessThanOrEqual(40);
      const all = counts.reduce((a, b) => a + b, 0);
      const kept = marks.reduce((a, b) => a + b.sent, 0);
      expect(kept).toBeGreaterThanOrEqual(Math.min(all, 10_000));
      const { of } = tollOf('bounces', none, marks);
      expect(of).toBeGreaterThanOrEqual(Math.min(all, 1_000));
      // One mark more at most: as many as were told at once, or a fifth.
      expect(of).toBeLessThanOrEqual(1_000 + Math.max(...counts, 200));
    }),
  );
});
