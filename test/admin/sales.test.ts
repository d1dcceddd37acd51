import { beforeAll, describe, expect, test } from 'vitest';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { FormSubmitted } from '../../shared/domain/lead/lead-event.ts';
import { getLead } from '../../shared/store/leads.ts';
import { type Admin, openAdmin, setClock } from './admin.ts';

let admin: Admin;
let at: number;
beforeAll(async () => {
  at = setClock('2026-11-05T09:00:00Z');
  admin = await openAdmin();
  await admin.publish();
});

let number = 0;
const someone = async (confirmed = true) => {
  const lead = await admin.signUp(`buyer${number++}@lindeveld.example`, at, {
    touch: { at, utm_source: 'linkedin' },
  });
  return confirmed ? admin.happen(lead, { type: 'lead.confirmed', at, generation: 1, proof: {} }, at) : lead;
};
const asked = async () => {
  const lead = await someone();
  await admin.ask(`POST /v1/leads/${lead.id}/events`, { body: { type: 'demo.requested' } });
  return lead;
};
const decide = (lead: Pick<Lead, 'id'>, body: unknown) =>
  admin.ask(`POST /v1/leads/${lead.id}/sales-decision`, { body });
const buy = (lead: Pick<Lead, 'id'>, body: unknown) =>
  admin.ask(`POST /v1/leads/${lead.id}/conversions`, { body });
const read = async ({ id }: Pick<Lead, 'id'>) => (await admin.ask(`GET /v1/leads/${id}`)).body;
const queue = async (query = '') =>
  (await admin.ask(`GET /v1/handoffs?limit=100${query}`)).body.results as unknown as {
    rule: string;
    top: { type: string; points: number }[];
    lead: { id: string; owner: string | null };
  }[];
const inQueue = async ({ id }: Pick<Lead, 'id'>, query = '') =>
  (await queue(query)).find(({ lead }) => lead.id === id);

describe('the queue of sales', () => {
  test('holds who asked for sales, with the rule and what counted most, until sales accept', async () => {
    const lead = await asked();
    const entry = await inQueue(lead);
    expect(entry).toMatchObject({
      status: 'open',
      rule: 'kmo-b2b@1#2',
      way: 'asked',
      score: { engagement: 65 },
      firstTouchBy: '2026-11-05T13:00:00.000Z',
      top: [
        { type: 'demo.requested', points: 60 },
        { type: 'lead.confirmed', points: 5 },
      ],
    });
    expect((await decide(lead, { decision: 'accept', owner: 'sofie' })).body.status).toBe('recorded');
    expect(await inQueue(lead)).toBeUndefined();
    expect(await inQueue(lead, '&status=accepted')).toMatchObject({ lead: { owner: 'sofie' } });
  });

  test('goes on page by page, and loses nobody', async () => {
    const leads = [await asked(), await asked(), await asked()].map(({ id }) => id);
    const found: string[] = [];
    let after = '';
    do {
      const { body } = await admin.ask(`GET /v1/handoffs?limit=2${after}`);
      found.push(...(body.results as unknown as { lead: { id: string } }[]).map(({ lead }) => lead.id));
      after = body.paging.next ? `&after=${body.paging.next.after}` : '';
    } while (after);
    expect(found).toEqual(expect.arrayContaining(leads));
    expect(new Set(found).size).toBe(found.length);
  });
});

describe('a decision', () => {
  test('told again changes nothing', async () => {
    const lead = await asked();
    const statuses = [];
    for (const decision of ['accept', 'accept'])
      statuses.push((await decide(lead, { decision })).body.status);
    const contact = { decision: 'contact', channel: 'phone', id: 'call-1' };
    for (const _ of [1, 2]) statuses.push((await decide(lead, contact)).body.status);
    expect(statuses).toEqual(['recorded', 'repeated', 'recorded', 'repeated']);
  });

  test('that comes too late is refused, and says why', async () => {
    const lead = await asked();
    await decide(lead, { decision: 'reject', reason: 'bad_fit' });
    const { status, body } = await decide(lead, { decision: 'accept' });
    expect([status, body.detail]).toEqual([409, 'The hand-off is not open any more: it was rejected.']);
    expect((await decide(await someone(), { decision: 'accept' })).status).toBe(409);
  });

  test('on a deal keeps its value in the programme’s currency', async () => {
    const lead = await asked();
    await decide(lead, { decision: 'accept' });
    await decide(lead, { decision: 'contact' });
    const deal = { value: 4000.5, currency: 'EUR', expectedClose: '2026-12-31', deal: 'crm-9' };
    await decide(lead, { decision: 'assess', assessment: 'positive', ...deal });
    expect(await read(lead)).toMatchObject({
      lifecycle: 'opportunity',
      deal: { id: 'crm-9', status: 'open', value: 4000.5, currency: 'EUR', expectedClose: '2026-12-31' },
    });
    await decide(lead, { decision: 'won', deal: 'crm-9' });
    expect(await read(lead)).toMatchObject({ lifecycle: 'customer', deal: { status: 'won', value: 4000.5 } });
    expect((await decide(lead, { decision: 'lost', deal: 'crm-9' })).status).toBe(409);
  });

  test.each<[what: string, body: unknown, pointer: string]>([
    ['no decision', {}, '/decision'],
    ['a rejection without a reason', { decision: 'reject' }, '/reason'],
    ['a rejection for a reason of its own', { decision: 'reject', reason: 'boring' }, '/reason'],
    ['another currency', { decision: 'open', value: 10, currency: 'USD' }, '/currency'],
    ['less than a cent', { decision: 'open', value: 10.001 }, '/value'],
    ['an owner of nobody', { decision: 'assign' }, '/owner'],
    ['a date that is none', { decision: 'open', expectedClose: '31/12/2026' }, '/expectedClose'],
  ])('with %s is refused, and changes nothing', async (_, body, pointer) => {
    const lead = await asked();
    const before = await read(lead);
    const answer = await decide(lead, body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, pointer]);
    expect((await read(lead)).updatedAt).toBe(before.updatedAt);
  });
});

describe('a purchase', () => {
  test('makes a customer, a second one a loyal one; each counts once by its id', async () => {
    const lead = await someone();
    const order = (externalId: string) => buy(lead, { externalId, value: 49.95, currency: 'EUR' });
    const first = await order('o-1');
    expect([first.body.status, (await order('o-1')).body.status]).toEqual(['recorded', 'repeated']);
    expect((await read(lead)).lifecycle).toBe('customer');
    await order('o-2');
    expect(await read(lead)).toMatchObject({
      lifecycle: 'loyal',
      customer: { purchases: 2, revenue: [{ currency: 'EUR', value: 99.9 }] },
    });
  });

  test('is known again however many came since', async () => {
    const lead = await someone();
    const order = (externalId: string) => buy(lead, { externalId, value: 1, currency: 'EUR' });
    const stored = async () => (await read(lead)).customer?.purchases;
    await order('first');
    // As `record` writes it from the stream.
    const { putRow } = await import('../../shared/store/timeline.ts');
    const activities = [{ type: 'conversion.recorded', at, externalId: 'first' }];
    const row = { leadId: lead.id, generation: 1, version: 900, previous: 2, recordedAt: at };
    await putRow(admin.table, { ...row, source: 'direct', activities });
    for (let n = 0; n < 16; n++) await order(`later-${n}`);
    expect([(await order('first')).body.status, await stored()]).toEqual(['repeated', 17]);
  });

  test('in another currency, or below nothing, is refused', async () => {
    const lead = await someone();
    const bad = async (value: number, currency: string) =>
      (await buy(lead, { externalId: 'x', value, currency })).body.errors[0]?.pointer;
    expect([await bad(1, 'USD'), await bad(-1, 'EUR'), await bad(0.001, 'EUR')]).toEqual([
      '/currency',
      '/value',
      '/value',
    ]);
  });
});

describe('a referral', () => {
  const refer = (by: Pick<Lead, 'id'>, email: string) =>
    admin.ask(`POST /v1/leads/${by.id}/events`, { body: { type: 'referral.made', referred: { email } } });

  test('makes a lead that knows who named it, is owed no mail, and is asked before it gets any', async () => {
    const lead = await someone();
    const body = {
      type: 'referral.made',
      referred: { email: 'Bram@lindeveld.example', fields: { first_name: 'Bram' } },
    };
    const post = () => admin.ask(`POST /v1/leads/${lead.id}/events`, { body });
    expect([(await post()).body.status, (await post()).body.status]).toEqual(['recorded', 'repeated']);
    const { results } = (await admin.ask('GET /v1/leads?email=bram@lindeveld.example')).body;
    expect(results).toMatchObject([
      {
        referredBy: lead.id,
        mailability: 'requested_only',
        awaitingConfirmation: false,
        consent: {},
        enrollments: [],
        attribution: { first: { utm_source: 'referral' } },
      },
    ]);
    expect((await read(lead)).customer).toMatchObject({ referrals: 1 });
  });

  test('of somebody whom we know changes nothing for them', async () => {
    const [lead, friend] = [await someone(), await someone()];
    const before = await read(friend);
    const body = { type: 'referral.made', referred: { email: before.email } };
    await admin.ask(`POST /v1/leads/${lead.id}/events`, { body });
    expect(await read(friend)).toEqual(before);
  });

  test('of somebody who was erased brings nobody back', async () => {
    const [lead, friend] = [await someone(), await someone()];
    const { email } = await read(friend);
    expect((await admin.ask(`DELETE /v1/leads/${friend.id}`)).status).toBe(204);
    const { status } = await refer(lead, email);
    expect([status, (await admin.ask(`GET /v1/leads/${friend.id}`)).status]).toEqual([200, 404]);
    expect((await admin.ask(`GET /v1/leads?email=${email}`)).body.results).toEqual([]);
  });

  test('of oneself is none', async () => {
    const lead = await someone();
    const before = await read(lead);
    const { status, body } = await refer(lead, before.email.toUpperCase());
    expect([status, body.errors[0]?.pointer]).toEqual([422, '/referred/email']);
    expect(await read(lead)).toEqual(before);
  });

  test('of oneself is none under an address that was merged into the own one either, by whichever id', async () => {
    const [lead, other] = [await someone(), await someone()];
    const { email } = await read(other);
    const { status: merged } = await admin.ask(`POST /v1/leads/${other.id}/merge`, {
      body: { into: lead.id },
    });
    const before = await read(lead);
    for (const by of [lead, other]) {
      const { status, body } = await refer(by, email);
      expect([merged, status, body.errors[0]?.pointer]).toEqual([200, 422, '/referred/email']);
    }
    expect(await read(lead)).toEqual(before);
  });

  test('of somebody by an address of before, or by both, counts the person once', async () => {
    const [lead, friend, other] = [await someone(), await someone(), await someone()];
    const [now, before] = [await read(friend), await read(other)];
    expect((await refer(lead, before.email)).body.status).toBe('recorded');
    await admin.ask(`POST /v1/leads/${other.id}/merge`, { body: { into: friend.id } });
    for (const { email } of [now, before]) expect((await refer(lead, email)).body.status).toBe('repeated');
    expect((await read(lead)).customer).toMatchObject({ referrals: 1 });
  });

  test('stays known of who named it when it signs up: asked first, then written to, then a customer', async () => {
    const lead = await someone();
    const email = 'cleo@lindeveld.example';
    await refer(lead, email);
    const [named] = (await admin.ask(`GET /v1/leads?email=${email}`)).body.results;
    const stored = await getLead(admin.table, named?.id ?? '', 'UTC', true);
    if (!stored) throw new Error('the referral made no lead');
    const signup: FormSubmitted = {
      ...{ type: 'form.submitted', at, form: 'guide', submission: 's1', leadId: stored.id, email },
      ...{ fields: {}, marketing: true, tracking: false, proof: {} },
    };
    const asked = await admin.happen(stored, signup, at);
    expect(asked).toMatchObject({ mailability: 'pending_confirmation', referredBy: lead.id });
    const confirmed = await admin.happen(asked, { type: 'lead.confirmed', at, generation: 1, proof: {} }, at);
    await buy(confirmed, { externalId: 'cleo-1', value: 10, currency: 'EUR' });
    expect(await read(confirmed)).toMatchObject({
      ...{ mailability: 'subscribed', lifecycle: 'customer', referredBy: lead.id },
      attribution: { first: { utm_source: 'referral' } },
    });
  });
});

describe('a stage set by hand', () => {
  const set = (lead: Pick<Lead, 'id'>, body: unknown) =>
    admin.ask(`POST /v1/leads/${lead.id}/stage`, { body });

  test('is pinned for 30 days, and opens a hand-off where one begins', async () => {
    const lead = await someone();
    expect((await set(lead, { lifecycle: 'mql' })).body).toMatchObject({
      status: 'set',
      lead: {
        lifecycle: 'mql',
        lifecyclePinnedUntil: '2026-12-05T09:00:00.000Z',
        handoff: { way: 'set', status: 'open' },
      },
    });
    expect((await set(lead, { lifecycle: 'mql' })).body.status).toBe('unchanged');
    const free = await set(lead, { lifecycle: 'mql', pinned: false });
    expect(free.body.lead.lifecyclePinnedUntil).toBeUndefined();
  });

  test('must be one that the model has', async () => {
    const { status, body } = await set(await someone(), { nurtureStage: 'customer' });
    expect([status, body.errors[0]?.pointer]).toEqual([422, '/nurtureStage']);
  });
});

test('quality is empty before anything was counted', async () => {
  const { status, body } = await admin.ask('GET /v1/handoffs/quality');
  expect([status, (body as unknown as { rules: unknown[] }).rules]).toEqual([200, []]);
});
