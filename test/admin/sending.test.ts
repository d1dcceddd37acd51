import { beforeAll, describe, expect, it } from 'vitest';
import { changeBlows, changeMarks } from '../../shared/store/breaker.ts';
import { readControl, setControl } from '../../shared/store/sending.ts';
import { type Admin, openAdmin, setClock } from './admin.ts';

let admin: Admin;
const now = setClock('2026-11-09T08:00:00Z');
beforeAll(async () => {
  admin = await openAdmin();
});

interface Sending {
  status: string;
  pauses: object[];
  quota?: object;
  bounces: { count: number; of: number; share: number };
}
const asked = async (request: string, body?: unknown) => {
  const answer = await admin.ask(request, body === undefined ? {} : { body });
  expect(answer.status).toBe(200);
  return answer.body as unknown as Sending;
};

describe('sending', () => {
  it('goes on when nobody stopped it, and of the quota nothing is known until a sender asked', async () => {
    const state = await asked('GET /v1/sending');
    expect(state).toMatchObject({ status: 'sending', pauses: [], bounces: { count: 0, of: 0, share: 0 } });
    expect(state).not.toHaveProperty('quota');
    const account = { maxSendRate: 14, max24Hour: 50_000, sentLast24Hours: 1_204, asOf: now };
    await setControl(admin.table, 'account', account);
    expect((await asked('GET /v1/sending')).quota).toEqual({
      ...{ perSecond: 14, perDay: 50_000, sentLastDay: 1_204, nurtureUpTo: 45_000 },
      asOf: '2026-11-09T08:00:00.000Z',
    });
  });

  it('stops, all of it or nurture alone, and says who did it, why and since when', async () => {
    const all = await asked('POST /v1/sending/pause', { reason: 'A wrong price.' });
    expect(all).toMatchObject({
      status: 'paused',
      pauses: [
        {
          ...{ what: 'everything', by: 'person', key: 'deployment' },
          ...{ reason: 'A wrong price.', since: '2026-11-09T08:00:00.000Z' },
        },
      ],
    });
    expect((await readControl(admin.table)).paused).toMatchObject({ reason: 'A wrong price.' });
    const both = await asked('POST /v1/sending/pause', { what: 'nurture', reason: 'And another.' });
    expect(both.pauses).toHaveLength(2);
    expect(await asked('POST /v1/sending/resume', { what: 'everything' })).toMatchObject({
      status: 'nurture_paused',
      pauses: [{ what: 'nurture', reason: 'And another.' }],
    });
    expect(await asked('POST /v1/sending/resume', {})).toMatchObject({ status: 'sending', pauses: [] });
    expect(await asked('POST /v1/sending/resume', {})).toMatchObject({ status: 'sending', pauses: [] });
  });

  it('is not stopped without a reason, and bad input names the field', async () => {
    for (const [body, pointer] of [
      [{}, '/reason'],
      [{ reason: '  ' }, '/reason'],
      [{ what: 'mail', reason: 'x' }, '/what'],
    ] as const) {
      const answer = await admin.ask('POST /v1/sending/pause', { body });
      expect(answer.status).toBe(422);
      expect(answer.body.errors.map((error) => error.pointer)).toContain(pointer);
    }
    expect(await asked('GET /v1/sending')).toMatchObject({ status: 'sending' });
  });

  it('tells how many of the last mails bounced, and begins anew after a person let nurture go on', async () => {
    await changeMarks(admin.table, 'w', () => [{ from: now - 3_600_000, to: now - 1_000, sent: 200 }]);
    await changeBlows(admin.table, 'w', (blows) => ({
      ...blows,
      since: 0,
      bounces: [{ mail: 'a', claimedAt: now - 10_000 }],
    }));
    expect(await asked('GET /v1/sending')).toMatchObject({ bounces: { count: 1, of: 200, share: 0.005 } });
    expect(await asked('POST /v1/sending/resume', { what: 'nurture' })).toMatchObject({
      bounces: { count: 0, of: 0, share: 0 },
    });
  });
});
