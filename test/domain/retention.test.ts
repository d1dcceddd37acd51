import { describe, expect, it } from 'vitest';
import { retentionOf } from '../../shared/domain/consent/retention.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { DAY, MINUTE, programme, START, Story } from './story.ts';

const end = (story: Story) => retentionOf(story.it, story.rules);

const subscribed = (story = new Story()) => {
  story.signup();
  story.send();
  return story.later(MINUTE).confirm();
};

describe('how long a lead is kept', () => {
  it('30 days without a confirmation, counted from the last time it asked', () => {
    const story = new Story().signup();
    expect(end(story)).toEqual({ reason: 'unconfirmed', at: START + 30 * DAY });
    story.later(DAY).signup({ magnet: 'checklist' });
    expect(end(story)).toEqual({ reason: 'unconfirmed', at: START + 31 * DAY });
  });

  it('24 months after the last thing that a person did', () => {
    const story = subscribed();
    expect(end(story)).toEqual({ reason: 'unconverted', at: story.now + 730 * DAY });
    story.later(100 * DAY).click('send_a');
    expect(end(story)).toEqual({ reason: 'unconverted', at: story.now + 730 * DAY });
  });

  it.each(['customer', 'loyal', 'advocate'])('%s: until somebody erases it', (state) => {
    const story = subscribed();
    story.lead = { ...story.it, lifecycle: { state, since: story.now } };
    expect(end(story)).toBeUndefined();
  });

  it.each(['unsubscribed', 'bounced', 'complained'] as const)('%s: like everybody else', (mailability) => {
    const story = subscribed();
    story.lead = { ...story.it, mailability };
    expect(end(story)?.reason).toBe('unconverted');
  });

  it('as the settings say', () => {
    const { settings } = programme();
    const retention = { unconfirmed: 'P7D', unconverted: 'P365D' };
    const story = new Story(rulesOf(programme({ settings: { ...settings, retention } }))).signup();
    expect(end(story)?.at).toBe(START + 7 * DAY);
    story.send();
    story.confirm();
    expect(end(story)?.at).toBe(START + 365 * DAY);
  });
});

describe('the due index', () => {
  it('finds every lead in time, and is not written again with each deed', () => {
    const story = subscribed();
    story.unsubscribe();
    const { due } = story.it;
    expect(due).toEqual({ lane: 2, at: story.now + 730 * DAY });
    story.lead = { ...story.it, lastHumanAt: story.later(100 * DAY).now };
    const before = story.it;
    story.visit();
    expect(story.it).toBe(before);
    story.later(630 * DAY).visit();
    expect(story.it.due).toEqual({ lane: 2, at: end(story)?.at });
  });

  it('has a lead that asked for nothing looked at soon, for what lists say of its address', () => {
    const story = new Story().signup({ form: 'quick', magnet: undefined as never, marketing: false });
    expect(story.it.due).toEqual({ lane: 2, at: START });
    story.visit();
    expect(story.it.due?.at).toBeGreaterThan(START);
  });
});

describe('what the lists say of an address', () => {
  const competitor = { form: 'quick', email: 'jo@throw-away.example' };

  it('throw-away mail is grade F, and a hand-raise makes it no MQL', () => {
    const story = new Story().signup(competitor);
    story.tell({ type: 'address.classified', kind: 'disposable' });
    story.tell({ type: 'event.posted', event: 'demo.requested', at: story.now });
    expect(story.it.lifecycle.state).toBe('prospect');
    expect(story.it.addressKind).toBe('disposable');
  });

  it('the same again changes nothing; without, it is forgotten', () => {
    const story = new Story().signup(competitor).tell({ type: 'address.classified', kind: 'free' });
    const before = story.it;
    expect(story.tell({ type: 'address.classified', kind: 'free' }).it).toBe(before);
    expect(story.tell({ type: 'address.classified' }).it).not.toHaveProperty('addressKind');
  });
});
