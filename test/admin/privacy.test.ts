import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { toItem } from '../../shared/store/lead-item.ts';
import { getLead } from '../../shared/store/leads.ts';
import { type Admin, openAdmin, setClock } from './admin.ts';

let admin: Admin;
const at = Date.parse('2026-01-05T09:00:00.000Z');
const DAY = 86_400_000;
beforeAll(async () => {
  setClock('2026-01-05T09:00:00.000Z');
  admin = await openAdmin();
  await admin.publish();
});

const proof = {
  page: 'https://lindeveld.example/gids',
  consent: {
    marketing: { granted: true, text: 'newsletter@1', textHash: 'f00d' },
    language: 'nl',
    method: 'unticked box, to be confirmed by mail',
    ip: '203.0.113.7',
    userAgent: 'Firefox',
  },
};

async function confirmed(email: string): Promise<Lead> {
  const lead = await admin.signUp(email, at, { proof });
  const button = { ip: '203.0.113.8', userAgent: 'Firefox', tokenHash: 'beef' };
  return admin.happen(
    lead,
    { type: 'lead.confirmed', at: at + 60_000, generation: 1, proof: button },
    at + 60_000,
  );
}

describe('consent records', () => {
  test('tell who agreed to which words, where, how and when, and what withdrew it', async () => {
    const lead = await confirmed('consents@lindeveld.example');
    const left = { type: 'lead.unsubscribed' as const, at: at + DAY, generation: 1, via: 'page' as const };
    await admin.happen(lead, left, at + DAY);
    const { body } = await admin.ask(`GET /v1/leads/${lead.id}/consents`);
    expect(body.results).toEqual([
      {
        purpose: 'marketing',
        granted: true,
        at: '2026-01-05T09:00:00.000Z',
        text: 'newsletter@1',
        textHash: 'f00d',
        language: 'nl',
        form: 'guide',
        page: 'https://lindeveld.example/gids',
        ip: '203.0.113.7',
        userAgent: 'Firefox',
        method: 'unticked box, to be confirmed by mail',
        doubleOptIn: {
          confirmedAt: '2026-01-05T09:01:00.000Z',
          ip: '203.0.113.8',
          userAgent: 'Firefox',
          tokenHash: 'beef',
        },
        withdrawnAt: '2026-01-06T09:00:00.000Z',
        withdrawnBy: 'lead.unsubscribed',
      },
    ]);
  });

  test('are not granted before the button was pressed', async () => {
    const lead = await admin.signUp('waiting@lindeveld.example', at, { proof });
    const { body } = await admin.ask(`GET /v1/leads/${lead.id}/consents`);
    expect(body.results).toMatchObject([{ granted: false, doubleOptIn: {} }]);
  });
});

describe('an export', () => {
  test('holds everything, as JSON and as a page in the lead’s language', async () => {
    const lead = await confirmed('export@lindeveld.example');
    const { body } = await admin.ask(`GET /v1/leads/${lead.id}/export`);
    expect(body).toMatchObject({
      lead: { id: lead.id, email: 'export@lindeveld.example' },
      consents: [{ purpose: 'marketing' }],
    });
    const types = (body as unknown as { timeline: { type: string }[] }).timeline.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['form.submitted', 'lead.confirmed']));
    const page = await admin.ask(`GET /v1/leads/${lead.id}/export`, { headers: { accept: 'text/html' } });
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.text).toContain('export@lindeveld.example');
    expect(page.text).not.toContain('<form');
  });

  test('of nobody is not found', async () => {
    for (const what of ['export', 'consents'])
      expect((await admin.ask(`GET /v1/leads/lead_v1nobody/${what}`)).status).toBe(404);
  });
});

describe('retention', () => {
  test('a dry run names who would go and when, also with other periods, and changes nothing', async () => {
    const waiting = await admin.signUp('dry@lindeveld.example', at);
    const ask = async (query: string) =>
      (await admin.ask(`GET /v1/retention?limit=100&${query}`)).body.results.filter(
        ({ id }) => id === waiting.id,
      );
    expect(await ask('')).toEqual([]);
    expect(await ask('until=2026-02-04T09:00:00.000Z')).toEqual([
      { id: waiting.id, reason: 'unconfirmed', at: '2026-02-04T09:00:00.000Z' },
    ]);
    expect(await ask('until=2026-01-12T09:00:00.000Z&unconfirmed=P7D')).toHaveLength(1);
    expect((await admin.ask(`GET /v1/leads/${waiting.id}`)).status).toBe(200);
    expect((await admin.ask('GET /v1/retention?unconfirmed=P1M')).status).toBe(422);
  });

  test('erases whom it is time for, and nobody else', async () => {
    const waiting = await admin.signUp('soon@lindeveld.example', at);
    const subscribed = await confirmed('stays@lindeveld.example');
    setClock('2026-02-05T09:00:00.000Z');
    const { body } = await admin.ask('POST /v1/retention?limit=100');
    expect(body.results).toContainEqual(expect.objectContaining({ id: waiting.id, reason: 'unconfirmed' }));
    expect(body.results.map(({ id }) => id)).not.toContain(subscribed.id);
    expect((await admin.ask(`GET /v1/leads/${waiting.id}`)).status).toBe(404);
    expect((await admin.ask(`GET /v1/leads/${subscribed.id}`)).status).toBe(200);
  });
});

describe('after a restore', () => {
  test('whoever was erased is erased again, suppression included; who came anew stays', async () => {
    const backup = await confirmed('restored@lindeveld.example');
    const other = await confirmed('anew@lindeveld.example');
    const left = { type: 'lead.unsubscribed' as const, at: at + DAY, generation: 1, via: 'page' as const };
    await admin.happen(backup, left, at + DAY);
    for (const { id } of [backup, other]) await admin.ask(`DELETE /v1/leads/${id}`);
    const erasedOther = await getLead(admin.table, other.id, 'UTC', true);
    // The table as it was before the unsubscribe and the erasure, and somebody who signed up since.
    const restored: Lead[] = [backup, { ...other, generation: 2, version: (erasedOther?.version ?? 0) + 1 }];
    for (const lead of restored)
      await admin.table.client.send(new PutItemCommand({ TableName: admin.table.name, Item: toItem(lead) }));
    expect((await admin.ask(`GET /v1/leads/${backup.id}`)).status).toBe(200);
    let erased = 0;
    for (let after = ''; ; ) {
      const { body } = await admin.ask(`POST /v1/erasures/again?limit=1${after && `&after=${after}`}`);
      erased += (body as unknown as { erased: number }).erased;
      if (!body.paging.next) break;
      after = body.paging.next.after;
    }
    expect(erased).toBe(1);
    expect((await admin.ask(`GET /v1/leads/${backup.id}`)).status).toBe(404);
    expect(await getLead(admin.table, backup.id, 'UTC', true)).toMatchObject({
      mailability: 'erased',
      suppression: 'unsubscribed',
    });
    expect((await admin.ask(`GET /v1/leads/${other.id}`)).status).toBe(200);
  });
});
