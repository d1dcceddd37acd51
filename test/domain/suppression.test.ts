import { describe, expect, it } from 'vitest';
import { decide } from '../../shared/domain/decide.ts';
import type { EmailBounced } from '../../shared/domain/lead/lead-event.ts';
import { DAY, HOUR, START, Story } from './story.ts';

const reader = () => {
  const story = new Story().signup();
  story.send();
  story.confirm();
  story.send();
  return story.later(DAY);
};
const bounce = (story: Story, bounceType: string, sendId: string, at = story.now): EmailBounced => ({
  ...{ type: 'email.bounced', at, generation: 1, sendId, bounceType, subType: 'General' },
});
const lift = (story: Story) =>
  story.tell({ type: 'suppression.lifted', at: story.now, reason: 'It works again.', key: 'k' });

describe('bounces for a while', () => {
  it('pause a lead for 14 days at the third within 30, and it comes back by itself', () => {
    const story = reader();
    for (const [i, days] of [0, 10, 19].entries()) {
      expect(story.it.mailability).toBe('subscribed');
      story.now = START + (1 + days) * DAY;
      story.tell(bounce(story, 'Transient', `s${i}`));
    }
    expect(story.it).toMatchObject({ mailability: 'paused', pausedUntil: story.now + 14 * DAY });
    expect(story.it.due?.at).toBeLessThanOrEqual(story.now + 14 * DAY);
    story.later(14 * DAY).visit();
    expect(story.it).toMatchObject({ mailability: 'subscribed' });
    expect(story.it.activities[0]).toMatchObject({ type: 'lead.resumed', by: 'time' });
  });

  it('do nothing when they are further apart, repeated, or of a kind that nobody knows', () => {
    const story = reader();
    for (const [i, days] of [0, 16, 31].entries()) {
      story.now = START + (1 + days) * DAY;
      story.tell(bounce(story, 'Transient', `s${i}`));
    }
    for (let times = 0; times < 5; times++) story.tell(bounce(story, 'Transient', 's2'));
    const before = story.it;
    expect(story.tell(bounce(story, 'Undetermined', 'x')).it).toBe(before);
    expect(before.mailability).toBe('subscribed');
  });

  it('come to the same in any order', () => {
    const days = [1, 3, 9, 12];
    const orders = [days, [12, 9, 3, 1], [9, 1, 12, 3]];
    const ends = orders.map((order) => {
      const story = reader().later(13 * DAY);
      const now = { programme: story.now, machine: story.now };
      const told = [...order, ...order].map((day) =>
        bounce(story, 'Transient', `s${day}`, START + day * DAY),
      );
      const { mailability, pausedUntil, softBounces } = told.reduce(
        (lead, event) => decide(lead, event, story.rules, now),
        story.it,
      );
      return { mailability, pausedUntil, softBounces };
    });
    expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1);
    expect(ends[0]).toMatchObject({ mailability: 'paused', pausedUntil: START + 26 * DAY });
  });
});

describe('a suppression', () => {
  it('of a bounce is lifted by a person, who says why; consent must be given again', () => {
    const story = reader();
    story.tell(bounce(story, 'Permanent', 's1'));
    expect(story.it).toMatchObject({ mailability: 'bounced', suppressedAt: story.now });
    lift(story.later(HOUR));
    expect(story.it).toMatchObject({
      mailability: 'requested_only',
      consent: { marketing: { granted: false } },
    });
    expect(story.it).not.toHaveProperty('suppressedAt');
    expect(story.it.activities[0]).toMatchObject({
      type: 'lead.suppression_lifted',
      reason: 'It works again.',
    });
  });

  it('of a bounce, lifted from somebody who unsubscribed meanwhile, leaves them unsubscribed', () => {
    const story = reader();
    story.tell(bounce(story, 'Permanent', 's1'));
    story.later(HOUR).unsubscribe();
    expect(story.it).toMatchObject({ mailability: 'bounced', unsubscribedAt: story.now });
    lift(story.later(HOUR));
    expect(story.it).toMatchObject({ mailability: 'unsubscribed' });
  });

  it('E17: of a complaint is lifted by nothing: no person, no signup, no confirmation', () => {
    const story = reader();
    story.tell({
      type: 'email.complained',
      at: story.now,
      generation: 1,
      sendId: 's',
      feedbackType: 'abuse',
    });
    const complained = story.it;
    expect(lift(story).it).toBe(complained);
    story.later(DAY).signup();
    story.confirm();
    expect(story.it).toMatchObject({ mailability: 'complained', requests: [] });
  });

  it('survives an erasure, with its date; a bounce can still be lifted then, and a signup begins anew', () => {
    const story = reader();
    story.tell(bounce(story, 'Permanent', 's1'));
    const since = story.now;
    story.later(DAY).tell({ type: 'lead.erased', token: 't', until: story.now + DAY });
    expect(story.it).toMatchObject({ mailability: 'erased', suppression: 'bounced', suppressedAt: since });
    lift(story);
    expect(story.it).not.toHaveProperty('suppression');
    story.later(DAY).signup();
    expect(story.it).toMatchObject({ mailability: 'pending_confirmation', generation: 2 });
  });
});
