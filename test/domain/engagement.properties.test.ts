import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addScoringEvent,
  type EngagementState,
  type ScoringEvent,
} from '../../shared/domain/score/engagement.ts';
import { contributions, engagementAt, foldedWorth } from '../../shared/domain/score/engagement-score.ts';
import { durationMs } from '../../shared/domain/time/duration.ts';
import { D0, DAY, model, nothing, stateOf } from './scoring-fixture.ts';

const types = model.engagement.rules.map((rule) => rule.event);

/** Something that may happen within `days`, now and then twice at the same moment. */
const happening = (days: number) =>
  fc
    .record({
      type: fc.constantFrom(...types),
      hour: fc.integer({ min: 0, max: days * 24 }),
      subject: fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined }),
      high: fc.boolean(),
    })
    .map(({ type, hour, subject, high }): ScoringEvent => {
      const key = `${type}|${hour}|${subject ?? ''}|${high}`;
      const at = D0 + hour * 3_600_000;
      return { type, at, key, ...(subject && { subject }), ...(high && { intent: 'high' as const }) };
    });

/** What a list without bounds would say. */
const unbounded = (events: ScoringEvent[]): EngagementState => ({
  events: [...new Map(events.map((e) => [e.key, e])).values()].sort(
    (a, b) => a.at - b.at || (a.key < b.key ? -1 : 1),
  ),
  once: [],
});

describe('engagement', () => {
  test('any order and any repetition of up to 20 events makes the same state and score', () => {
    const history = fc
      .uniqueArray(happening(90), { minLength: 1, maxLength: 20, selector: (e) => e.key })
      .chain((events) =>
        fc.record({
          events: fc.constant(events),
          shuffled: fc
            .array(fc.constantFrom(...events), { maxLength: 20 })
            .chain((again) =>
              fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length }),
            ),
          later: fc.integer({ min: 0, max: 200 * DAY }),
        }),
      );
    fc.assert(
      fc.property(history, ({ events, shuffled, later }) => {
        const now = D0 + 90 * DAY;
        const [one, other] = [stateOf(events, model, now), stateOf(shuffled, model, now)];
        expect(other).toEqual(one);
        const at = now + later;
        expect(Math.abs(engagementAt(other, model, at) - engagementAt(one, model, at))).toBeLessThan(1e-9);
      }),
      { numRuns: 300 },
    );
  });

  test('letting events leave the list never changes the score', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(happening(20), { minLength: 25, maxLength: 60, selector: (e) => e.key }),
        fc.integer({ min: 0, max: 100 * DAY }),
        (events, later) => {
          let state: EngagementState = nothing;
          for (const event of events.toSorted((a, b) => a.at - b.at)) {
            const whole = {
              ...state,
              events: [...state.events, event].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1)),
            };
            state = addScoringEvent(state, event, model, event.at).state;
            const at = event.at + later;
            expect(state.events.length).toBeLessThanOrEqual(24);
            expect(Math.abs(engagementAt(state, model, at) - engagementAt(whole, model, at))).toBeLessThan(
              1e-9,
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('a bounded list scores like one without bounds, when events come in time', () => {
    // One event each eight hours: never more than 24 that caps still ask for.
    const spaced = fc
      .array(happening(0), { minLength: 30, maxLength: 150 })
      .map((events) =>
        events.map((e, n) => ({ ...e, at: D0 + n * 8 * 3_600_000, key: `${n}` }) satisfies ScoringEvent),
      );
    fc.assert(
      fc.property(spaced, (events) => {
        const end = events.at(-1)?.at ?? D0;
        const bounded = stateOf(events);
        expect(
          Math.abs(engagementAt(bounded, model, end) - engagementAt(unbounded(events), model, end)),
        ).toBeLessThan(1e-9);
      }),
      { numRuns: 60 },
    );
  });

  test('caps are never exceeded', () => {
    fc.assert(
      fc.property(fc.array(happening(40), { maxLength: 60 }), (events) => {
        const state = unbounded(events);
        const counted = contributions(state, model, D0 + 41 * DAY).filter((c) => c.counted);
        for (const rule of model.engagement.rules) {
          const own = counted.filter(
            ({ event: e, points }) => e.type === rule.event && points === rule.points,
          );
          for (const cap of rule.caps) {
            const span = cap.within ? durationMs(cap.within) : Number.POSITIVE_INFINITY;
            for (const { event: last } of own) {
              const inside = own.filter(
                ({ event: e }) =>
                  e.at <= last.at && e.at > last.at - span && (!cap.perSubject || e.subject === last.subject),
              );
              if (cap.count) expect(inside.length).toBeLessThanOrEqual(cap.count);
              if (cap.points) expect(Math.abs(inside.length * rule.points)).toBeLessThanOrEqual(cap.points);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('the score lies within 0 and 100, and its parts make it up', () => {
    fc.assert(
      fc.property(
        fc.array(happening(40), { maxLength: 60 }),
        fc.integer({ min: 0, max: 400 }),
        (events, days) => {
          const state = stateOf(events.toSorted((a, b) => a.at - b.at));
          const at = D0 + (40 + days) * DAY;
          const score = engagementAt(state, model, at);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
          const parts = contributions(state, model, at).reduce((sum, c) => sum + c.worth, 0);
          const clamped = Math.min(100, Math.max(0, parts + foldedWorth(state, model, at)));
          expect(Math.abs(score - clamped)).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 200 },
    );
  });
});
