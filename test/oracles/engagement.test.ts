import { describe, expect, test } from 'vitest';
import { addScoringEvent } from '../../shared/domain/score/engagement.ts';
import { nextCrossingBelow } from '../../shared/domain/score/engagement-crossing.ts';
import { contributions, engagementAt } from '../../shared/domain/score/engagement-score.ts';
import { DAY, day, event, model, modelOf, nothing, stateOf } from '../domain/scoring-fixture.ts';

/** Numbers computed outside this project (domain brief §2.2); each is met to all the digits it gives. */
describe('the decay of single points, half-life 30 days', () => {
  const rule = (type: string, points: number) => ({ event: type, points, decay: 'standard' });
  const points = modelOf(rule('email.replied', 20), rule('email.clicked', 5), rule('content.shared', 30));
  const state = stateOf(
    [event('email.replied', 0), event('email.clicked', 10), event('content.shared', 40)],
    points,
  );

  test('+20 on day 0, +5 on day 10, +30 on day 40 are 40.437005 on day 40', () => {
    expect(engagementAt(state, points, day(40))).toBeCloseTo(40.437005, 6);
  });

  test('… and half of that a half-life later', () => {
    expect(engagementAt(state, points, day(70))).toBeCloseTo(20.218503, 6);
  });

  test('… and fall below 35 after 6.249637 days', () => {
    const at = nextCrossingBelow(state, points, 35, day(40)) ?? 0;
    expect((at - day(40)) / DAY).toBeCloseTo(6.249637, 6);
  });

  test('60 take 23.328227 days to fall below 35', () => {
    const sixty = modelOf(rule('email.replied', 60));
    const at = nextCrossingBelow(stateOf([event('email.replied', 0)], sixty), sixty, 35, day(0)) ?? 0;
    expect((at - day(0)) / DAY).toBeCloseTo(23.328227, 6);
  });
});

describe('the recommended model', () => {
  const mixed = stateOf([
    event('magnet.requested', 0, { subject: 'guide' }),
    event('email.clicked', 3, { subject: 'mail-1' }),
    event('page.viewed', 5, { intent: 'high' }),
    event('email.clicked', 12, { subject: 'mail-2' }),
  ]);

  test.each([
    [12, 33.343701],
    [20, 27.528438],
    [50, 15.588156],
  ])('a magnet, two clicks and a pricing page are on day %i worth %f', (n, expected) => {
    expect(engagementAt(mixed, model, day(n))).toBeCloseTo(expected, 6);
  });

  test('… which on day 20 is 12.858660 slow, 7.532064 standard, 7.137714 fast', () => {
    const [magnet, click, page, click2] = contributions(mixed, model, day(20)).map((c) => c.worth);
    expect(magnet).toBeCloseTo(12.85866, 6);
    expect((click ?? 0) + (click2 ?? 0)).toBeCloseTo(7.532064, 6);
    expect(page).toBeCloseTo(7.137714, 6);
  });

  test.each([12, 20, 50])(
    'its clicks on day %i are the forward-decay sum 11.956407, scaled to that day',
    (n) => {
      const clicks = stateOf(mixed.events.filter((e) => e.type === 'email.clicked'));
      expect(engagementAt(clicks, model, day(n)) * 2 ** (n / 30)).toBeCloseTo(11.956407, 6);
    },
  );

  test('one click a week settles at 33.482254: a newsletter alone never makes an MQL', () => {
    const weekly = Array.from({ length: 200 }, (_, week) =>
      event('email.clicked', week * 7, { subject: `mail-${week}` }),
    );
    let state = nothing;
    for (const click of weekly) {
      state = addScoringEvent(state, click, model, click.at).state;
      expect(engagementAt(state, model, click.at)).toBeLessThan(50);
    }
    expect(state.events.length).toBeLessThanOrEqual(24);
    expect(engagementAt(state, model, day(199 * 7))).toBeCloseTo(33.482254, 6);
  });

  test('nothing at all is worth 0', () => {
    expect(engagementAt(nothing, model, day(0))).toBe(0);
  });
});
