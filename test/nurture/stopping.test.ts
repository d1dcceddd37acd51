import { beforeAll, describe, expect, it } from 'vitest';
import { changeMarks } from '../../shared/store/breaker.ts';
import { ask } from '../admin/admin.ts';
import { HOUR } from '../domain/story.ts';
import { World } from './world.ts';

const world = new World().open();
let admin: unknown;
beforeAll(async () => {
  admin = (await import('../../functions/admin/index.ts')).handler;
});

interface Sending {
  status: string;
  pauses: { what: string; by: string; reason: string }[];
}
const api = async (request: string, body?: object): Promise<Sending> => {
  const answer = await ask(admin, request, { key: 'sk_test', ...(body ? { body } : {}) });
  expect(answer.status).toBe(200);
  return answer.body as unknown as Sending;
};
const state = () => api('GET /v1/sending');
const resume = () => api('POST /v1/sending/resume', {});

describe('POST /v1/sending/pause', () => {
  it.each([
    { what: 'nurture', stopped: 'nurture paused', confirmations: 1 },
    { what: 'everything', stopped: 'paused', confirmations: 0 },
  ])(
    'stops $what in the midst of a sweep: what is reserved leaves, and after it no nurture mail',
    async (test) => {
      const rate = 5;
      world.ses.account.limits.rate = rate;
      const leads = await world.plant(30);
      let asked = false;
      const mailer = world.mailer(async (send) => {
        if (!asked) {
          asked = true;
          await api('POST /v1/sending/pause', { what: test.what, reason: 'A wrong price.' });
        }
        return send();
      });
      const swept = await world.sweep(mailer);
      expect(swept.stopped).toBe(test.stopped);
      // Slots are reserved two seconds ahead, and the next round is prepared before this one ends.
      expect(swept.sent).toBeLessThanOrEqual(2 * 2 * rate);

      const waits = await world.signup('guide');
      await world.start(waits);
      expect(world.calls.filter(({ to }) => to === waits.email)).toHaveLength(test.confirmations);
      for (let minutes = 0; minutes < 3; minutes++) {
        world.clock.later(HOUR);
        await world.sweep();
      }
      expect(world.calls).toHaveLength(swept.sent + test.confirmations);

      expect(await resume()).toMatchObject({ status: 'sending', pauses: [] });
      world.ses.account.limits.rate = 500;
      world.clock.later(HOUR);
      await world.sweep();
      const all = [...leads.map(({ email }) => email), waits.email];
      expect(world.calls.map(({ to }) => to).sort()).toEqual(all.sort());
    },
  );
});

describe('nurture stops by itself', () => {
  it.each([
    { kind: 'Bounce', earlier: 0, borne: 9, reason: '10 bounces among the last 12 mails' },
    { kind: 'Bounce', earlier: 239, borne: 10, reason: '11 bounces among the last 251 mails' },
    { kind: 'Complaint', earlier: 0, borne: 2, reason: '3 complaints among the last 12 mails' },
    { kind: 'Complaint', earlier: 3_739, borne: 3, reason: '4 complaints among the last 3751 mails' },
  ] as const)(
    'when SES tells of $reason, and not before; what leads ask for goes on, and nurture when a person says so',
    async ({ kind, earlier, borne, reason }) => {
      const { machine } = world.clock.now();
      const before = { from: machine - HOUR, to: machine - 1_000, sent: earlier };
      if (earlier > 0) await changeMarks(world.table, 'earlier', () => [before]);
      await world.plant(12);
      expect(await world.sweep()).toMatchObject({ sent: 12 });
      await world.news();
      world.ses.events.rule();
      const mails = world.ses.emails().slice(-12);
      for (const { messageId } of mails.slice(0, borne)) await world.ses.play(messageId, { type: kind });
      expect(await state()).toMatchObject({ status: 'sending', pauses: [] });
      await world.ses.play(mails[borne]?.messageId ?? '', { type: kind });
      expect(await state()).toMatchObject({
        status: 'nurture_paused',
        pauses: [{ what: 'nurture', by: 'breaker', reason: expect.stringContaining(reason) }],
      });

      const [late, asked] = [await world.signup('news'), await world.signup('guide')];
      expect(await world.sweep()).toMatchObject({ sent: 1, stopped: 'nurture paused' });
      expect(world.calls.at(-1)).toMatchObject({ to: asked.email });
      expect(await resume()).toMatchObject({ status: 'sending' });
      world.clock.later(HOUR);
      await world.sweep();
      expect(world.calls.at(-1)).toMatchObject({ to: late.email });
      // What a person has seen stops nobody again.
      expect(await state()).toMatchObject({ status: 'sending' });
    },
  );

  it('when SES has paused the account, as soon as a sender asks, though nothing is due', async () => {
    world.ses.account.sendingEnabled = false;
    await world.sweep();
    expect(await state()).toMatchObject({
      status: 'nurture_paused',
      pauses: [{ what: 'nurture', by: 'ses', reason: expect.stringContaining('SES has paused') }],
    });
    expect(world.counted).toEqual(['BreakerOpened']);
    expect(world.calls).toEqual([]);
  });
});
