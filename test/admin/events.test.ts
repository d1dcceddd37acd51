import { beforeAll, describe, expect, test } from 'vitest';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { postableEventTypes } from '../../shared/domain/score/event-types.ts';
import { getLead } from '../../shared/store/leads.ts';
import { type Admin, type Asked, openAdmin, setClock } from './admin.ts';

let admin: Admin;
let at: number;
beforeAll(async () => {
  at = setClock('2026-11-05T09:00:00Z');
  admin = await openAdmin();
  await admin.publish();
});

const post = (lead: Lead, body: unknown, asked: Asked = {}) =>
  admin.ask(`POST /v1/leads/${lead.id}/events`, { body, ...asked });
let number = 0;
const someone = () => admin.signUp(`someone${number++}@lindeveld.example`, at);

describe('an event', () => {
  test('scores the lead and moves its stages, and the lead comes back as it is then', async () => {
    const { status, body } = await post(await someone(), { type: 'demo.requested' });
    expect([status, body.status]).toEqual([200, 'recorded']);
    expect(body.lead).toMatchObject({
      score: { engagement: 60 },
      nurtureStage: 'endorsement',
      lifecycle: 'prospect',
    });
  });

  test.each(postableEventTypes)('may be %s', async (type) => {
    const more = type === 'nps.answered' ? { score: 9 } : {};
    expect((await post(await someone(), { type, ...more })).body.status).toBe('recorded');
  });

  test('counts once by its id', async () => {
    const lead = await someone();
    const event = { type: 'webinar.attended', id: 'webinar-4711' };
    const first = await post(lead, event);
    const again = await post(lead, event);
    expect([first.body.status, again.body.status]).toEqual(['recorded', 'repeated']);
    expect(again.body.lead).toEqual(first.body.lead);
  });

  test('counts once by its Idempotency-Key', async () => {
    const lead = await someone();
    const send = (key: string) =>
      post(lead, { type: 'email.replied' }, { headers: { 'idempotency-key': key } });
    const [first, again, other] = [await send('one'), await send('one'), await send('two')];
    expect([first.body.status, other.body.status]).toEqual(['recorded', 'recorded']);
    // The same answer once more.
    expect(again.body).toEqual(first.body);
    expect(other.body.lead.updatedAt).toBeDefined();
    const kept = await getLead(admin.table, lead.id, 'UTC', true);
    expect(kept?.version).toBe(lead.version + 2);
  });

  test('counts once by its time and subject, when it has no id', async () => {
    const lead = await someone();
    const event = { type: 'webinar.attended', at: '2026-11-04T19:00:00+01:00', subject: 'autumn' };
    expect((await post(lead, event)).body.status).toBe('recorded');
    expect((await post(lead, event)).body.status).toBe('repeated');
    expect((await post(lead, { ...event, subject: 'winter' })).body.status).toBe('recorded');
  });

  test('of high intent is worth more', async () => {
    const high = await post(await someone(), { type: 'page.viewed', intent: 'high', subject: '/pricing' });
    const plain = await post(await someone(), { type: 'page.viewed' });
    expect([high, plain].map(({ body }) => body.lead.score.engagement)).toEqual([15, 1]);
  });

  test('E21: from a clock that is hours ahead happened now', async () => {
    const lead = await someone();
    const ahead = (ms: number) => new Date(at + ms).toISOString();
    await post(lead, { type: 'email.replied', at: ahead(3 * 3_600_000) });
    const { body } = await admin.ask(`GET /v1/leads/${lead.id}`);
    expect(body.score.engagement).toBe(20);
    const kept = await getLead(admin.table, lead.id, 'UTC', true);
    expect(kept?.engagement.events.map((one) => one.at)).toEqual([at]);
  });

  test('E22: from before the score began anew scores nothing, however late it is told; what comes after does', async () => {
    const standing = process.env.KWEEK_CLOCK;
    // Given times keep their distance only from a clock that runs.
    process.env.KWEEK_CLOCK = `${Date.now()}:${at}:1:0`;
    try {
      const lead = await someone();
      await admin.happen(lead, { type: 'lead.confirmed', at, generation: 1, proof: {} }, at);
      const asked = await post(lead, { type: 'demo.requested' });
      expect(asked.body.lead).toMatchObject({
        lifecycle: 'mql',
        score: { engagement: expect.closeTo(65, 1) },
      });
      const rejected = await admin.ask(`POST /v1/leads/${lead.id}/sales-decision`, {
        body: { decision: 'reject', reason: 'bad_timing' },
      });
      expect(rejected.body.lead).toMatchObject({ lifecycle: 'recycled', score: { engagement: 0 } });
      const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
      const late = await post(lead, { type: 'webinar.attended', subject: 'autumn', at: ago(60_000) });
      expect([late.body.status, late.body.lead.score.engagement]).toEqual(['recorded', 0]);
      // Beside its own 20 points, 20 for coming back.
      const fresh = await post(lead, { type: 'webinar.attended', subject: 'winter', at: ago(0) });
      expect(fresh.body.lead.score.engagement).toBeCloseTo(40, 1);
      const kept = await getLead(admin.table, lead.id, 'UTC', true);
      const times = kept?.engagement.events.map((one) => one.at - (kept.engagement.resetAt ?? 0)) ?? [];
      expect(times.filter((after) => after >= 0)).toHaveLength(2);
      expect(times.filter((after) => after < -50_000).length).toBeGreaterThan(0);
    } finally {
      process.env.KWEEK_CLOCK = standing;
    }
  });

  test('of a lead that left is ignored', async () => {
    const lead = await someone();
    const left = { type: 'lead.unsubscribed', at, generation: 1, via: 'page' } as const;
    await admin.happen(lead, left, at);
    const { body } = await post(lead, { type: 'email.replied' });
    expect([body.status, body.lead.score.engagement]).toEqual(['ignored', 0]);
  });

  test.each<[what: string, body: unknown, pointer: string]>([
    ['a type that mails and forms tell', { type: 'email.clicked' }, '/type'],
    ['no type', {}, '/type'],
    ['a time without a zone', { type: 'email.replied', at: '2026-11-05T09:00:00' }, '/at'],
    ['an empty id', { type: 'email.replied', id: '' }, '/id'],
    ['an answer without a score', { type: 'nps.answered' }, '/score'],
    ['a score of something else', { type: 'testimonial.given', score: 9 }, '/score'],
    [
      'somebody named by something else',
      { type: 'nps.answered', score: 9, referred: { email: 'a@b.be' } },
      '/referred',
    ],
    [
      'somebody named without an address',
      { type: 'referral.made', referred: { email: 'bram' } },
      '/referred/email',
    ],
    ['another intent', { type: 'page.viewed', intent: 'low' }, '/intent'],
    ['more than we know', { type: 'page.viewed', url: '/pricing' }, '/url'],
  ])('with %s is refused', async (_, body, pointer) => {
    const answer = await post(await someone(), body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer }]);
  });

  test('of nobody is refused', async () => {
    const answer = await admin.ask('POST /v1/leads/lead_v1nobody/events', {
      body: { type: 'email.replied' },
    });
    expect(answer.status).toBe(404);
  });
});
