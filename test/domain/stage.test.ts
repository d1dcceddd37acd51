import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventTypes } from '../../shared/domain/score/event-types.ts';
import { type Facts, moves } from '../../shared/domain/stage/stage.ts';
import { applyEffects } from '../../shared/domain/stage/stage-effects.ts';
import { day, event, stateOf } from './scoring-fixture.ts';
import { ago, facts, modelOf } from './stage-fixture.ts';

const at = day(100);
const since = at - ago(3);
const inA = { state: 'a', since };
const path = (moved: ReturnType<typeof moves>) => moved.hops.map((hop) => hop.to).join('');

describe('which transition fires', () => {
  test('one with `on` before one with `when` alone, whatever their priority and order', () => {
    const model = modelOf(
      { from: 'a', to: 'b', when: { contactable: true }, priority: 1 },
      { from: 'a', to: 'c', on: ['deal.won'], priority: 200 },
    );
    expect(path(moves(model, inA, facts({ event: 'deal.won' }), at))).toBe('c');
    expect(path(moves(model, inA, facts({ event: 'deal.lost' }), at))).toBe('b');
  });

  test('then the lowest priority, 100 unless said', () => {
    const model = modelOf(
      { from: 'a', to: 'b', when: { contactable: true } },
      { from: 'a', to: 'c', when: { contactable: true }, priority: 99 },
    );
    expect(path(moves(model, inA, facts(), at))).toBe('c');
  });

  test('then the first in the file', () => {
    const model = modelOf(
      { from: 'a', to: 'c', when: { contactable: true } },
      { from: 'a', to: 'b', when: { contactable: true } },
    );
    expect(path(moves(model, inA, facts(), at))).toBe('c');
  });

  test('`on` and `when` together: both', () => {
    const model = modelOf({ from: 'a', to: 'b', on: ['sales.rejected'], when: { reason: ['no_budget'] } });
    expect(path(moves(model, inA, facts({ event: 'sales.rejected', reason: 'no_budget' }), at))).toBe('b');
    expect(path(moves(model, inA, facts({ event: 'sales.rejected', reason: 'student' }), at))).toBe('');
    expect(path(moves(model, inA, facts({ reason: 'no_budget' }), at))).toBe('');
  });

  test('only from the states that it names; a terminal state too, if named', () => {
    const model = {
      ...modelOf({ from: ['b', 'c'], to: 'd', when: { contactable: true } }),
      states: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, terminal: id === 'c' })),
    };
    expect(path(moves(model, inA, facts(), at))).toBe('');
    expect(path(moves(model, { state: 'c', since }, facts(), at))).toBe('d');
  });

  test('a state does not lead to itself', () => {
    const model = modelOf({ from: ['a', 'b'], to: 'b', when: { contactable: true } });
    expect(path(moves(model, inA, facts(), at))).toBe('b');
    expect(path(moves(model, { state: 'b', since }, facts(), at))).toBe('');
  });

  test('none: the very same position', () => {
    const model = modelOf({ from: 'a', to: 'b', when: { contactable: false } });
    const moved = moves(model, inA, facts(), at);
    expect(moved).toEqual({ position: inA, hops: [], effects: [] });
    expect(moved.position).toBe(inA);
  });
});

describe('a hop', () => {
  const model = modelOf(
    { from: 'e', to: 'a', on: ['deal.won'] },
    { from: 'a', to: 'b', when: { inStateFor: 'P3D' } },
  );

  test('says where from and to, by what cause and rule, and after how long', () => {
    expect(moves(model, inA, facts({ event: 'page.viewed' }), at).hops).toEqual([
      { from: 'a', to: 'b', cause: 'page.viewed', rule: 'letters@2#1', after: ago(3) },
    ]);
  });

  test('that no event caused was caused by time', () => {
    expect(moves(model, inA, facts(), at).hops[0]?.cause).toBe('time');
  });

  test('begins the new state now, unpinned', () => {
    const pinned = { ...inA, pinnedUntil: at - 1 };
    expect(moves(model, pinned, facts(), at).position).toEqual({ state: 'b', since: at });
  });

  test('measures the time in the state from the position, not from what is claimed', () => {
    expect(path(moves(model, { state: 'a', since: at - 1 }, facts({ inStateFor: ago(9) }), at))).toBe('');
  });
});

describe('several hops', () => {
  test('at most three for one cause', () => {
    const model = modelOf(
      ...['ab', 'bc', 'cd', 'de'].map(([from, to]) => ({ from, to, when: { contactable: true } })),
    );
    const moved = moves(model, inA, facts(), at);
    expect(path(moved)).toBe('bcd');
    expect(moved.hops.map((hop) => hop.after)).toEqual([ago(3), 0, 0]);
  });

  test('the first hop spends the event for `on`', () => {
    const model = modelOf(
      { from: 'a', to: 'b', on: ['email.replied'] },
      { from: 'b', to: 'c', on: ['email.replied'] },
    );
    expect(path(moves(model, inA, facts({ event: 'email.replied' }), at))).toBe('b');
  });

  test('… also when the first hop did not need it', () => {
    const model = modelOf(
      { from: 'a', to: 'b', when: { contactable: true } },
      { from: 'b', to: 'c', on: ['email.replied'] },
    );
    expect(path(moves(model, inA, facts({ event: 'email.replied' }), at))).toBe('b');
  });

  test('… but conditions still see it: a demo request makes a prospect a lead, and at once an MQL', () => {
    const model = modelOf(
      { from: 'a', to: 'b', when: { formFieldsComplete: true } },
      { from: 'b', to: 'c', when: { event: ['demo.requested'] } },
    );
    const moved = moves(model, inA, facts({ event: 'demo.requested', formFieldsComplete: true }), at);
    expect(path(moved)).toBe('bc');
    expect(moved.hops.map((hop) => hop.cause)).toEqual(['demo.requested', 'demo.requested']);
  });

  test('no cause brings a lead back to where it took it from', () => {
    const model = modelOf(
      { from: 'a', to: 'b', on: ['sales.returned'] },
      { from: 'b', to: 'a', when: { contactable: true } },
    );
    expect(path(moves(model, inA, facts({ event: 'sales.returned' }), at))).toBe('b');
  });

  test('a state entered by a hop has lasted no time yet', () => {
    const model = modelOf(
      { from: 'a', to: 'b', when: { contactable: true } },
      { from: 'b', to: 'c', when: { inStateFor: 'PT1S' } },
    );
    expect(path(moves(model, inA, facts(), at))).toBe('b');
  });
});

describe('effects', () => {
  test('hold from the next hop on', () => {
    const model = modelOf(
      {
        from: 'a',
        to: 'b',
        on: ['deal.lost'],
        effects: ['engagement.reset', 'interactions.reset', 'contents.reset', { coolOff: 'P30D' }],
      },
      { from: 'b', to: 'c', when: { engagement: { gte: 1 } } },
      { from: 'b', to: 'c', when: { interactions: { gte: 1 } } },
      { from: 'b', to: 'c', when: { contentsClicked: { gte: 1 } } },
      { from: 'b', to: 'd', when: { coolOff: 'over unless hand-raise' } },
    );
    const known = facts({ event: 'deal.lost', engagement: 80, interactions: 9, contentsClicked: 4 });
    const moved = moves(model, inA, known, at);
    expect(path(moved)).toBe('b');
    expect(moved.effects).toEqual([
      'engagement.reset',
      'interactions.reset',
      'contents.reset',
      { coolOff: ago(30) },
    ]);
  });

  test('a cool-off may depend on the reason; a reason without one has none', () => {
    const model = modelOf({
      from: 'a',
      to: 'b',
      on: ['sales.rejected'],
      effects: [{ coolOff: { bad_timing: 'P60D' } }],
    });
    const rejected = (reason: string) =>
      moves(model, inA, facts({ event: 'sales.rejected', reason }), at).effects;
    expect(rejected('bad_timing')).toEqual([{ coolOff: ago(60) }]);
    expect(rejected('duplicate')).toEqual([]);
  });

  test('reset what the lead holds', () => {
    const lead = {
      engagement: stateOf([event('email.replied', 1)]),
      interactions: 4,
      contentsClicked: ['x'],
      email: 'an@voorbeeld.be',
    } as Parameters<typeof applyEffects>[0];
    const effects = ['engagement.reset', 'interactions.reset', 'contents.reset', { coolOff: 1 }] as const;
    const left = applyEffects(lead, effects, at);
    expect(left).toEqual({
      ...lead,
      engagement: { ...lead.engagement, resetAt: at },
      interactions: 0,
      contentsClicked: [],
      coolOffUntil: at + 1,
    });
    expect(lead.interactions).toBe(4);
  });
});

describe('a pinned position', () => {
  const model = modelOf(
    { from: 'a', to: 'b', when: { contactable: true } },
    { from: 'a', to: 'c', on: ['deal.won'] },
  );
  const pinned = { ...inA, pinnedUntil: at + 1 };

  test('is not moved by scores, attributes or time', () => {
    expect(moves(model, pinned, facts(), at).position).toBe(pinned);
  });

  test('is moved by events: a deal won outranks a hand that set a stage', () => {
    expect(moves(model, pinned, facts({ event: 'deal.won' }), at).position).toEqual({
      state: 'c',
      since: at,
    });
  });

  test('is free again when the pin ends', () => {
    expect(path(moves(model, pinned, facts(), at + 1))).toBe('b');
  });
});

describe('whatever the model and the facts', () => {
  const letter = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const condition = fc.oneof(
    fc.record({ engagement: fc.record({ gte: fc.integer({ min: 0, max: 100 }) }) }),
    fc.record({ engagement: fc.record({ lt: fc.integer({ min: 0, max: 100 }) }) }),
    fc.record({ interactions: fc.record({ gte: fc.integer({ min: 0, max: 4 }) }) }),
    fc.record({ contactable: fc.boolean() }),
    fc.record({ inStateFor: fc.constantFrom('P1D', 'P3D', 'P7D') }),
    fc.record({ event: fc.subarray([...eventTypes], { minLength: 1, maxLength: 3 }) }),
  );
  const transition = fc.record(
    {
      from: fc.uniqueArray(letter, { minLength: 1, maxLength: 3 }),
      to: letter,
      on: fc.subarray([...eventTypes], { minLength: 1, maxLength: 8 }),
      when: condition,
      priority: fc.integer({ min: 1, max: 3 }),
      effects: fc.subarray(['engagement.reset', 'interactions.reset', 'contents.reset']),
    },
    { requiredKeys: ['from', 'to', 'when'] },
  );
  const known = fc.record({
    event: fc.option(fc.constantFrom(...eventTypes), { nil: undefined }),
    engagement: fc.integer({ min: 0, max: 100 }),
    interactions: fc.integer({ min: 0, max: 4 }),
    contactable: fc.boolean(),
  });

  test('there are at most three hops, each from where the last one ended, none back, and always the same', () => {
    fc.assert(
      fc.property(
        fc.array(transition, { minLength: 1, maxLength: 15 }),
        known,
        letter,
        (transitions, some: Partial<Facts>, state) => {
          const model = modelOf(...transitions);
          const position = { state, since };
          const moved = moves(model, position, facts(some), at);
          const stations = [state, ...moved.hops.map((hop) => hop.to)];
          expect(moved.hops.length).toBeLessThanOrEqual(3);
          expect(moved.hops.map((hop) => hop.from)).toEqual(stations.slice(0, -1));
          expect(new Set(stations).size).toBe(stations.length);
          expect(moved.position.state).toBe(stations.at(-1));
          expect(moves(model, position, facts(some), at)).toEqual(moved);
        },
      ),
      { numRuns: 300 },
    );
  });
});
