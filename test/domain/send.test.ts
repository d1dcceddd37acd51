import { describe, expect, it } from 'vitest';
import { planMail } from '../../shared/domain/sending/plan-mail.ts';
import { DAY, HOUR, MINUTE, Story } from './story.ts';

const subscribed = () => {
  const story = new Story().signup();
  story.send();
  story.confirm();
  expect(story.claim()?.template).toBe('magnet');
  story.accept(story.it.openSends[0] as never);
  return story;
};

/** A story whose first nurture mail is claimed. */
const claimed = () => {
  const story = subscribed();
  const send = story.claim();
  if (send?.template !== 'awareness-1') throw new Error('no nurture mail was due');
  return { story, send };
};

describe('a claim', () => {
  it('leaves the due entry where it was, so that a dead worker’s lead is found again', () => {
    const story = subscribed();
    const due = story.it.due;
    story.claim();
    expect(story.it.due).toEqual(due);
  });

  it('is refused when an unsubscribe came first (E13): nothing is claimed', () => {
    const story = subscribed();
    const plan = planMail(story.it, story.rules, { programme: story.now, machine: story.now });
    story.unsubscribe();
    const before = story.it;
    story.tell({
      type: 'send.claimed',
      send: {
        sendId: 'late',
        token: 't',
        attempt: 1,
        claimedAt: story.now,
        leaseUntil: story.now + 15 * MINUTE,
        subject: plan?.subject as never,
        template: 'awareness-1',
      },
    });
    expect(story.it).toBe(before);
  });

  it('that is visited while it stands moves the due entry to the end of its lease', () => {
    const { story, send } = claimed();
    expect(story.later(MINUTE).visit().it.due).toEqual({ lane: 1, at: send.leaseUntil });
  });
});

describe('accepted', () => {
  it('moves the step and the due time once, whoever says it first', () => {
    const { story, send } = claimed();
    story.accept(send, 'feedback');
    const after = story.it;
    expect(after.enrollments).toMatchObject([{ step: 2, dueAt: story.now + 2 * DAY }]);
    expect(after.due).toEqual({ lane: 1, at: story.now + 2 * DAY });
    expect(story.accept(send, 'worker').it).toBe(after);
    expect(story.later(HOUR).accept(send, 'presumed').it).toBe(after);
  });

  it('E14: after an unsubscribe that came in flight is told as such, and nothing follows', () => {
    const { story, send } = claimed();
    story.unsubscribe();
    expect(story.timeline.at(-2)).toMatchObject({ type: 'lead.unsubscribed', inFlight: [send.sendId] });
    story.accept(send);
    expect(story.timeline.at(-1)).toMatchObject({ type: 'email.sent', inFlightAtUnsubscribe: true });
    expect(story.run(60 * DAY)).toEqual([]);
  });

  it('of a step of a sequence that the lead has left meanwhile is counted as sent, and starts nothing', () => {
    const { story, send } = claimed();
    story.click('send2').click('send2', 'x', 1).accept(send);
    expect(story.it.enrollments).toMatchObject([
      { sequence: 'awareness', status: 'exited', step: 1 },
      { sequence: 'engagement', status: 'active', step: 0 },
    ]);
    expect(story.it.lastNurtureAt).toBe(story.now);
  });
});

describe('refused', () => {
  const refuse = (story: Story, sendId: string, costsAttempt: boolean) =>
    story.tell({ type: 'send.refused', sendId, token: 't', code: 'Nope', costsAttempt });

  it('by a throttle costs a nurture mail no attempt, nor its place among those that wait', () => {
    const { story, send } = claimed();
    const { due } = story.it;
    story.later(HOUR);
    refuse(story, send.sendId, false);
    expect(story.it.openSends).toEqual([]);
    expect(story.it.enrollments).toMatchObject([{ failures: { count: 0 } }]);
    expect(story.it.due?.at).toBeLessThanOrEqual(due?.at ?? 0);
    expect(story.claim()?.subject).toEqual(send.subject);
  });

  it('by a throttle costs what was asked for no attempt, and it is tried again within seconds', () => {
    const story = new Story().signup();
    refuse(story, story.claim()?.sendId ?? '', false);
    expect(story.it.requests).toMatchObject([{ failures: { count: 0 } }]);
    expect(story.it.due).toEqual({ lane: 0, at: story.now + 2_000 });
  });

  it('for good backs off to six hours, and is parked after eight times', () => {
    const { story, send } = claimed();
    refuse(story, send.sendId, true);
    const waits: number[] = [];
    for (let due = story.it.due; due?.lane === 1; due = story.it.due) {
      waits.push((due.at - story.now) / MINUTE);
      story.now = due.at;
      const again = story.claim();
      if (!again) break;
      refuse(story, again.sendId, true);
    }
    expect(waits).toEqual([1, 4, 16, 64, 256, 360, 360]);
    expect(story.it.enrollments).toMatchObject([{ failures: { count: 8, parked: true } }]);
    expect(story.types.filter((t) => t === 'email.failed' || t === 'email.parked')).toEqual([
      'email.failed',
      'email.parked',
    ]);
    expect(story.run(30 * DAY)).toEqual([]);
  });

  it('with another worker’s token is not heard', () => {
    const { story, send } = claimed();
    const before = story.it;
    story.tell({ type: 'send.refused', sendId: send.sendId, token: 'other', code: 'X', costsAttempt: true });
    expect(story.it).toBe(before);
  });
});

describe('a mail that cannot be made', () => {
  it('E25: sends nothing, is told once, and is tried again: a repaired template heals it', () => {
    const story = subscribed();
    const plan = planMail(story.it, story.rules, { programme: story.now, machine: story.now });
    story.tell({ type: 'send.unrenderable', subject: plan?.subject as never, code: 'render_failed' });
    expect(story.it.openSends).toEqual([]);
    expect(story.timeline.at(-1)).toMatchObject({ type: 'email.failed', code: 'render_failed' });
    expect(story.run(HOUR)).toEqual([{ template: 'awareness-1', after: MINUTE }]);
  });
});

describe('bounces and complaints', () => {
  const bounced = { type: 'email.bounced', at: 0, generation: 1, sendId: 's', subType: 'General' } as const;

  it('suppresses on a permanent bounce, and nothing follows', () => {
    const story = subscribed().tell({ ...bounced, bounceType: 'Permanent' });
    expect(story.it.mailability).toBe('bounced');
    expect(story.run(60 * DAY)).toEqual([]);
  });

  it('remembers a transient one, and changes nothing else; of an undetermined one nothing', () => {
    const story = subscribed();
    const before = story.it;
    expect(story.tell({ ...bounced, bounceType: 'Undetermined' }).it).toBe(before);
    const { mailability, enrollments, engagement, requests } = before;
    const same = { mailability, enrollments, engagement, requests, activities: [] };
    expect(story.tell({ ...bounced, bounceType: 'Transient' }).it).toMatchObject(same);
  });

  it('lets a complaint outrank a bounce, and never the other way', () => {
    const complaint = {
      type: 'email.complained',
      at: 0,
      generation: 1,
      sendId: 's',
      feedbackType: 'abuse',
    } as const;
    const story = subscribed()
      .tell({ ...bounced, bounceType: 'Permanent' })
      .tell(complaint);
    expect(story.it.mailability).toBe('complained');
    expect(story.tell({ ...bounced, bounceType: 'Permanent' }).it.mailability).toBe('complained');
  });

  it('takes a complaint of the type not-spam for none', () => {
    const story = subscribed();
    const before = story.it;
    story.tell({ type: 'email.complained', at: 0, generation: 1, sendId: 's', feedbackType: 'not-spam' });
    expect(story.it).toBe(before);
  });
});

describe('timeline rows', () => {
  it('name the version of the row before, over versions that caused nothing', () => {
    const story = new Story().signup();
    let rows = 0;
    let previous = 0;
    const check = () => {
      if (story.it.activities.length === 0) return;
      expect(story.it.lastRow).toBe(previous);
      previous = story.it.version;
      rows += 1;
    };
    check();
    for (const step of [
      () => story.claim(),
      () => story.accept(story.it.openSends[0] as never),
      () => story.confirm(),
    ]) {
      step();
      check();
    }
    expect(rows).toBe(3);
  });
});
