import { describe, expect, test } from 'vitest';
import { addScoringEvent, resetEngagement } from '../../shared/domain/score/engagement.ts';
import { contributions, engagementAt, foldedWorth } from '../../shared/domain/score/engagement-score.ts';
import { DAY, day, event, model, modelOf, nothing, stateOf } from './scoring-fixture.ts';

const MINUTE = 60_000;

describe('adding an event', () => {
  test('the same event again changes nothing', () => {
    const reply = event('email.replied', 0);
    const once = addScoringEvent(nothing, reply, model, day(0));
    expect(once.added).toBe(true);
    const twice = addScoringEvent(once.state, { ...reply, at: day(9) }, model, day(9));
    expect(twice).toEqual({ state: once.state, added: false });
    expect(twice.state).toBe(once.state);
  });

  test('E19: events in reversed order make the same state', () => {
    const events = [
      event('email.clicked', 0, { subject: 'm' }),
      event('email.replied', 1),
      event('page.viewed', 2),
    ];
    expect(stateOf(events.toReversed(), model, day(3))).toEqual(stateOf(events, model, day(3)));
  });

  test('E21: an event from the future happened when it arrived', () => {
    const ahead = { ...event('email.replied', 0), at: day(0) + 180 * MINUTE };
    const { state } = addScoringEvent(nothing, ahead, model, day(0));
    expect(state.events[0]?.at).toBe(day(0));
    expect(engagementAt(state, model, day(0))).toBe(20);
  });

  test('E21: five minutes ahead are believed, and score when they come', () => {
    const ahead = { ...event('email.replied', 0), at: day(0) + 5 * MINUTE };
    const { state } = addScoringEvent(nothing, ahead, model, day(0));
    expect(state.events[0]?.at).toBe(day(0) + 5 * MINUTE);
    expect(engagementAt(state, model, day(0))).toBe(0);
    expect(engagementAt(state, model, day(0) + 5 * MINUTE)).toBe(20);
  });

  test('a clock with fractions of a ms still makes whole ones', () => {
    const ahead = { ...event('email.replied', 0), at: day(1) };
    const { state } = addScoringEvent(nothing, ahead, model, day(0) + 0.7);
    expect(state.events[0]?.at).toBe(day(0));
  });

  test('does not change the state it was given', () => {
    const state = Object.freeze({ events: Object.freeze([]) as never, once: [] });
    expect(addScoringEvent(state, event('page.viewed', 0), model, day(0)).state.events).toHaveLength(1);
  });
});

describe('a reset', () => {
  const before = event('magnet.requested', 0, { subject: 'guide' });
  const after = event('email.replied', 10);

  test('E22: what happened before it scores nothing', () => {
    const state = resetEngagement(stateOf([before]), day(5));
    expect(engagementAt(state, model, day(5))).toBe(0);
    expect(contributions(state, model, day(5))).toMatchObject([{ counted: false, reason: 'reset' }]);
  });

  test('E22: … also when it arrives after it', () => {
    const early = resetEngagement(nothing, day(5));
    const { state, added } = addScoringEvent(early, before, model, day(6));
    expect(added).toBe(true);
    expect(engagementAt(state, model, day(6))).toBe(0);
    expect(state).toEqual(resetEngagement(stateOf([before]), day(5)));
  });

  test('what happens at its very moment or later scores', () => {
    const state = resetEngagement(stateOf([before]), day(5));
    const next = stateOf([event('email.replied', 5), after]);
    expect(engagementAt({ ...next, resetAt: day(5) }, model, day(10))).toBeGreaterThan(0);
    expect(engagementAt(addScoringEvent(state, after, model, day(10)).state, model, day(10))).toBe(20);
  });

  test('begins a new epoch: what counts once counts once more, and takes no room from before', () => {
    const again = event('magnet.requested', 6, { subject: 'guide' });
    const state = addScoringEvent(resetEngagement(stateOf([before]), day(5)), again, model, day(6)).state;
    expect(engagementAt(state, model, day(6))).toBe(15);
  });

  test('takes what had left the list along', () => {
    const many = Array.from({ length: 60 }, (_, n) => event('email.clicked', n * 3, { subject: `m${n}` }));
    const state = stateOf(many);
    expect(foldedWorth(state, model, day(180))).toBeGreaterThan(0);
    expect(state.once.length).toBeGreaterThan(0);
    const anew = resetEngagement(state, day(180));
    expect(anew).toEqual({ events: state.events, once: [], resetAt: day(180) });
    expect(engagementAt(anew, model, day(180))).toBe(0);
  });

  test('an earlier one, or the same again, changes nothing', () => {
    const state = resetEngagement(stateOf([before, after]), day(5));
    expect(resetEngagement(state, day(5))).toBe(state);
    expect(resetEngagement(state, day(4))).toBe(state);
    expect(resetEngagement(state, day(6)).resetAt).toBe(day(6));
  });
});

describe('the list is bounded', () => {
  test('24 events stay; the 25th makes one leave', () => {
    const views = Array.from({ length: 24 }, (_, n) => event('page.viewed', n));
    expect(stateOf(views).base).toBeUndefined();
    const more = stateOf([...views, event('page.viewed', 24)]);
    expect(more.events).toHaveLength(24);
    expect(more.base?.fast).toBe(1);
    expect(more.base?.at).toBe(day(0));
  });

  test('what does not count leaves first, and leaves nothing behind', () => {
    const burst = Array.from({ length: 30 }, (_, n) => event('page.viewed', n / 100));
    const state = stateOf(burst);
    expect(state.events).toHaveLength(24);
    expect(state.events.slice(0, 5)).toEqual(burst.slice(0, 5));
    expect(state.events.at(-1)).toEqual(burst.at(-1));
    expect(state.base).toBeUndefined();
  });

  test('an event that its caps still need outlasts newer ones that they do not', () => {
    const magnet = event('magnet.requested', 0, { subject: 'a' });
    const views = Array.from({ length: 28 }, (_, n) => event('page.viewed', 1 + n));
    expect(stateOf([magnet, ...views]).events[0]).toEqual(magnet);
  });

  test('what counts once is remembered after it left', () => {
    const first = event('webinar.attended', 0, { subject: 'w' });
    const views = Array.from({ length: 30 }, (_, n) => event('page.viewed', 2 + n));
    const state = stateOf([first, ...views]);
    expect(state.events).not.toContainEqual(first);
    expect(state.once).toHaveLength(1);
    const again = addScoringEvent(
      state,
      event('webinar.attended', 40, { subject: 'w' }),
      model,
      day(40),
    ).state;
    const other = addScoringEvent(
      state,
      event('webinar.attended', 40, { subject: 'v' }),
      model,
      day(40),
    ).state;
    expect(engagementAt(other, model, day(40)) - engagementAt(again, model, day(40))).toBeCloseTo(20, 9);
  });

  test('a cap of several ever counts those that left', () => {
    const scoring = modelOf(
      { event: 'content.shared', points: 10, decay: 'slow', caps: [{ count: 3 }] },
      { event: 'page.viewed', points: 1, decay: 'fast' },
    );
    const shares = [0, 1].map((n) => event('content.shared', n));
    const views = Array.from({ length: 30 }, (_, n) => event('page.viewed', 3 + n));
    const state = stateOf([...shares, ...views], scoring);
    expect(state.once).toHaveLength(2);
    const later = [40, 41].map((n) => event('content.shared', n));
    const full = later.reduce((s, e) => addScoringEvent(s, e, scoring, e.at).state, state);
    expect(
      contributions(full, scoring, day(41))
        .slice(-2)
        .map((c) => c.counted),
    ).toEqual([true, false]);
  });

  test('at most 32 marks of what left are kept, the newest', () => {
    const weekly = Array.from({ length: 100 }, (_, n) => event('email.clicked', n * 7, { subject: `m${n}` }));
    expect(stateOf(weekly).once).toHaveLength(32);
  });

  test('an event a day late still finds those that share its caps', () => {
    const replies = Array.from({ length: 4 }, (_, n) => event('email.replied', 10 + n * 7));
    const views = Array.from({ length: 30 }, (_, n) => event('page.viewed', n));
    const state = stateOf([...replies, ...views].sort((a, b) => a.at - b.at));
    const late = event('email.replied', 37.5);
    const verdict = contributions(
      addScoringEvent(state, late, model, late.at + DAY).state,
      model,
      late.at + DAY,
    ).find((c) => c.event.key === late.key);
    expect(verdict?.reason).toBe('cap P7D');
  });
});
