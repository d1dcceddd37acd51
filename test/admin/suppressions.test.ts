import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSes, startSes } from '../../infra/local/ses.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { type Admin, type Asked, openAdmin, setClock } from './admin.ts';

let admin: Admin;
let ses: LocalSes;
const now = setClock('2026-11-09T08:00:00Z');
const HOUR = 3_600_000;
const leads: Record<string, Lead> = {};

interface Listed {
  results: { leadId: string; email: string | null; reason: string; since: string }[];
  paging: { next?: { after: string } };
}
const list = async (query = '') => {
  const answer = await admin.ask(`GET /v1/suppressions${query}`);
  expect(answer.status).toBe(200);
  return answer.body as unknown as Listed;
};
const lift = (id: string, asked: Asked = { body: { reason: 'It works again.' } }) =>
  admin.ask(`POST /v1/suppressions/${id}/lift`, asked);

beforeAll(async () => {
  ses = await startSes({ port: 0, configurationSet: 'kweek', deliver: async () => {} });
  admin = await openAdmin({ AWS_ENDPOINT_URL_SESV2: `http://127.0.0.1:${ses.port}` });
  await admin.publish();
  const base = { generation: 1, sendId: 'send_x' };
  for (const [i, name] of ['an', 'bo', 'cas', 'dirk', 'eva'].entries()) {
    leads[name] = await admin.signUp(`${name}@voorbeeld.be`, now - (10 - i) * HOUR);
  }
  const { an, bo, cas, dirk } = leads;
  if (!an || !bo || !cas || !dirk) throw new Error('they signed up');
  const dead = { type: 'email.bounced', bounceType: 'Permanent', subType: 'General' } as const;
  leads.an = await admin.happen(an, { ...base, ...dead, at: now - 3 * HOUR }, now - 3 * HOUR);
  leads.bo = await admin.happen(bo, { ...base, ...dead, at: now - 2 * HOUR }, now - 2 * HOUR);
  const spam = { type: 'email.complained', feedbackType: 'abuse' } as const;
  leads.cas = await admin.happen(cas, { ...base, ...spam, at: now - HOUR }, now - HOUR);
  const left = { type: 'lead.unsubscribed', generation: 1, via: 'page', at: now - HOUR } as const;
  leads.dirk = await admin.happen(dirk, left, now - HOUR);
  expect((await admin.ask(`DELETE /v1/leads/${leads.bo.id}`)).status).toBe(204);
});

afterAll(() => ses?.stop());

describe('suppressions', () => {
  it('are listed by reason, the newest first, page by page; erased people without an address', async () => {
    const all = await list();
    expect(all.results.map(({ email, reason }) => [email, reason])).toEqual([
      ['cas@voorbeeld.be', 'complained'],
      [null, 'bounced'],
      ['an@voorbeeld.be', 'bounced'],
      ['dirk@voorbeeld.be', 'unsubscribed'],
    ]);
    expect(all.results[1]).toMatchObject({ leadId: leads.bo?.id, since: '2026-11-09T06:00:00.000Z' });
    const one: Listed['results'] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page: Listed = await list(`?limit=1${after ? `&after=${after}` : ''}`);
      one.push(...page.results);
      after = page.paging.next?.after;
    }
    expect(one).toEqual(all.results);
    expect((await list('?reason=bounced')).results).toHaveLength(2);
  });

  it('are found by address, whatever its spelling and whoever was erased', async () => {
    expect((await list('?email=An@Voorbeeld.be')).results).toMatchObject([{ reason: 'bounced' }]);
    expect((await list('?email=bo@voorbeeld.be')).results).toMatchObject([
      { reason: 'bounced', email: null },
    ]);
    expect((await list('?email=eva@voorbeeld.be')).results).toEqual([]);
    expect((await list('?email=nobody@voorbeeld.be')).results).toEqual([]);
    expect((await list('?email=an@voorbeeld.be&reason=complained')).results).toEqual([]);
  });

  it('of a bounce are lifted with a reason, others never', async () => {
    for (const [name, status] of [
      ['cas', 409],
      ['dirk', 409],
      ['eva', 404],
    ] as const) {
      expect((await lift(leads[name]?.id ?? '')).status).toBe(status);
    }
    expect((await lift('lead_v1nobody')).status).toBe(404);
    const bare = await lift(leads.an?.id ?? '', { body: {} });
    expect([bare.status, bare.body.errors[0]?.pointer]).toEqual([422, '/reason']);
    const { suppressed } = ses.account;
    suppressed.set('an@voorbeeld.be', 'BOUNCE').set('cas@voorbeeld.be', 'COMPLAINT');
    for (const name of ['an', 'bo']) expect((await lift(leads[name]?.id ?? '')).status).toBe(204);
    expect((await list('?reason=bounced')).results).toEqual([]);
    expect([...suppressed.keys()]).toEqual(['cas@voorbeeld.be']);
    const an = await admin.ask(`GET /v1/leads/${leads.an?.id}`);
    expect(an.body).toMatchObject({ mailability: 'requested_only' });
  });

  it('stay as they are when SES does not hear of it, and are lifted when asked again', async () => {
    const eva = leads.eva as Lead;
    const dead = { type: 'email.bounced', bounceType: 'Permanent', subType: 'General' } as const;
    const event = { ...dead, generation: 1, sendId: 'send_y', at: now };
    await admin.happen(eva, event, now);
    ses.account.suppressed.set('eva@voorbeeld.be', 'BOUNCE');
    ses.inject({ operation: 'DeleteSuppressedDestination', kind: 'InternalServiceErrorException', times: 2 });
    const refused = await lift(eva.id);
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
    expect(refused.text).not.toContain('voorbeeld');
    expect((await list('?reason=bounced')).results).toHaveLength(1);
    expect((await lift(eva.id)).status).toBe(204);
    expect(ses.account.suppressed.has('eva@voorbeeld.be')).toBe(false);
    expect((await list('?reason=bounced')).results).toEqual([]);
  });
});
