import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EngagementState, ScoringEvent } from '../../shared/domain/score/engagement.ts';
import { nextCrossingBelow } from '../../shared/domain/score/engagement-crossing.ts';
import { engagementAt } from '../../shared/domain/score/engagement-score.ts';
import { type Facts, moves, nextStageCheck } from '../../shared/domain/stage/stage.ts';
import { D0, DAY, day, event, nothing, model as scoring, stateOf } from './scoring-fixture.ts';
import { ago, facts, modelOf } from './stage-fixture.ts';

const since = day(0);
const magnet = stateOf([event('magnet.requested', 0, { subject: 'a' })]);

/** When to look next at a lead in state `a`, from day `n` on. */
const next = (when: object, known: Partial<Facts> = {}, n = 1, state: EngagementState = magnet) =>
  nextStageCheck(
    modelOf({ from: 'a', to: 'b', when }),
    { state: 'a', since },
    state,
    scoring,
    facts(known),
    day(n),
  );

const belowTwelve = nextCrossingBelow(magnet, scoring, 12, day(0));

describe('the next look at a stage', () => {
  test.each<[string, number | undefined, number | undefined]>([
    ['dwell: when it is over', next({ inStateFor: 'P7D' }), day(7)],
    ['dwell that is over already was for `moves`', next({ inStateFor: 'P7D' }, {}, 8), undefined],
    ['decay: when the score is below', next({ engagement: { lt: 12 } }), belowTwelve],
    [
      'decay and dwell: when the later of the two comes',
      next({ engagement: { lt: 12 }, inStateFor: 'P60D' }),
      day(60),
    ],
    ['… whichever it is', next({ all: [{ engagement: { lt: 12 } }, { inStateFor: 'P7D' }] }), belowTwelve],
    ['any: when the first comes', next({ any: [{ engagement: { lt: 12 } }, { inStateFor: 'P7D' }] }), day(7)],
    ['not: when it ends', next({ not: { engagement: { gte: 12 } } }), belowTwelve],
    [
      'silence: the ms after activity has become too old',
      next({ not: { lastHumanActivityWithin: 'P60D' } }, { lastHumanActivity: ago(20) }),
      day(41) + 1,
    ],
    [
      'activity does not come by itself',
      next({ lastHumanActivityWithin: 'P1D' }, { lastHumanActivity: ago(2) }),
      undefined,
    ],
    ['a score does not rise by itself', next({ engagement: { gte: 22 } }), undefined],
    ['counts do not rise by themselves', next({ interactions: { gte: 2 } }), undefined],
    ['what never holds makes time not matter', next({ inStateFor: 'P7D', salesTouched: true }), undefined],
    ['what holds already leaves it to time', next({ inStateFor: 'P7D', salesTouched: false }), day(7)],
    ['an event does not come by itself', next({ inStateFor: 'P7D', event: ['deal.won'] }), undefined],
    [
      '… and the one at hand is over',
      next({ inStateFor: 'P7D', event: ['deal.won'] }, { event: 'deal.won' }),
      undefined,
    ],
    [
      '… unlike its absence',
      next({ inStateFor: 'P7D', not: { event: ['deal.won'] } }, { event: 'deal.won' }),
      day(7),
    ],
    [
      'a cool-off ends',
      next({ coolOff: 'over unless hand-raise' }, { coolOffRunning: true, coolOffLeft: ago(10) }),
      day(11),
    ],
    [
      'a cool-off of unknown length does not',
      next({ coolOff: 'over unless hand-raise' }, { coolOffRunning: true }),
      undefined,
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });

  test('from a state that no transition leaves by time, never: an idle lead costs nothing', () => {
    const model = modelOf(
      { from: 'a', to: 'b', on: ['deal.won'], when: { inStateFor: 'P7D' } },
      { from: 'b', to: 'c', when: { inStateFor: 'P7D' } },
    );
    expect(nextStageCheck(model, { state: 'a', since }, nothing, scoring, facts(), day(1))).toBeUndefined();
  });

  test('the earliest of several transitions', () => {
    const model = modelOf(
      { from: 'a', to: 'b', when: { inStateFor: 'P9D' } },
      { from: ['a', 'c'], to: 'd', when: { inStateFor: 'P8D' } },
    );
    expect(nextStageCheck(model, { state: 'a', since }, nothing, scoring, facts(), day(1))).toBe(day(8));
  });

  test('while pinned, not before the pin ends; and then, for all that waited behind it', () => {
    const pinned = { state: 'a', since, pinnedUntil: day(30) };
    const look = (when: object) =>
      nextStageCheck(modelOf({ from: 'a', to: 'b', when }), pinned, magnet, scoring, facts(), day(1));
    expect(look({ inStateFor: 'P7D' })).toBe(day(30));
    expect(look({ contactable: true })).toBe(day(30));
    expect(look({ inStateFor: 'P40D' })).toBe(day(40));
    expect(look({ contactable: false })).toBeUndefined();
  });
});

test('whatever the rules, no move by time comes before the look that was announced', () => {
  const leaf = fc.oneof(
    fc.integer({ min: 1, max: 60 }).map((lt) => ({ engagement: { lt } })),
    fc.integer({ min: 1, max: 60 }).map((gte) => ({ engagement: { gte } })),
    fc.integer({ min: 1, max: 40 }).map((n) => ({ inStateFor: `P${n}D` })),
    fc.integer({ min: 1, max: 40 }).map((n) => ({ lastHumanActivityWithin: `P${n}D` })),
    fc.boolean().map((contactable) => ({ contactable })),
  );
  const signed = fc.oneof(
    leaf,
    leaf.map((not) => ({ not })),
  );
  const when = fc.oneof(
    signed,
    fc.array(signed, { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(signed, { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    fc.array(signed, { minLength: 1, maxLength: 3 }).map((all) => ({ not: { all } })),
  );
  const happening = fc.record({
    rule: fc.constantFrom(...scoring.engagement.rules),
    n: fc.integer({ min: 0, max: 9 }),
  });
  fc.assert(
    fc.property(
      fc.array(when, { minLength: 1, maxLength: 3 }),
      fc.array(happening, { maxLength: 12 }),
      fc.option(fc.integer({ min: 10, max: 30 }), { nil: undefined }),
      (conditions, happened, pinned) => {
        const model = modelOf(...conditions.map((when) => ({ from: 'a', to: 'b', when })));
        const events = happened.map(
          ({ rule, n }, i): ScoringEvent => event(rule.event, n, { key: `${i}`, subject: `${i}` }),
        );
        const state = stateOf(events, scoring, day(10));
        const position = { state: 'a', since: day(5), ...(pinned && { pinnedUntil: day(pinned) }) };
        const factsAt = (at: number) =>
          facts({
            engagement: engagementAt(state, scoring, at),
            lastHumanActivity: at - day(9),
            inStateFor: at - day(5),
          });
        const now = D0 + 10 * DAY;
        if (moves(model, position, factsAt(now), now).hops.length > 0) return;
        const look =
          nextStageCheck(model, position, state, scoring, factsAt(now), now) ?? Number.POSITIVE_INFINITY;
        expect(look).toBeGreaterThan(now);
        for (let at = now; at < now + 120 * DAY && at < look; at += DAY / 3)
          expect(moves(model, position, factsAt(at), at).hops).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
