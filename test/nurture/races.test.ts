import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mergeLead } from '../../shared/actions/lead/merge-leads.ts';
import { eraseLead } from '../../shared/actions/privacy/erase-lead.ts';
import { recordClick } from '../../shared/actions/traces/record-click.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { Mailer } from '../../shared/mail/ses.ts';
import { HOUR, MINUTE } from '../domain/story.ts';
import { seeded } from '../faults/random.ts';
import { World } from './world.ts';

const world = new World().open();

const LEASE = 15 * MINUTE;
const mailsTo = ({ email }: Lead) => world.calls.filter((call) => call.to === email && call.accepted).length;
const click = (lead: Lead, sendId: string) =>
  recordClick(world.context(), {
    ...{ leadId: lead.id, generation: lead.generation, sendId },
    ...{ content: 'awareness-1', index: 0, human: true, ip: '' },
  });

/** Somebody who does something at any moment of the next while. */
const sometime = async (random: () => number, act: () => Promise<unknown>) => {
  await sleep(random() * 300);
  return act();
};

/** SES has the mail, and the worker hears of it only when all of this is done. */
const meanwhile = (act: (sendId: string) => Promise<unknown>): Mailer =>
  world.mailer(async (send, message) => {
    const answer = await send();
    await act(message.tags.send ?? '');
    return answer;
  });

describe('between claim and confirmation', () => {
  it('an unsubscribe and a click at once both stand, and so does the mail', async () => {
    const lead = await world.signup('news');
    const both = meanwhile((sendId) => Promise.all([world.unsubscribe(lead), click(lead, sendId)]));
    expect(await world.sweep(both)).toMatchObject({ sent: 1 });
    const left = await world.load(lead.id);
    expect(left).toMatchObject({ mailability: 'unsubscribed', openSends: [] });
    expect(left.activities).toMatchObject([{ type: 'email.sent', inFlightAtUnsubscribe: true }]);
    world.clock.later(72 * HOUR);
    await world.sweep();
    expect(mailsTo(lead)).toBe(1);
  });

  it('SES’s Send before the worker’s word: the first moves the step, the second finds it moved', async () => {
    const lead = await world.signup('news');
    expect(await world.sweep(meanwhile(() => world.news()))).toMatchObject({ sent: 1 });
    const confirmed = await world.load(lead.id);
    // The claim and one confirmation: nobody wrote a second one.
    expect(confirmed).toMatchObject({ version: lead.version + 2, openSends: [], enrollments: [{ step: 2 }] });
    expect(mailsTo(lead)).toBe(1);
  });

  it('an erasure: the mail that was on its way leaves no trace, and nothing follows it', async () => {
    const lead = await world.signup('news');
    await world.sweep(meanwhile(() => eraseLead(world.context(), lead.id)));
    await world.news();
    expect(await world.load(lead.id)).toMatchObject({
      mailability: 'erased',
      openSends: [],
      enrollments: [],
    });
    for (const hours of [1, 30, 72]) {
      world.clock.later(hours * HOUR);
      await world.sweep();
    }
    expect(mailsTo(lead)).toBe(1);
  });
});

it('people who leave and click while senders are at work: each gets one mail or none, and none after leaving', async () => {
  const random = seeded(7);
  const leads = await world.plant(24);
  const sent = new Map<string, string>();
  const slow = world.mailer(async (send, message) => {
    sent.set(message.to, message.tags.send ?? '');
    await sleep(random() * 40);
    const answer = await send();
    await sleep(random() * 40);
    return answer;
  });
  await Promise.all([
    world.sweep(slow),
    sometime(random, () => world.sweep(slow)),
    ...leads.map((lead, n) =>
      sometime(random, async () => {
        if (n % 2 === 0) return world.unsubscribe(lead);
        const sendId = sent.get(lead.email);
        return sendId && click(lead, sendId);
      }),
    ),
  ]);
  await world.sweep();
  for (const [n, planted] of leads.entries()) {
    const lead = await world.load(planted.id);
    const mails = mailsTo(lead);
    expect([lead.email, lead.openSends]).toEqual([lead.email, []]);
    if (n % 2 === 0) expect([lead.mailability, mails <= 1]).toEqual(['unsubscribed', true]);
    else expect([lead.enrollments[0]?.step, mails]).toEqual([2, 1]);
  }
  world.clock.later(72 * HOUR);
  world.ses.calls.length = 0;
  await world.sweep();
  expect(leads.filter((lead, n) => n % 2 === 0 && mailsTo(lead) > 0)).toEqual([]);
});

it('the stream and two sweeps on many leads at once: one mail for each', async () => {
  const leads = await world.plant(16, 'quick');
  await Promise.all([world.sweep(), world.sweep(), ...leads.map((lead) => world.start(lead))]);
  await world.sweep();
  expect(leads.map(mailsTo)).toEqual(leads.map(() => 1));
  for (const { id } of leads) expect(await world.load(id)).toMatchObject({ requests: [], openSends: [] });
});

describe('a confirmation that comes after its lease', () => {
  it('and after SES’s own news changes nothing', async () => {
    const lead = await world.signup('news');
    const stalls = meanwhile(async () => {
      world.clock.later(LEASE + MINUTE);
      await world.news();
      await world.sweep();
    });
    await world.sweep(stalls);
    expect(await world.load(lead.id)).toMatchObject({ openSends: [], enrollments: [{ step: 2 }] });
    expect(mailsTo(lead)).toBe(1);
  });

  it('of a mail that was sent once more meanwhile closes it once: two faults, two mails, one step', async () => {
    const lead = await world.signup('news');
    // No news comes, and the worker stands still for longer than its lease.
    const stalls = meanwhile(async () => {
      world.clock.later(LEASE + MINUTE);
      await world.sweep();
    });
    await world.sweep(stalls);
    await world.news();
    const done = await world.load(lead.id);
    expect(done).toMatchObject({ openSends: [], enrollments: [{ step: 2 }] });
    expect(world.calls.map(({ attempt }) => attempt)).toEqual(['1', '2']);
    expect(world.counted).not.toContain('PresumedSent');
  });

  it('while the second attempt is with SES moves the step once', async () => {
    const lead = await world.signup('news');
    let confirmFirst: () => void = () => {};
    const first = new Promise<void>((done) => {
      confirmFirst = done;
    });
    const stale = world.sweep(meanwhile(() => first));
    while (mailsTo(lead) === 0) await sleep(5);
    world.clock.later(LEASE + MINUTE);
    await world.sweep(
      meanwhile(async () => {
        confirmFirst();
        await stale;
      }),
    );
    expect(await world.load(lead.id)).toMatchObject({ openSends: [], enrollments: [{ step: 2 }] });
    expect(mailsTo(lead)).toBe(2);
  });
});

it('two sequences that are due at once, and two senders: one mail goes first, the other waits its day', async () => {
  const { awareness } = world.programme.sequences;
  if (!awareness) throw new Error('the programme has it');
  const second = { ...awareness, triggers: [{ form: 'news' }], exitOn: [] };
  await world.table.publish({ ...world.programme, sequences: { ...world.programme.sequences, second } });
  await world.context().rules.refresh();
  try {
    const lead = await world.signup('news');
    expect(lead.enrollments).toHaveLength(2);
    await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
    expect(mailsTo(lead)).toBe(1);
    world.clock.later(21 * HOUR);
    await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
    expect(mailsTo(lead)).toBe(2);
    const { enrollments } = await world.load(lead.id);
    expect(enrollments.map(({ sequence, step }) => [sequence, step])).toEqual([
      ['awareness', 2],
      ['second', 2],
    ]);
  } finally {
    await world.table.publish(world.programme);
    await world.context().rules.refresh();
  }
});

describe('a merge of two leads', () => {
  const merge = (from: Lead, into: Lead) => mergeLead(world.context(), from.id, into.id, { by: 'key' });
  const told = ({ email }: Lead) =>
    world.ses.calls.filter((call) => call.to[0] === email && call.accepted).map(({ tags }) => tags.step);

  it('while senders claim: each mail leaves once, and none to the address of before once they are one', async () => {
    const random = seeded(11);
    const leads = await world.plant(10);
    const pairs = leads.slice(0, 5).map((from, n) => [from, leads[n + 5] ?? from] as const);
    const slow = world.mailer(async (send) => {
      await sleep(random() * 40);
      const answer = await send();
      await sleep(random() * 40);
      return answer;
    });
    const [, , ...merged] = await Promise.all([
      world.sweep(slow),
      sometime(random, () => world.sweep(slow)),
      ...pairs.map(([from, kept]) => sometime(random, () => merge(from, kept))),
    ]);
    expect(merged).toMatchObject(pairs.map(() => ({ status: 'merged' })));
    await world.news();
    const before = pairs.map(([from]) => told(from).length);
    for (const hours of [1, 72, 72]) {
      world.clock.later(hours * HOUR);
      await world.sweep();
      await world.news();
    }
    const ids = world.ses.calls.filter(({ accepted }) => accepted).map(({ tags }) => tags.send);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [n, [from, kept]] of pairs.entries()) {
      expect(await world.load(from.id)).toMatchObject({ mailability: 'erased', aliasOf: { id: kept.id } });
      expect(await world.load(kept.id)).toMatchObject({
        openSends: [],
        enrollments: [{ status: 'completed' }],
      });
      expect(told(from)).toHaveLength(before[n] ?? 0);
      // Each of the two may have had the first before; the second comes once, and nothing comes twice.
      expect([...told(from), ...told(kept)]).toContain('one');
      expect([
        told(from).filter((step) => step !== 'one'),
        told(kept).filter((step) => step === 'two'),
      ]).toEqual([[], ['two']]);
      expect(told(kept).filter((step) => step === 'one').length).toBeLessThanOrEqual(1);
    }
  });

  it('takes a mail along that nobody knows the fate of: it goes to the kept address once more, once', async () => {
    const [kept, from] = [await world.signup('quick'), await world.signup('news')];
    await world.start(kept);
    world.ses.inject({
      kind: 'InternalServiceErrorException',
      match: ({ tags }) => tags.class === 'nurture',
    });
    await world.sweep();
    const [open] = (await world.load(from.id)).openSends;
    // The kept one agrees to nurture too, so that the mail may go to it.
    await world.signup('news', { email: kept.email });
    await merge(from, kept);
    for (const minutes of [15, 15, 60]) {
      world.clock.later(minutes * MINUTE);
      await world.sweep();
      await world.news();
    }
    const again = world.ses.calls.filter(({ tags }) => tags.step === 'one');
    expect(again.map(({ to, tags }) => [to[0], tags.send, tags.attempt])).toEqual([
      [from.email, open?.sendId, '1'],
      [kept.email, open?.sendId, '2'],
    ]);
    expect(await world.load(kept.id)).toMatchObject({ openSends: [], enrollments: [{ step: 2 }] });
  });

  it.each([
    ['was sent that step itself', 0],
    ['is at it itself, and nobody knows either', 1],
  ])('never repeats it where the kept lead %s', async (_, unknown) => {
    const [kept, from] = [await world.signup('news'), await world.signup('news')];
    world.ses.inject({
      kind: 'InternalServiceErrorException',
      times: 1 + unknown,
      match: ({ to }) => unknown === 1 || to[0] === from.email,
    });
    await world.sweep();
    await merge(from, kept);
    for (const minutes of [15, 15, 60]) {
      world.clock.later(minutes * MINUTE);
      await world.sweep();
      await world.news();
    }
    expect(told(kept)).toEqual(['one']);
    expect(told(from)).toEqual([]);
    expect(await world.load(kept.id)).toMatchObject({ openSends: [], enrollments: [{ step: 2 }] });
  });
});
