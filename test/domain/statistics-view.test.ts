import { describe, expect, it } from 'vitest';
import { bucketEnd, bucketOf } from '../../shared/domain/stage/time-in-stage.ts';
import { dayView } from '../../shared/domain/statistics/statistics-view.ts';
import { HOUR } from './story.ts';

describe('a day’s figures as people see them', () => {
  it('stand in their places, each list in the order of its names', () => {
    const [short, long] = [bucketOf(HOUR), bucketOf(50 * HOUR)];
    const view = dayView('2026-11-22', {
      'lead|new': 3,
      'lead|confirmed': 2,
      'source|newsletter|new': 2,
      'source|newsletter|entered|nurtureStage|engagement': 1,
      'source|direct|new': 1,
      'form|guide|submitted': 4,
      'form|guide|confirmed': 2,
      'magnet|check|requested': 1,
      'stage|nurtureStage|engagement|entered': 2,
      'stage|nurtureStage|awareness|left|engagement': 2,
      'stage|nurtureStage|awareness|minutes|engagement': 3_060,
      [`stage|nurtureStage|awareness|after|engagement|${long}`]: 1,
      [`stage|nurtureStage|awareness|after|engagement|${short}`]: 1,
      'sequence|welcome|started': 2,
      'mail|nurture|w-1|welcome|first|sent': 2,
      'mail|nurture|w-1|welcome|first|delivered': 1,
      'mail|magnet|check|||sent': 1,
      'event|page.viewed': 5,
    });
    const minutes = (bucket: number) => bucketEnd(bucket) / 60_000;
    expect(view).toEqual({
      day: '2026-11-22',
      leads: { new: 3, confirmed: 2, unsubscribed: 0 },
      sources: [
        { source: 'direct', new: 1, confirmed: 0, unsubscribed: 0, entered: [] },
        {
          source: 'newsletter',
          new: 2,
          confirmed: 0,
          unsubscribed: 0,
          entered: [{ model: 'nurtureStage', stage: 'engagement', count: 1 }],
        },
      ],
      forms: [{ form: 'guide', submitted: 4, confirmed: 2 }],
      magnets: [{ magnet: 'check', requested: 1 }],
      stages: [
        {
          model: 'nurtureStage',
          stage: 'awareness',
          entered: 0,
          left: [
            {
              to: 'engagement',
              count: 2,
              minutes: 3_060,
              spans: [
                { upToMinutes: minutes(short), count: 1 },
                { upToMinutes: minutes(long), count: 1 },
              ],
            },
          ],
        },
        { model: 'nurtureStage', stage: 'engagement', entered: 2, left: [] },
      ],
      sequences: [{ sequence: 'welcome', started: 2, completed: 0, exited: 0 }],
      mails: [
        { class: 'magnet', template: 'check', outcomes: { sent: 1 } },
        {
          class: 'nurture',
          template: 'w-1',
          sequence: 'welcome',
          step: 'first',
          outcomes: { delivered: 1, sent: 2 },
        },
      ],
      events: [{ type: 'page.viewed', count: 5 }],
    });
  });

  it('of a day on which nothing happened are empty', () => {
    expect(dayView('2026-11-22', {})).toEqual({
      day: '2026-11-22',
      leads: { new: 0, confirmed: 0, unsubscribed: 0 },
      sources: [],
      forms: [],
      magnets: [],
      stages: [],
      sequences: [],
      mails: [],
      events: [],
    });
  });
});
