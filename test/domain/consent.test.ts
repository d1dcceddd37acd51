import { describe, expect, it } from 'vitest';
import { factsOf } from '../../shared/domain/lead/facts.ts';
import { DAY, MINUTE, Story } from './story.ts';

describe('a new lead of a form with double opt-in', () => {
  it('gets the confirmation mail and nothing else until it confirms', () => {
    const story = new Story().signup();
    expect(story.it.mailability).toBe('pending_confirmation');
    expect(story.run(20 * DAY).map((m) => m.template)).toEqual(['confirmation']);
  });

  it('becomes subscribed by confirming, and its magnet leaves at once', () => {
    const story = new Story().signup();
    story.send();
    story.later(MINUTE).confirm();
    expect(story.it.mailability).toBe('subscribed');
    expect(story.it.consent.marketing).toMatchObject({ granted: true, at: story.now });
    expect(story.it.due).toEqual({ lane: 0, at: story.now });
    expect(story.send()).toEqual(['magnet', 'awareness-1']);
  });

  it('becomes requested_only by confirming without marketing consent: the magnet and nothing more', () => {
    const story = new Story().signup({ marketing: false });
    story.send();
    story.confirm();
    expect(story.it.mailability).toBe('requested_only');
    expect(story.run(30 * DAY).map((m) => m.template)).toEqual(['magnet']);
    expect(story.it.enrollments).toEqual([]);
  });

  it('agrees to each purpose in its own words, and to none whose box stayed empty', () => {
    const texts = { consentText: 'news@1', trackingText: 'tracking@3' };
    const both = new Story().signup({ ...texts, tracking: true }).confirm();
    expect(both.it.consent).toMatchObject({
      marketing: { text: 'news@1' },
      tracking: { text: 'tracking@3' },
    });
    expect(both.timeline.find(({ type }) => type === 'lead.confirmed')).toMatchObject({
      text: 'news@1',
      trackingText: 'tracking@3',
    });
    const quick = new Story().signup({ ...texts, form: 'quick', tracking: true });
    expect(quick.it.consent).toMatchObject({
      marketing: { text: 'news@1' },
      tracking: { text: 'tracking@3' },
    });
    const later = { consentText: 'news@2', trackingText: 'tracking@4', marketing: false, tracking: true };
    const twice = new Story().signup(texts).later(MINUTE).signup(later).confirm();
    expect(twice.it.consent).toMatchObject({
      marketing: { text: 'news@1' },
      tracking: { text: 'tracking@4' },
    });
  });

  it('is confirmed once: pressing the button again changes nothing', () => {
    const story = new Story().signup().confirm();
    const before = story.it;
    story.later(MINUTE).confirm();
    expect(story.it).toBe(before);
  });

  it('E7: gets both magnets that it asked for within a minute, by one confirmation, and one sequence', () => {
    const story = new Story().signup();
    expect(story.send()).toEqual(['confirmation']);
    story.later(30_000).signup({ magnet: 'checklist' });
    story.later(30_000).confirm();
    expect(story.run(10 * DAY).map((m) => m.template)).toEqual([
      'magnet',
      'magnet',
      'engagement-1',
      'engagement-2',
    ]);
    expect(story.it.enrollments).toHaveLength(1);
  });

  it('E8: takes a double-click for one submission', () => {
    const story = new Story().signup({ submission: 'same' });
    const before = story.it;
    story.later(30).signup({ submission: 'same' });
    expect(story.it).toBe(before);
  });

  it('gets another confirmation mail ten minutes after the last at the earliest, and five a day at most', () => {
    const story = new Story().signup();
    expect(story.send()).toEqual(['confirmation']);
    story.later(MINUTE).signup({ submission: 'again' });
    expect(story.send()).toEqual([]);
    expect(story.run(9 * MINUTE).map((m) => m.template)).toEqual(['confirmation']);
    for (let i = 0; i < 20; i++)
      story
        .later(11 * MINUTE)
        .signup()
        .send();
    expect(story.types.filter((t) => t === 'email.sent')).toHaveLength(5);
  });
});

describe('a known lead', () => {
  const subscribed = () => {
    const story = new Story().signup().confirm();
    story.send();
    return story.later(DAY);
  };

  it('that is subscribed gets its next magnet at once', () => {
    const story = subscribed().signup({ magnet: 'checklist' });
    expect(story.claim()?.template).toBe('magnet');
    expect(story.it.mailability).toBe('subscribed');
  });

  it('that is requested_only gets its next magnet at once, and is asked to confirm when it ticks the box', () => {
    const story = new Story().signup({ marketing: false }).confirm();
    story.send();
    story.later(DAY).signup({ magnet: 'checklist', marketing: true });
    expect(story.it.mailability).toBe('requested_only');
    expect(story.send().sort()).toEqual(['confirmation', 'magnet']);
    expect(story.confirm().it.mailability).toBe('subscribed');
  });

  it('counts its later signups as interactions, and the first one not', () => {
    const story = subscribed();
    expect(story.it.interactions).toBe(0);
    expect(story.signup({ magnet: 'checklist' }).it.interactions).toBe(1);
  });

  it('E17: that had unsubscribed stays so until it confirms anew', () => {
    const story = subscribed().unsubscribe().later(DAY).signup({ magnet: 'checklist' });
    expect(story.it.mailability).toBe('unsubscribed');
    expect(story.send()).toEqual(['confirmation']);
    story.confirm();
    expect(story.it.mailability).toBe('subscribed');
    expect(story.send()).toContain('magnet');
  });

  it('E17: that complained is never written to again nor scored, whatever it submits', () => {
    const story = subscribed().tell({
      type: 'email.complained',
      at: 0,
      generation: 1,
      sendId: 's',
      feedbackType: 'abuse',
    });
    story.later(DAY).signup({ magnet: 'checklist' }).confirm();
    expect(story.it.mailability).toBe('complained');
    expect(factsOf(story.it, story.rules, story.now).engagement).toBe(0);
    expect(story.run(30 * DAY)).toEqual([]);
  });
});

describe('a form without double opt-in', () => {
  it('sends what was asked for at once, and nothing else without consent', () => {
    const story = new Story().signup({ form: 'quick', marketing: false });
    expect(story.it.mailability).toBe('requested_only');
    expect(story.run(30 * DAY).map((m) => m.template)).toEqual(['magnet']);
  });

  it('subscribes at once with consent', () => {
    const story = new Story().signup({ form: 'quick' });
    expect(story.it.mailability).toBe('subscribed');
    expect(story.it.enrollments.map((e) => e.sequence)).toEqual(['awareness']);
  });
});

describe('a suspicious signup to a form without double opt-in', () => {
  it('gets a confirmation mail and nothing else, and by confirming all that it asked for', () => {
    const story = new Story().signup({ form: 'quick', suspicion: 'fast' });
    expect(story.it.mailability).toBe('pending_confirmation');
    expect(story.send()).toEqual(['confirmation']);
    story.later(MINUTE).confirm();
    expect(story.it.mailability).toBe('subscribed');
    expect(story.send()).toEqual(['magnet', 'awareness-1']);
  });

  it('takes nothing from a known lead: its magnet leaves at once, and more consent waits', () => {
    const story = new Story().signup({ form: 'quick', marketing: false });
    story.send();
    story.later(DAY).signup({ form: 'quick', magnet: 'checklist', suspicion: 'forged' });
    expect(story.it.mailability).toBe('requested_only');
    expect(story.send()).toEqual(['magnet', 'confirmation']);
    expect(story.confirm().it.mailability).toBe('subscribed');
  });
});

describe('unsubscribing', () => {
  it('ends nurture, resets engagement, moves no stage', () => {
    const story = new Story().signup().confirm();
    story.send();
    story.later(DAY).click('send2').unsubscribe();
    expect(story.it.nurtureStage.state).toBe('engagement');
    expect(story.run(200 * DAY)).toEqual([]);
    expect(story.it.nurtureStage.state).toBe('engagement');
    expect(story.it.due?.lane).toBe(2);
    expect(story.it.enrollments.every((e) => e.status === 'exited')).toBe(true);
  });

  it('drops a confirmation that was asked for before: an old link no longer confirms', () => {
    const story = new Story().signup().unsubscribe().confirm();
    expect(story.it.mailability).toBe('unsubscribed');
  });

  it('E16: a click afterwards neither subscribes, scores nor enrolls', () => {
    const story = new Story().signup().confirm();
    story.send();
    story.unsubscribe();
    const before = story.it;
    expect(story.later(DAY).click('send2').it).toBe(before);
  });
});
