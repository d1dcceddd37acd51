import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { setControl } from '../../shared/store/sending.ts';
import { DAY, HOUR } from '../domain/story.ts';
import { World } from './world.ts';

const world = new World().open();

/** Ids that fall on one shard of the due index. */
const idsOfOneShard = (count: number) =>
  Array.from({ length: count }, (_, i) => `lead_v1${'a'.repeat(23)}${'abcdefgh'[i]}aa`);

describe('what leaves, and when', () => {
  it('nurture is one mail in 20 hours; what a lead asked for is neither counted nor held back (E7)', async () => {
    const lead = await world.signup('news');
    await world.sweep();
    const asked = await world.signup('quick', { email: lead.email, magnet: 'checklist' });
    expect(asked.id).toBe(lead.id);
    await world.signup('quick', { email: lead.email });
    await world.sweep();
    expect(world.calls).toHaveLength(3);
    expect(await world.load(lead.id)).toMatchObject({ requests: [], interactions: 2 });
  });

  it('E8: a double-click is one mail: the confirmation, then what was asked for, then nurture', async () => {
    const twice = async (form: 'guide' | 'quick' | 'news') => {
      const email = `${form}-twice@voorbeeld.be`;
      const [lead] = await Promise.all([world.signup(form, { email }), world.signup(form, { email })]);
      await Promise.all([world.start(lead), world.start(lead)]);
      await world.sweep();
      return world.ses.calls.filter(({ to }) => to[0] === email).map(({ tags }) => tags.class);
    };
    expect(await twice('guide')).toEqual(['confirmation']);
    expect(await twice('quick')).toEqual(['magnet']);
    expect(await twice('news')).toEqual(['nurture']);
  });

  it('of two sequences that are due at once, one goes first and the other after the cap', async () => {
    const { awareness } = world.programme.sequences;
    if (!awareness) throw new Error('the programme has it');
    const second = { ...awareness, triggers: [{ form: 'news' }], exitOn: [] };
    await world.table.publish({ ...world.programme, sequences: { ...world.programme.sequences, second } });
    await world.context().rules.refresh();
    const lead = await world.signup('news');
    expect(lead.enrollments).toHaveLength(2);
    world.ses.inject({ kind: 'InternalServiceErrorException', accept: true });
    await world.sweep();
    world.clock.later(60_000);
    await world.sweep();
    expect(world.calls).toHaveLength(1);
    await world.news();
    world.clock.later(19 * HOUR);
    await world.sweep();
    expect(world.calls).toHaveLength(1);
    world.clock.later(HOUR);
    await world.sweep();
    expect(world.calls).toHaveLength(2);
    const { enrollments } = await world.load(lead.id);
    expect(enrollments.map(({ sequence, step }) => [sequence, step])).toEqual([
      ['awareness', 2],
      ['second', 2],
    ]);
    await world.table.publish(world.programme);
    await world.context().rules.refresh();
  });

  it('a whole sequence, mail by mail, each once, and then nothing', async () => {
    const lead = await world.signup('news');
    for (let days = 0; days < 6; days++) {
      await world.sweep();
      world.clock.later(DAY);
    }
    expect(world.calls.map((call) => call.to)).toEqual([lead.email, lead.email]);
    expect(
      world.ses
        .emails()
        .slice(-2)
        .map((email) => email.subject),
    ).toEqual(['About growing', 'About pruning']);
    expect(await world.load(lead.id)).toMatchObject({ enrollments: [{ status: 'completed' }] });
  });

  it('a confirmation, then by its button the magnet and the first nurture mail', async () => {
    const lead = await world.signup('guide');
    await world.start(lead);
    expect(world.calls).toHaveLength(1);
    await world.sweep();
    expect(world.calls).toHaveLength(1);
    const confirmed = await world.confirm(lead);
    await world.start(confirmed);
    expect(
      world.ses
        .emails()
        .slice(-2)
        .map((email) => email.subject),
    ).toEqual(['Please confirm', 'Here it is']);
    await world.sweep();
    expect(world.ses.emails().at(-1)?.subject).toBe('About growing');
    expect(await world.load(lead.id)).toMatchObject({ requests: [], openSends: [] });
  });
});

describe('tracking by SES', () => {
  it('is switched off mail by mail for who did not agree to it; links are never SES’s', async () => {
    await world.sweep(); // asks for the account's rate: until then one mail a second may leave
    const [seen, unseen] = [await world.signup('guide', { tracking: true }), await world.signup('guide')];
    for (const lead of [seen, unseen]) {
      await world.start(lead);
      await world.start(await world.confirm(lead));
    }
    for (let minutes = 0; minutes < 2; minutes++) {
      await world.sweep();
      world.clock.later(60_000);
    }
    const told = (lead: Lead) =>
      Object.fromEntries(
        world.ses.calls
          .filter((call) => call.to[0] === lead.email)
          .map(({ tags, tracking }) => [tags.class, tracking]),
      );
    const off = { clicks: 'DISABLED', opens: 'DISABLED' };
    const asSet = { clicks: 'DISABLED' };
    expect(told(unseen)).toEqual({ confirmation: off, magnet: off, nurture: off });
    // Before it is confirmed nothing is agreed to.
    expect(told(seen)).toEqual({ confirmation: off, magnet: asSet, nurture: asSet });
  });

  it('is off in mails to colleagues', async () => {
    const { mailer } = world.context();
    await mailer.send({
      ...{
        from: 'hello@acme.example',
        to: 'ann@acme.example',
        subject: 'A lead',
        html: '<p>x</p>',
        text: 'x',
      },
      ...{ headers: {}, tags: { class: 'colleague' } },
    });
    expect(world.ses.calls.at(-1)?.tracking).toEqual({ clicks: 'DISABLED', opens: 'DISABLED' });
  });
});

describe('a sweep', () => {
  it('sends a backlog whole, within the account’s rate', async () => {
    world.ses.account.limits.rate = 40;
    const leads = await world.plant(60);
    expect(await world.sweep()).toMatchObject({ sent: 60, stopped: 'nothing due' });
    expect(world.ses.calls.every((call) => call.answer === 'ok')).toBe(true);
    expect(new Set(world.calls.map((call) => call.to))).toEqual(new Set(leads.map((lead) => lead.email)));
  });

  it('that is paused in its midst stops within a round, and goes on where it stopped', async () => {
    world.ses.account.limits.rate = 5;
    await world.plant(30);
    let asked = 0;
    const mailer = world.mailer(async (send) => {
      if (++asked === 1) {
        await setControl(world.table, 'paused', { reason: 'test', since: world.clock.now().programme });
      }
      return send();
    });
    const first = await world.sweep(mailer);
    expect(first.stopped).toBe('paused');
    expect(first.sent).toBeLessThanOrEqual(10);
    expect(await world.sweep()).toMatchObject({ visited: 0, sent: 0, stopped: 'paused' });
    const asked_for = await world.signup('quick');
    await world.start(asked_for);
    expect(world.calls).toHaveLength(first.sent);
    await setControl(world.table, 'paused', undefined);
    world.ses.account.limits.rate = 500;
    world.clock.later(61_000);
    expect(await world.sweep()).toMatchObject({ sent: 31 - first.sent, stopped: 'nothing due' });
  });

  it('stops nurture at 90 % of the day’s quota, and no confirmation', async () => {
    world.ses.account.take(200);
    const { SentLast24Hours = 0 } = world.ses.account.describe().SendQuota as Record<string, number>;
    world.ses.account.limits.quota = Math.floor(SentLast24Hours / 0.9);
    const held = await world.signup('news');
    const asked = await world.signup('guide');
    expect(await world.sweep()).toMatchObject({ sent: 1, stopped: 'quota' });
    expect(world.calls).toMatchObject([{ to: asked.email }]);
    expect(await world.load(held.id)).toMatchObject({ version: 1, openSends: [] });
    world.ses.account.limits.quota = 50_000;
    world.clock.later(61_000);
    expect(await world.sweep()).toMatchObject({ sent: 1 });
    expect(world.calls).toMatchObject([{ to: asked.email }, { to: held.email }]);
  });

  it('knows no limit where SES names none', async () => {
    world.ses.account.limits.quota = -1;
    world.ses.account.limits.enforced = false;
    await world.signup('news');
    expect(await world.sweep()).toMatchObject({ sent: 1, stopped: 'nothing due' });
    world.ses.account.limits.enforced = true;
  });

  it('lets what a lead asks for overtake nurture that was due long before', async () => {
    world.ses.account.limits.rate = 4;
    await world.plant(30);
    let asked: string | undefined;
    const order: string[] = [];
    const mailer = world.mailer(async (send, message) => {
      order.push(message.to);
      if (order.length === 1) asked = (await world.signup('quick')).email;
      if (message.to === asked) {
        await setControl(world.table, 'paused', { reason: 'test', since: world.clock.now().programme });
      }
      return send();
    });
    await world.sweep(mailer);
    expect(order).toContain(asked);
    // A round is eight slots here. It is first in the round after the one in which it came.
    expect(order.indexOf(asked ?? '')).toBeLessThan(20);
  });

  it.each(['quick', 'news'] as const)(
    'pages past sends in flight: stuck heads (%s) do not hide who comes behind them',
    async (form) => {
      world.ses.account.limits.rate = 2;
      const leads = await world.plant(6, form, idsOfOneShard(6));
      const fresh = leads.at(-1)?.email;
      let stuck = 0;
      let stuckThen = 0;
      let found: () => void = () => {};
      const isFound = new Promise<void>((done) => {
        found = done;
      });
      const mailer = world.mailer(async (send, message) => {
        if (message.to === fresh) {
          stuckThen = stuck;
          found();
          return send();
        }
        stuck += 1;
        await Promise.race([isFound, sleep(8_000)]);
        stuck -= 1;
        return send();
      });
      await world.sweep(mailer);
      // All five were still with SES when the sixth had its turn.
      expect(stuckThen).toBe(5);
    },
  );

  it('a sweep that cannot read on sees through what is on its way', async () => {
    const [lead] = await world.plant(1, 'quick');
    // Its slot is reserved; from then on the sender learns no more whether it may go on.
    const isReserved = () => world.proxy.requests.some(({ body }) => body.Key?.sk?.S === 'rate');
    world.proxy.intercept({
      matches: ({ operation, body }) =>
        operation === 'GetItem' && body.Key?.sk?.S === 'control' && isReserved(),
      outcome: 'fail',
      times: 20,
    });
    const mailer = world.mailer(async (send) => {
      await sleep(2_000);
      return send();
    });
    await expect(world.sweep(mailer)).rejects.toThrow();
    expect(world.calls).toMatchObject([{ accepted: true }]);
    expect((await world.load(lead?.id ?? '')).requests).toEqual([]);
  });
});
