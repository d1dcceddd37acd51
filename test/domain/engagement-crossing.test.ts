import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScoringEvent } from '../../shared/domain/score/engagement.ts';
import { nextCrossingAbove, nextCrossingBelow } from '../../shared/domain/score/engagement-crossing.ts';
import { engagementAt } from '../../shared/domain/score/engagement-score.ts';
import { D0, DAY, day, event, model, nothing, stateOf } from './scoring-fixture.ts';

const magnet = event('magnet.requested', 0, { subject: 'a' });
const pricing = event('page.viewed', 0, { intent: 'high' });
/** 15 now, nearly 18 after a month, and then falling: penalties fade sooner than what they took from. */
const penalised = stateOf([
  event('careers.viewed', -1),
  event('careers.viewed', 0),
  magnet,
  event('webinar.attended', 0, { subject: 'w' }),
]);

describe('falling below a threshold', () => {
  test('one class: after H · log2(score / threshold)', () => {
    const at = nextCrossingBelow(stateOf([magnet]), model, 12, day(0)) ?? 0;
    expect((at - day(0)) / DAY).toBeCloseTo(90 * Math.log2(15 / 12), 6);
  });

  test('several classes: at the first ms at which the sum is below', () => {
    const state = stateOf([magnet, pricing]);
    const at = nextCrossingBelow(state, model, 12, day(0)) ?? 0;
    expect(engagementAt(state, model, at)).toBeLessThan(12);
    expect(engagementAt(state, model, at - 1)).toBeGreaterThanOrEqual(12);
  });

  test('already below: now', () => {
    expect(nextCrossingBelow(nothing, model, 12, day(0))).toBe(day(0));
    expect(nextCrossingBelow(stateOf([magnet]), model, 15.1, day(0))).toBe(day(0));
  });

  test('never below 0', () => {
    expect(nextCrossingBelow(stateOf([magnet]), model, 0, day(0))).toBeUndefined();
  });

  test('a score that is far above 100 takes as long as its sum does, years if need be', () => {
    const state = stateOf(Array.from({ length: 40 }, (_, n) => event('demo.requested', n)));
    const at = nextCrossingBelow(state, model, 1, day(39)) ?? 0;
    expect(at).toBeGreaterThan(day(39 + 400));
    expect(engagementAt(state, model, at)).toBeLessThan(1);
    expect(engagementAt(state, model, at - 1)).toBeGreaterThanOrEqual(1);
  });

  test('with penalties, which fade sooner: found although the sum rises before it falls', () => {
    const state = penalised;
    expect(engagementAt(state, model, day(10))).toBeGreaterThan(engagementAt(state, model, day(0)));
    const at = nextCrossingBelow(state, model, 15, day(0)) ?? 0;
    expect(at).toBeGreaterThan(day(60));
    expect(engagementAt(state, model, at)).toBeLessThan(15);
    expect(engagementAt(state, model, at - 1)).toBeGreaterThanOrEqual(15);
  });

  test('an event that is still to come counts from when it comes', () => {
    const soon = { ...event('email.replied', 0), at: day(0) + 60_000 };
    const state = { events: [magnet, soon], once: [] };
    const at = nextCrossingBelow(state, model, 12, day(0)) ?? 0;
    expect(at).toBeGreaterThan(day(30));
    expect(engagementAt(state, model, at - 1)).toBeGreaterThanOrEqual(12);
  });
});

describe('rising to a threshold by time alone', () => {
  test('never without penalties', () => {
    expect(nextCrossingAbove(stateOf([magnet, pricing]), model, 40, day(0))).toBeUndefined();
  });

  test('when a penalty fades sooner than what it took from', () => {
    const state = penalised;
    const at = nextCrossingAbove(state, model, 17, day(0)) ?? 0;
    expect(engagementAt(state, model, at)).toBeGreaterThanOrEqual(17);
    expect(engagementAt(state, model, at - 1)).toBeLessThan(17);
  });

  test('when an event from a clock ahead of ours comes', () => {
    const soon = { ...event('email.replied', 0), at: day(0) + 60_000 };
    expect(nextCrossingAbove({ events: [soon], once: [] }, model, 20, day(0))).toBe(soon.at);
  });
});

test('whatever happened, a found time is the first: below at it, not below before it', () => {
  const happening = fc.record({
    rule: fc.constantFrom(...model.engagement.rules),
    n: fc.integer({ min: 0, max: 60 }),
  });
  fc.assert(
    fc.property(
      fc.array(happening, { maxLength: 40 }),
      fc.integer({ min: 1, max: 100 }),
      (happened, threshold) => {
        const events = happened
          .filter(({ rule }) => rule.points > 0)
          .map(({ rule, n }, i): ScoringEvent => event(rule.event, n, { key: `${i}`, subject: `${i}` }))
          .sort((a, b) => a.at - b.at);
        const state = stateOf(events);
        const from = D0 + 61 * DAY;
        const at = nextCrossingBelow(state, model, threshold, from) ?? 0;
        expect(engagementAt(state, model, at)).toBeLessThan(threshold);
        if (at > from) expect(engagementAt(state, model, at - 1)).toBeGreaterThanOrEqual(threshold);
      },
    ),
    { numRuns: 100 },
  );
});
