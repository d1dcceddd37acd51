import { describe, expect, it } from 'vitest';
import { factsOf } from '../../shared/domain/lead/facts.ts';
import type { SalesTold } from '../../shared/domain/lead/lead-event.ts';
import { defaultScoring } from '../../shared/domain/presets/default-scoring.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { settingDefaults } from '../../shared/domain/programme/setting-defaults.ts';
import { addBusinessTime } from '../../shared/domain/sales/business-hours.ts';
import { fromItem, toItem } from '../../shared/store/lead-item.ts';
import { DAY, HOUR, programme, START, Story } from './story.ts';

const usualHours = settingDefaults.businessHours;

const subscribed = (): Story => {
  const story = new Story().signup({ fields: { first_name: 'An' } });
  story.send();
  story.confirm();
  story.send();
  return story.later(HOUR);
};

const posted = (story: Story, event: 'demo.requested' | 'email.replied', id = event) =>
  story.tell({ type: 'event.posted', event, at: story.now, id });

const told = (story: Story, event: SalesTold['event'], more: Partial<SalesTold> = {}) =>
  story.tell({ type: 'sales.told', event, at: story.now, ...more });

/** A lead that asked for a demo, in the queue of sales. */
const asked = () => posted(subscribed(), 'demo.requested');

const newest = (story: Story, type: string) => story.timeline.findLast((one) => one.type === type);
const count = (story: Story, type: string) => story.types.filter((one) => one === type).length;

describe('a lead that asks for sales', () => {
  it('is handed over with its score, the rule, what counted most, and what sales promise', () => {
    const story = asked();
    expect(story.it.lifecycle.state).toBe('mql');
    expect(newest(story, 'handoff.opened')).toEqual({
      type: 'handoff.opened',
      at: story.now,
      number: 1,
      state: 'mql',
      rule: 'kmo-b2b@1#2',
      way: 'asked',
      score: { fit: 20, grade: 'U', engagement: expect.closeTo(79.99, 1) },
      top: [
        { type: 'demo.requested', at: story.now, points: 60 },
        { type: 'magnet.requested', at: START, points: expect.closeTo(15, 1) },
        { type: 'lead.confirmed', at: START, points: expect.closeTo(5, 1) },
      ],
      // Monday at ten in Brussels, and one hour: four more hours, two days, three days.
      firstTouchBy: START + 5 * HOUR,
      decideBy: START + HOUR + 2 * DAY,
      returnBy: START + HOUR + 3 * DAY,
    });
    expect(story.it.due?.at).toBeLessThanOrEqual(START + 5 * HOUR);
  });

  it('goes its way: accepted, contacted, assessed, won', () => {
    const story = told(asked(), 'sales.accepted', { owner: 'sofie' });
    expect(story.it).toMatchObject({ lifecycle: { state: 'sql' }, owner: 'sofie' });
    expect(story.it.handoff).toMatchObject({ status: 'accepted', decidedAt: story.now });
    expect(story.it.handoff).not.toHaveProperty('top');
    told(story.later(HOUR), 'sales.contacted', { channel: 'phone' });
    expect(newest(story, 'sales.contacted')).toMatchObject({ after: HOUR, rule: 'kmo-b2b@1#2' });
    told(story.later(HOUR), 'sales.assessed', { assessment: 'positive', value: 400_000, currency: 'EUR' });
    expect(story.it).toMatchObject({ lifecycle: { state: 'opportunity' }, deal: { value: 400_000 } });
    told(story.later(9 * DAY), 'deal.won');
    expect(story.it).toMatchObject({ lifecycle: { state: 'customer' }, handoff: { status: 'won' } });
    expect(newest(story, 'deal.won')).toMatchObject({ value: 400_000, major: 4_000, after: 9 * DAY });
    expect(newest(story, 'handoff.closed')).toMatchObject({ outcome: 'won', way: 'asked' });
  });

  it('is an opportunity once accepted, contacted and found good, in whatever order', () => {
    const steps: [SalesTold['event'], Partial<SalesTold>][] = [
      ['sales.accepted', {}],
      ['sales.contacted', { channel: 'phone' }],
      ['sales.assessed', { assessment: 'positive' }],
    ];
    for (const order of ['012', '021', '102', '120', '201', '210']) {
      const story = asked();
      for (const place of order) {
        const [event, more] = steps[Number(place)] ?? ['owner.set', {}];
        told(story.later(HOUR), event, more);
      }
      expect([order, story.it.lifecycle.state]).toEqual([order, 'opportunity']);
    }
  });
});

describe('the promises of sales', () => {
  it('are watched by time: two are told of once, then the lead goes back, and rests for a week', () => {
    const story = asked();
    story.run(30 * HOUR);
    expect(newest(story, 'sla.breached')).toMatchObject({
      promise: 'first_touch',
      dueAt: START + 5 * HOUR,
      rule: 'kmo-b2b@1#2',
    });
    story.run(2 * DAY);
    expect(count(story, 'sla.breached')).toBe(2);
    expect(story.it.lifecycle.state).toBe('lead');
    expect(story.it.handoff).toMatchObject({ status: 'expired', breached: ['first_touch', 'decision'] });
    posted(story, 'email.replied');
    expect(story.it.lifecycle.state).toBe('lead');
    story.run(8 * DAY);
    expect([story.it.lifecycle.state, story.it.handoff?.number, story.it.handoff?.way]).toEqual([
      'mql',
      2,
      'scored',
    ]);
  });

  it('are kept by a contact in time, and by a decision', () => {
    const story = told(asked(), 'sales.contacted', { channel: 'phone' });
    story.run(DAY);
    expect(count(story, 'sla.breached')).toBe(0);
    told(story, 'sales.accepted');
    story.run(9 * DAY);
    expect([count(story, 'sla.breached'), count(story, 'sla.expired')]).toEqual([0, 0]);
  });

  it('hold for a lead that unsubscribed meanwhile, too', () => {
    const story = asked().later(HOUR).unsubscribe();
    expect(story.it).toMatchObject({ mailability: 'unsubscribed', lifecycle: { state: 'mql' } });
    story.run(4 * DAY);
    expect(story.it.lifecycle.state).toBe('lead');
    expect(story.it.handoff?.status).toBe('expired');
  });
});

describe('a rejected lead', () => {
  it('is recycled with its reason, rests, and is not handed over by its score before', () => {
    const story = told(asked(), 'sales.rejected', { reason: 'bad_timing' });
    expect(story.it).toMatchObject({
      lifecycle: { state: 'recycled' },
      handoff: { status: 'rejected', reason: 'bad_timing' },
      coolOffUntil: story.now + 60 * DAY,
    });
    expect(newest(story, 'sales.rejected')).toMatchObject({ reason: 'bad_timing', rule: 'kmo-b2b@1#2' });
  });

  it('that asks for sales itself passes the rest, keeps its owner, and is counted anew', () => {
    const story = told(asked(), 'sales.rejected', { reason: 'no_budget', owner: 'sofie' });
    posted(story.later(2 * DAY), 'demo.requested', 'again' as never);
    expect(story.it).toMatchObject({
      lifecycle: { state: 'mql' },
      owner: 'sofie',
      handoff: { number: 2, status: 'open', way: 'asked' },
    });
    expect(story.it.coolOffUntil).toBeUndefined();
  });

  it('of no use is disqualified; after it was accepted it is dropped', () => {
    const story = told(told(asked(), 'sales.accepted'), 'sales.rejected', { reason: 'competitor' });
    expect(story.it).toMatchObject({ lifecycle: { state: 'disqualified' }, handoff: { status: 'dropped' } });
    expect(newest(story, 'sales.rejected')).toMatchObject({ accepted: true });
  });

  it('cannot be accepted any more', () => {
    const story = told(asked(), 'sales.rejected', { reason: 'bad_fit' });
    const before = story.it;
    expect(told(story, 'sales.accepted', { owner: 'sofie' }).it).toBe(before);
  });
});

describe('a recycled lead that comes back', () => {
  /** Rejected on the first day, an hour after it asked. */
  const recycled = () => told(asked().later(HOUR), 'sales.rejected', { reason: 'bad_timing' });
  const engagement = (story: Story) => factsOf(story.it, story.rules, story.now).engagement;
  const since = (days: number) => 2 ** (-days / 30);

  it('has 20 points beside its deed, and its timeline says so', () => {
    const story = recycled().later(10 * DAY);
    expect(engagement(story)).toBe(0);
    story.click('m1');
    expect(engagement(story)).toBe(25);
    expect(newest(story, 'lead.reengaged')).toEqual({
      type: 'lead.reengaged',
      at: story.now,
      by: 'email.clicked',
      state: 'recycled',
    });
    expect(story.it.nurtureStage.state).toBe('engagement');
    story.later(30 * DAY);
    expect(engagement(story)).toBeCloseTo(12.5, 9);
    expect(fromItem(toItem(story.it), 'Europe/Brussels').engagement).toEqual(story.it.engagement);
  });

  it('has them once in 30 days', () => {
    const story = recycled()
      .later(10 * DAY)
      .click('m1')
      .later(DAY)
      .click('m2');
    expect(engagement(story)).toBeCloseTo(25 * since(1) + 5, 9);
    story.later(29 * DAY - 1).click('m3');
    expect(engagement(story)).toBeCloseTo(25 * since(30) + 5 * since(29) + 5, 6);
    story.later(1).click('m4');
    expect(engagement(story)).toBeCloseTo(25 * since(30) + 5 * since(29) + 5 + 25, 6);
    expect(count(story, 'lead.reengaged')).toBe(2);
  });

  it('has them once in 30 days, even if it was recycled twice in them', () => {
    const story = posted(recycled().later(10 * DAY), 'demo.requested', 'again' as never);
    expect(newest(story, 'handoff.opened')).toMatchObject({
      score: { engagement: 80 },
      top: [
        { type: 'demo.requested', points: 60 },
        { type: 'lead.reengaged', points: 20 },
      ],
    });
    told(story.later(DAY), 'sales.rejected', { reason: 'no_budget' });
    expect(engagement(story.later(28 * DAY).click('m1'))).toBe(5);
    expect(engagement(story.later(DAY).click('m2'))).toBeCloseTo(5 * since(1) + 25, 9);
  });

  it('comes back by what it does, not by mail that reaches it, nor by a deed that costs points', () => {
    const story = recycled();
    story.run(20 * DAY);
    posted(story, 'careers.viewed' as never);
    expect(count(story, 'lead.reengaged')).toBe(0);
    story.signup({ magnet: 'checklist' });
    expect(engagement(story)).toBe(25);
    expect(newest(story, 'lead.reengaged')).toMatchObject({ by: 'form.submitted' });
  });

  it('is not taken for one that was never recycled, nor by a deed of before that is told late', () => {
    const never = subscribed()
      .later(10 * DAY)
      .click('m1');
    expect(count(never, 'lead.reengaged')).toBe(0);
    const story = recycled();
    const at = story.now - 1;
    story.later(DAY).tell({ type: 'email.clicked', at, generation: 1, sendId: 'm', content: 'm', link: 0 });
    expect([engagement(story), count(story, 'lead.reengaged')]).toEqual([0, 0]);
  });

  it('has what the scoring says; without a rule for it, nothing', () => {
    const { engagement: own } = defaultScoring;
    const rules = own.rules.filter(({ event }) => event !== 'lead.reengaged');
    const scoring = { ...defaultScoring, engagement: { ...own, rules } };
    const story = recycled().later(DAY);
    story.rules = rulesOf(programme({ scoring: scoring as never }));
    expect(engagement(story.click('m1'))).toBe(5);
    expect(count(story, 'lead.reengaged')).toBe(0);
  });
});

describe('a deal', () => {
  it('is won when both is told, in whatever order', () => {
    for (const order of [['deal.won', 'deal.lost'] as const, ['deal.lost', 'deal.won'] as const]) {
      const story = asked();
      for (const event of order) told(story.later(HOUR), event, { deal: 'crm-1' });
      expect(story.it).toMatchObject({ deal: { status: 'won' }, lifecycle: { state: 'customer' } });
    }
  });

  it('of a lead that unsubscribed is won all the same, and moves no other stage', () => {
    const story = told(asked().unsubscribe(), 'deal.won', { value: 100, currency: 'EUR' });
    expect(story.it.lifecycle.state).toBe('customer');
    expect(story.it.mailability).toBe('unsubscribed');
  });

  it('lost sends an opportunity to rest for a month', () => {
    const story = told(asked(), 'sales.accepted');
    told(story, 'sales.contacted');
    told(story, 'sales.assessed', { assessment: 'positive' });
    told(story.later(DAY), 'deal.lost', { reason: 'price' });
    expect(story.it).toMatchObject({
      lifecycle: { state: 'recycled' },
      handoff: { status: 'lost' },
      coolOffUntil: story.now + 30 * DAY,
    });
  });
});

describe('business hours', () => {
  const brussels = (iso: string) => Date.parse(`${iso}+01:00`);
  it.each([
    ['four hours after Friday at four', '2026-01-09T16:00', 4 * HOUR, '2026-01-12T12:00'],
    ['four hours after Friday night', '2026-01-09T22:00', 4 * HOUR, '2026-01-12T13:00'],
    ['two days after Friday noon', '2026-01-09T12:00', 2 * DAY, '2026-01-13T12:00'],
    ['two days after Saturday', '2026-01-10T12:00', 2 * DAY, '2026-01-14T09:00'],
    ['eight hours of a day', '2026-01-12T09:00', 8 * HOUR, '2026-01-12T17:00'],
    ['nine hours', '2026-01-12T09:00', 9 * HOUR, '2026-01-13T10:00'],
    ['over a holiday', '2026-01-05T16:00', 2 * HOUR, '2026-01-07T10:00'],
  ])('%s', (_, from, spent, expected) => {
    const hours = { ...usualHours, holidays: ['2026-01-06'] };
    expect(addBusinessTime(brussels(from), spent, hours, 'Europe/Brussels')).toBe(brussels(expected));
  });

  it('that nobody keeps count as anywhere', () => {
    expect(addBusinessTime(START, 4 * HOUR, { ...usualHours, days: [] }, 'UTC')).toBe(START + 4 * HOUR);
  });

  it('keep the time of day when the clocks change', () => {
    const friday = Date.parse('2026-03-27T11:00:00+01:00');
    expect(addBusinessTime(friday, DAY, usualHours, 'Europe/Brussels')).toBe(
      Date.parse('2026-03-30T11:00:00+02:00'),
    );
  });
});
