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
      'lead|merged': 1,
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
      'sequence|welcome|continued': 1,
      'sequence|welcome|completed': 3,
      'sequence|welcome|goal|won': 1,
      'mail|nurture|w-1|welcome|first|sent': 2,
      'mail|nurture|w-1|welcome|first|delivered': 1,
      'mail|magnet|check|||sent': 1,
      'event|page.viewed': 5,
    });
    const minutes = (bucket: number) => bucketEnd(bucket) / 60_000;
    expect(view).toEqual({
      day: '2026-11-22',
      leads: { new: 3, confirmed: 2, unsubscribed: 0, merged: 1 },
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
      sequences: [{ sequence: 'welcome', started: 2, continued: 1, completed: 3, exited: 0, cancelled: 0 }],
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
      handoffs: [],
      deals: [],
      conversions: [],
      events: [{ type: 'page.viewed', count: 5 }],
    });
  });

  it('tell what sales did and what was bought, in amounts as people write them', () => {
    const { handoffs, deals, conversions } = dayView('2026-11-22', {
      'handoff|kmo-b2b@1#2|asked|opened': 3,
      'handoff|kmo-b2b@1#2|asked|touched': 2,
      'handoff|kmo-b2b@1#2|asked|accepted': 1,
      'handoff|kmo-b2b@1#2|asked|score|B|62|opened': 3,
      'handoff|kmo-b2b@1#2|asked|minutes|touch': 90,
      'handoff|kmo-b2b@1#2|asked|rejected|no_budget': 1,
      'handoff|kmo-b2b@1#2|asked|breached|first_touch': 1,
      'deal|EUR|opened': 2,
      'deal|EUR|won': 1,
      'deal|EUR|value|opened': 900_000,
      'deal|EUR|value|won': 400_050,
      'deal||lost': 1,
      'deal||value|lost': 0,
      'deal||reason|price': 1,
      'conversion|JPY|count': 2,
      'conversion|JPY|value': 5_000,
      'conversion|JPY|repeat_count': 1,
      'conversion|JPY|repeat_value': 2_000,
    });
    expect(handoffs).toEqual([
      {
        ...{ rule: 'kmo-b2b@1#2', way: 'asked', opened: 3, touched: 2, accepted: 1 },
        ...{ returned: 0, expired: 0, won: 0, lost: 0, withdrawn: 0 },
        ...{ rejected: [{ reason: 'no_budget', count: 1 }], dropped: [] },
        breached: [{ promise: 'first_touch', count: 1 }],
      },
    ]);
    expect(deals).toEqual([
      { opened: 0, won: 0, lost: 1, reasons: [{ reason: 'price', count: 1 }] },
      {
        ...{ currency: 'EUR', opened: 2, won: 1, lost: 0, reasons: [] },
        value: { opened: 9_000, won: 4_000.5, lost: 0 },
      },
    ]);
    const none = { count: 0, value: 0 };
    expect(conversions).toEqual([
      {
        ...{ currency: 'JPY', count: 2, value: 5_000, repeat: { count: 1, value: 2_000 } },
        ...{ sourced: none, influenced: none },
      },
    ]);
  });

  it('of a day on which nothing happened are empty', () => {
    expect(dayView('2026-11-22', {})).toEqual({
      day: '2026-11-22',
      leads: { new: 0, confirmed: 0, unsubscribed: 0, merged: 0 },
      sources: [],
      forms: [],
      magnets: [],
      stages: [],
      sequences: [],
      mails: [],
      handoffs: [],
      deals: [],
      conversions: [],
      events: [],
    });
  });
});
