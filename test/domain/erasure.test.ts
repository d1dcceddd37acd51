import { describe, expect, it } from 'vitest';
import { decide } from '../../shared/domain/decide.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { DAY, HOUR, MINUTE, Story } from './story.ts';

const erase = (story: Story, token = 't1') =>
  story.tell({ type: 'lead.erased', token, until: story.now + 26 * HOUR });

const bounce = (story: Story, generation = 1) =>
  story.tell({
    type: 'email.bounced',
    at: story.now,
    generation,
    sendId: 's',
    bounceType: 'Permanent',
    subType: 'General',
  });

const confirm = (story: Story, generation: number) =>
  story.tell({ type: 'lead.confirmed', at: story.now, generation, proof: {} });

/** Its rows are deleted, and the log is told. */
const sweep = (story: Story, until: number) => story.tell({ type: 'erasure.swept', token: 't1', until });

const subscribed = () => {
  const story = new Story().signup({ fields: { first_name: 'An' } });
  story.send();
  return story.later(MINUTE).confirm();
};

/** All that is left, without what is there to hold a place. */
const known = ({ id, generation, version, mailability, suppression, erasure, due, ...rest }: Lead) => rest;

describe('an erased lead', () => {
  it('is forgotten: every erased lead is the same but for its place, its suppression and a last look', () => {
    const [a, b] = [subscribed(), new Story().signup({ email: 'jo@voorbeeld.be', marketing: false })];
    b.lead = { ...b.it, owner: 'mia', unknown: { zz: 'Jo' } };
    for (const story of [a, b]) erase(story);
    expect({ ...known(a.it), updatedAt: 0 }).toEqual({ ...known(b.it), updatedAt: 0 });
    expect(JSON.stringify(a.it)).not.toMatch(/voorbeeld|An\b|guide/);
    expect(a.it).toMatchObject({ mailability: 'erased', generation: 1, lastRow: 0, activities: [] });
    expect(a.it).not.toHaveProperty('suppression');
  });

  it('is looked at once more a good day later, by machine time', () => {
    const story = subscribed();
    const until = story.now + 26 * HOUR;
    erase(story);
    expect(story.it.due).toEqual({ lane: 2, at: story.now });
    sweep(story, until);
    expect(story.it.due).toEqual({ lane: 2, at: until });
    story.later(HOUR).visit();
    expect(story.it.due).toEqual({ lane: 2, at: until });
    story.tell({ type: 'erasure.ended', token: 'another', until });
    story.tell({ type: 'erasure.ended', token: 't1', until: until - 1 });
    expect(story.it.erasure).toBeDefined();
    story.tell({ type: 'erasure.ended', token: 't1', until });
    expect(story.it).not.toHaveProperty('erasure');
    expect(story.it).not.toHaveProperty('due');
  });

  it('is erased once', () => {
    const story = erase(subscribed());
    const before = story.it;
    erase(story.later(MINUTE), 't2');
    expect(story.it).toBe(before);
  });

  it('is not brought back by anything but a signup', () => {
    const story = subscribed();
    const open = story.claim();
    erase(story);
    const before = story.it;
    if (!open) throw new Error('a mail should be due');
    story.accept(open).accept(open, 'feedback').accept(open, 'presumed');
    story.tell({ type: 'send.refused', sendId: open.sendId, token: 't', code: 'X', costsAttempt: true });
    story.tell({ type: 'send.awaited', sendId: open.sendId, leaseUntil: story.now });
    story.click(open.sendId).confirm().unsubscribe();
    story.tell({ type: 'event.posted', event: 'demo.requested', at: story.now });
    story.later(3 * DAY).tell({ type: 'send.claimed', send: open });
    expect(story.it).toBe(before);
    expect(story.claim()).toBeUndefined();
  });

  it('hears late that its address must not be written to, and of the two the complaint', () => {
    const story = erase(subscribed());
    const { version } = story.it;
    const complain = (feedbackType: string) =>
      story.tell({ type: 'email.complained', at: story.now, generation: 1, sendId: 's', feedbackType });
    complain('not-spam');
    expect(story.it).not.toHaveProperty('suppression');
    bounce(story);
    expect(story.it).toMatchObject({ mailability: 'erased', suppression: 'bounced' });
    complain('abuse');
    bounce(story);
    complain('abuse');
    expect(story.it).toMatchObject({
      mailability: 'erased',
      suppression: 'complained',
      version: version + 2,
    });
    expect(story.it.activities).toEqual([]);
  });
});

describe('who signs up again after an erasure', () => {
  it('begins a new life: the next generation, versions that go on, nothing remembered', () => {
    const story = subscribed();
    const { version } = story.it;
    erase(story);
    story.later(DAY).signup({ fields: { first_name: 'Ann' } });
    expect(story.it).toMatchObject({
      generation: 2,
      version: version + 2,
      lastRow: 0,
      mailability: 'pending_confirmation',
      fields: { first_name: 'Ann' },
      createdAt: story.now,
      forms: ['guide'],
      consent: {},
    });
    expect(story.it.activities[0]).toMatchObject({
      type: 'form.submitted',
      entered: { nurtureStage: 'awareness' },
    });
    expect(story.send()).toEqual(['confirmation']);
    confirm(story, 1);
    expect(story.it.mailability).toBe('pending_confirmation');
    confirm(story, 2);
    expect(story.it.mailability).toBe('subscribed');
  });

  it('is still looked for in what the stream may bring of the life before', () => {
    const story = erase(subscribed());
    story.later(HOUR).signup();
    expect(story.it.erasure).toMatchObject({ generation: 1, token: 't1' });
    story.send();
    erase(story.later(HOUR), 't2');
    const until = story.now + 26 * HOUR;
    expect(story.it.erasure).toEqual({ generation: 2, token: 't1', until, unswept: true });
    sweep(story, until);
    expect(story.it.erasure).toEqual({ generation: 2, token: 't1', until });
  });

  it.each(['bounced', 'complained'] as const)('is not mailed when the address had %s, in any life', (why) => {
    const story = subscribed();
    if (why === 'bounced') bounce(story);
    else
      story.tell({
        type: 'email.complained',
        at: story.now,
        generation: 1,
        sendId: 's',
        feedbackType: 'abuse',
      });
    for (const form of ['guide', 'quick']) {
      erase(story.later(DAY));
      expect(story.it.suppression).toBe(why);
      story.later(DAY).signup({ form });
      expect(story.it.mailability).toBe(why);
      expect(story.run(20 * DAY)).toEqual([]);
    }
  });

  it('must confirm when it had unsubscribed, also on a form without double opt-in', () => {
    const story = subscribed();
    story.unsubscribe();
    erase(story);
    story.later(DAY).signup({ form: 'quick' });
    expect(story.it.mailability).toBe('unsubscribed');
    expect(story.send()).toEqual(['confirmation']);
    confirm(story, 2);
    expect(story.it.mailability).toBe('subscribed');
    erase(story);
    expect(story.it).not.toHaveProperty('suppression');
  });
});

describe('when a save was made', () => {
  it('is told by machine time only where that is another', () => {
    const story = new Story().signup();
    expect(story.it).not.toHaveProperty('savedAt');
    const confirmed = { type: 'lead.confirmed' as const, at: story.now, generation: 1, proof: {} };
    const fast = { programme: story.now + 30 * DAY, machine: story.now + HOUR };
    const saved = decide(story.it, confirmed, story.rules, fast);
    expect(saved).toMatchObject({ updatedAt: fast.programme, savedAt: fast.machine });
    const same = { programme: fast.programme, machine: fast.programme };
    const next = decide(saved, { ...confirmed, type: 'lead.unsubscribed', via: 'page' }, story.rules, same);
    expect(next).not.toHaveProperty('savedAt');
  });
});
