import { describe, expect, it } from 'vitest';
import type { Fault } from '../../infra/local/ses-faults.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { MINUTE } from '../domain/story.ts';
import { World } from './world.ts';

const world = new World().open();

const HOURS = 60 * MINUTE;
const LEASE = 15 * MINUTE;
const attempts = () => world.calls.map((call) => call.attempt);
/** SES fails without taking the mail. */
const fail = (times = 1) => world.ses.inject({ kind: 'InternalServiceErrorException', times });

describe('SES does not say whether it has the mail', () => {
  const faults: [string, Fault][] = [
    ['500', { kind: 'InternalServiceErrorException', accept: true }],
    ['503', { kind: 'ServiceUnavailable', accept: true }],
    ['silence', { kind: 'hang', accept: true }],
    ['a cut connection', { kind: 'reset', accept: true }],
    ['nonsense', { kind: 'garbage', accept: true }],
  ];

  it.each(faults)(
    '%s: nothing is written, the mail is not repeated, and SES’s own Send confirms it',
    async (_, fault) => {
      const lead = await world.signup('news');
      world.ses.inject(fault);
      const mailer = world.mailer((send) => send(), { requestTimeout: 1_000 });
      expect(await world.sweep(mailer)).toMatchObject({ sent: 0, stopped: 'nothing due' });
      const open = await world.load(lead.id);
      expect(open).toMatchObject({ version: lead.version + 1, openSends: [{ attempt: 1 }] });

      // Looked at within the lease, it moves to the lease's end and is left alone.
      world.clock.later(2 * MINUTE);
      await world.sweep();
      world.clock.later(2 * MINUTE);
      await world.sweep();
      expect(await world.load(lead.id)).toMatchObject({
        version: lead.version + 2,
        openSends: open.openSends,
      });
      expect(attempts()).toEqual(['1']);

      await world.news();
      const confirmed = await world.load(lead.id);
      expect(confirmed).toMatchObject({ openSends: [], enrollments: [{ step: 2 }] });
      expect(confirmed.activities).toMatchObject([{ type: 'email.sent', messageId: expect.any(String) }]);
      world.clock.later(24 * HOURS);
      await world.sweep();
      expect(attempts()).toEqual(['1']);
    },
  );

  it('and other work of that lead waits: one nurture mail is open at a time', async () => {
    const lead = await world.signup('news');
    fail();
    await world.sweep();
    world.clock.later(MINUTE);
    await world.sweep();
    expect((await world.load(lead.id)).openSends).toHaveLength(1);
    expect(attempts()).toEqual(['1']);
  });
});

describe('a claim that lapsed without evidence', () => {
  it('is sent once more while feedback keeps up, and after a second silence presumed sent', async () => {
    const lead = await world.signup('news');
    fail(2);
    await world.sweep();
    world.clock.later(LEASE);
    await world.sweep();
    expect(attempts()).toEqual(['1', '2']);
    const again = await world.load(lead.id);
    expect(again.openSends).toMatchObject([{ attempt: 2 }]);
    world.clock.later(LEASE);
    await world.sweep();
    const presumed = await world.load(lead.id);
    expect(presumed).toMatchObject({ openSends: [], enrollments: [{ step: 2 }] });
    expect(presumed.activities).toMatchObject([{ type: 'email.presumed_sent', attempt: 2 }]);
    expect(world.counted).toContain('PresumedSent');
    world.clock.later(HOURS);
    await world.sweep();
    expect(attempts()).toEqual(['1', '2']);
  });

  it('whose second attempt is heard of is sent, once', async () => {
    const lead = await world.signup('news');
    fail();
    await world.sweep();
    world.clock.later(LEASE);
    expect(await world.sweep()).toMatchObject({ sent: 1 });
    expect(await world.load(lead.id)).toMatchObject({ openSends: [], enrollments: [{ step: 2 }] });
    await world.news();
    expect(attempts()).toEqual(['1', '2']);
    expect(world.counted).not.toContain('PresumedSent');
  });

  it('of a dead worker, that never called SES, is found by the sweep and sent', async () => {
    const lead = await world.signup('news');
    const dies = world.mailer(() => Promise.reject(new Error('killed between claim and call')));
    await world.sweep(dies);
    const claimed = await world.load(lead.id);
    expect(claimed).toMatchObject({ openSends: [{ attempt: 1 }], due: lead.due });
    expect(attempts()).toEqual([]);
    world.clock.later(MINUTE);
    expect(await world.sweep()).toMatchObject({ visited: 1, sent: 0 });
    world.clock.later(LEASE);
    expect(await world.sweep()).toMatchObject({ sent: 1 });
    expect(await world.load(lead.id)).toMatchObject({ openSends: [], enrollments: [{ step: 2 }] });
  });

  it('of a lead that has left meanwhile is not sent again', async () => {
    const lead = await world.signup('news');
    fail();
    await world.sweep();
    await world.unsubscribe(lead);
    world.clock.later(LEASE);
    await world.sweep();
    expect(attempts()).toEqual(['1']);
    expect(await world.load(lead.id)).toMatchObject({ mailability: 'unsubscribed', openSends: [] });
  });

  it('is left alone by the stream’s reader: only the sweep resolves it', async () => {
    const lead = await world.signup('quick');
    fail();
    await world.start(lead);
    expect(attempts()).toEqual(['1']);
    world.clock.later(LEASE);
    await world.start(lead);
    expect(attempts()).toEqual(['1']);
    expect(await world.sweep()).toMatchObject({ sent: 1 });
    expect(attempts()).toEqual(['1', '2']);
    expect(await world.load(lead.id)).toMatchObject({ requests: [], openSends: [] });
  });
});

describe('while feedback is behind', () => {
  /** A mail that a worker confirmed and whose events nobody has handled. */
  async function fallBehind(): Promise<void> {
    await world.signup('news');
    expect(await world.sweep()).toMatchObject({ sent: 1 });
    world.ses.calls.length = 0;
  }

  it('nurture waits for evidence up to a day, and is then presumed sent', async () => {
    await fallBehind();
    const lead = await world.signup('news');
    fail();
    await world.sweep();
    for (let waited = 0; waited < 24 * HOURS - LEASE; waited += 4 * HOURS) {
      world.clock.later(4 * HOURS);
      await world.sweep();
      const [open] = (await world.load(lead.id)).openSends;
      if (!open) break;
      expect(open.leaseUntil).toBeGreaterThan(world.clock.now().machine);
    }
    world.clock.later(HOURS);
    await world.sweep();
    expect(attempts()).toEqual(['1']);
    const presumed = await world.load(lead.id);
    expect(presumed).toMatchObject({ openSends: [], enrollments: [{ step: 2 }] });
    expect(world.counted).toContain('PresumedSent');
  });

  it('nurture is sent once more as soon as feedback has caught up', async () => {
    await fallBehind();
    const lead = await world.signup('news');
    fail();
    await world.sweep();
    world.clock.later(LEASE);
    await world.sweep();
    expect(attempts()).toEqual(['1']);
    await world.news();
    world.clock.later(LEASE);
    expect(await world.sweep()).toMatchObject({ sent: 1 });
    expect(attempts()).toEqual(['1', '2']);
    expect(await world.load(lead.id)).toMatchObject({ openSends: [], enrollments: [{ step: 2 }] });
  });

  it('what a lead asked for (magnet, confirmation) is sent once more at once, then presumed', async () => {
    await fallBehind();
    const magnet = await world.signup('quick');
    const asked: Lead = await world.signup('guide');
    fail(4);
    await world.sweep();
    expect(attempts()).toEqual(['1', '1']);
    world.clock.later(LEASE);
    await world.sweep();
    expect(attempts()).toEqual(['1', '1', '2', '2']);
    world.clock.later(LEASE);
    await world.sweep();
    expect(attempts()).toHaveLength(4);
    for (const { id } of [magnet, asked]) {
      expect(await world.load(id)).toMatchObject({ requests: [], openSends: [] });
    }
    expect(world.counted.filter((name) => name === 'PresumedSent')).toHaveLength(2);
  });
});
