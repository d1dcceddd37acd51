import { describe, expect, test } from 'vitest';
import type { ScoringEvent } from '../../shared/domain/score/engagement.ts';
import { contributions, engagementAt } from '../../shared/domain/score/engagement-score.ts';
import { day, event, model, modelOf, stateOf } from './scoring-fixture.ts';

const HOUR = 1 / 24;

/** Which of these events count, in order of time, and why the others do not. */
const verdicts = (events: ScoringEvent[], scoring = model) =>
  contributions(stateOf(events, scoring, day(400)), scoring, day(400)).map((c) => c.reason ?? c.points);

describe('each row of the engagement table', () => {
  const magnet = (n: number, subject: string) => event('magnet.requested', n, { subject });
  const click = (n: number, subject: string) => event('email.clicked', n, { subject });
  const strong = (n: number, subject: string) => event('email.clicked', n, { subject, intent: 'high' });
  const pricing = (n: number) => event('page.viewed', n, { intent: 'high' });

  test.each<[string, ScoringEvent[], (number | string)[]]>([
    ['a magnet is worth 15 the first time', [magnet(0, 'a')], [15]],
    [
      'the same magnet again is worth nothing, ever',
      [magnet(0, 'a'), magnet(300, 'a')],
      [15, 'cap ever per subject'],
    ],
    [
      'magnets are worth 45 in any 30 days',
      [magnet(0, 'a'), magnet(1, 'b'), magnet(2, 'c'), magnet(29.9, 'd'), magnet(30, 'e'), magnet(30.5, 'f')],
      [15, 15, 15, 'cap P30D', 15, 'cap P30D'],
    ],
    [
      'a confirmed address is worth 5, once',
      [event('lead.confirmed', 0), event('lead.confirmed', 200)],
      [5, 'cap ever'],
    ],
    ['a click is worth 5, once per message', [click(0, 'm1'), click(20, 'm1')], [5, 'cap ever per subject']],
    [
      'clicks are worth 15 in any 7 days',
      [click(0, 'm1'), click(1, 'm2'), click(2, 'm3'), click(6.9, 'm4'), click(7, 'm5')],
      [5, 5, 5, 'cap P7D', 5],
    ],
    [
      'a click of high intent is worth 15, once per message, one a day, 30 in any 7 days',
      [
        strong(0, 'm1'),
        strong(0.9, 'm2'),
        strong(2, 'm1'),
        strong(3, 'm3'),
        strong(4, 'm4'),
        strong(8, 'm5'),
      ],
      [15, 'cap P1D', 'cap ever per subject', 15, 'cap P7D', 15],
    ],
    [
      'a page of high intent is worth 15, one a day, 30 in any 7 days',
      [pricing(0), pricing(0.9), pricing(1), pricing(3), pricing(7), pricing(7.5), pricing(8)],
      [15, 'cap P1D', 15, 'cap P7D', 15, 'cap P1D', 15],
    ],
    [
      'another page is worth 1, five a day',
      [0, 1, 2, 3, 4, 5, 24].map((hour) => event('page.viewed', hour * HOUR)),
      [1, 1, 1, 1, 1, 'cap P1D', 1],
    ],
    [
      'a page of high intent takes no room from the others',
      [0, 1, 2, 3, 4].map((hour) => event('page.viewed', hour * HOUR)).concat(pricing(0.5)),
      [1, 1, 1, 1, 1, 15],
    ],
    [
      'a webinar is worth 10 for registering and 20 for attending, once each',
      [
        event('webinar.registered', 0, { subject: 'w1' }),
        event('webinar.registered', 1, { subject: 'w1' }),
        event('webinar.attended', 2, { subject: 'w1' }),
        event('webinar.attended', 3, { subject: 'w1' }),
        event('webinar.attended', 4, { subject: 'w2' }),
      ],
      [10, 'cap ever per subject', 20, 'cap ever per subject', 20],
    ],
    [
      'a reply is worth 20, one in 7 days',
      [event('email.replied', 0), event('email.replied', 6), event('email.replied', 7)],
      [20, 'cap P7D', 20],
    ],
    ['an open is worth nothing', [event('email.opened', 0)], ['no points']],
    [
      'a demo request is worth 60, one a day',
      [event('demo.requested', 0), event('demo.requested', 0.5), event('demo.requested', 1)],
      [60, 'cap P1D', 60],
    ],
    [
      'a contact request is worth 60, one a day',
      [event('contact.requested', 0), event('contact.requested', 0.5), event('contact.requested', 1)],
      [60, 'cap P1D', 60],
    ],
    [
      'a careers page costs 10, one a day',
      [event('careers.viewed', 0), event('careers.viewed', 0.5), event('careers.viewed', 1)],
      [-10, 'cap P1D', -10],
    ],
    ['a hard bounce costs 20', [event('email.bounced', 0)], [-20]],
    ['what has no row scores nothing', [event('email.delivered', 0)], ['no rule']],
  ])('%s', (_, events, expected) => {
    expect(verdicts(events)).toEqual(expected);
  });
});

describe('caps', () => {
  test('go by the time of events, not of their arrival', () => {
    const late = [event('email.replied', 6), event('email.replied', 0)];
    expect(verdicts(late)).toEqual([20, 'cap P7D']);
  });

  test('an event that did not count takes no room', () => {
    const replies = [0, 6, 8].map((n) => event('email.replied', n));
    expect(verdicts(replies)).toEqual([20, 'cap P7D', 20]);
  });

  test('a cap of points has no room for a part of an event', () => {
    const scoring = modelOf({
      event: 'email.clicked',
      points: 4,
      decay: 'fast',
      caps: [{ points: 10, within: 'P7D' }],
    });
    expect(
      verdicts(
        [0, 1, 2].map((n) => event('email.clicked', n)),
        scoring,
      ),
    ).toEqual([4, 4, 'cap P7D']);
  });

  test('fractions of points fill a cap exactly', () => {
    const scoring = modelOf({
      event: 'email.clicked',
      points: 0.1,
      decay: 'fast',
      caps: [{ points: 0.3, within: 'P7D' }],
    });
    const clicks = [0, 1, 2, 3].map((n) => event('email.clicked', n));
    expect(verdicts(clicks, scoring)).toEqual([0.1, 0.1, 0.1, 'cap P7D']);
  });

  test('penalties fill a cap of points by their size', () => {
    const scoring = modelOf({
      event: 'careers.viewed',
      points: -10,
      decay: 'fast',
      caps: [{ points: 20, within: 'P7D' }],
    });
    const visits = [0, 1, 2].map((n) => event('careers.viewed', n));
    expect(verdicts(visits, scoring)).toEqual([-10, -10, 'cap P7D']);
  });

  test('per subject, within a window: each subject has its own room', () => {
    const scoring = modelOf({
      event: 'page.viewed',
      points: 2,
      decay: 'fast',
      caps: [{ count: 1, within: 'P1D', perSubject: true }],
    });
    const views = [
      event('page.viewed', 0, { subject: 'a' }),
      event('page.viewed', 0.1, { subject: 'b' }),
      event('page.viewed', 0.2, { subject: 'a' }),
    ];
    expect(verdicts(views, scoring)).toEqual([2, 2, 'cap P1D per subject']);
  });

  test('a rule for an intent goes before one for any, wherever it stands', () => {
    const scoring = modelOf(
      { event: 'page.viewed', points: 1, decay: 'fast' },
      { event: 'page.viewed', intent: 'high', points: 15, decay: 'fast' },
    );
    const views = [event('page.viewed', 0), event('page.viewed', 1, { intent: 'high' })];
    expect(verdicts(views, scoring)).toEqual([1, 15]);
  });

  test('an intent without a rule of its own scores like any', () => {
    const scoring = modelOf({ event: 'email.clicked', points: 5, decay: 'standard' });
    expect(verdicts([event('email.clicked', 0, { intent: 'high' })], scoring)).toEqual([5]);
  });
});

describe('contributions', () => {
  const events = [
    event('magnet.requested', 0, { subject: 'a' }),
    event('magnet.requested', 1, { subject: 'a' }),
    event('careers.viewed', 2),
    event('webinar.attended', 9, { subject: 'w' }),
  ];
  const state = stateOf(events, model, day(10));

  test('make up the score', () => {
    const sum = contributions(state, model, day(10)).reduce((total, c) => total + c.worth, 0);
    expect(sum).toBeCloseTo(engagementAt(state, model, day(10)), 9);
    expect(sum).toBeGreaterThan(20);
  });

  test('an event later than the time asked for is worth nothing yet', () => {
    expect(contributions(state, model, day(5)).at(-1)).toEqual({
      event: events[3],
      points: 20,
      worth: 0,
      counted: false,
      reason: 'later',
    });
  });
});

describe('the score', () => {
  test('is never above 100, nor below 0, however much the sum is', () => {
    const much = stateOf([0, 1, 2].map((n) => event('demo.requested', n)));
    expect(engagementAt(much, model, day(2))).toBe(100);
    const little = stateOf([event('email.bounced', 0)]);
    expect(engagementAt(little, model, day(0))).toBe(0);
  });

  test('is clamped as a total: a penalty counts against what lies above 100', () => {
    const events = [event('demo.requested', 0), event('contact.requested', 0), event('email.bounced', 0)];
    expect(engagementAt(stateOf(events), model, day(0))).toBe(100);
    expect(engagementAt(stateOf([...events, event('careers.viewed', 0)]), model, day(0))).toBe(90);
  });
});
