import { beforeAll, describe, expect, test } from 'vitest';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { getLead } from '../../shared/store/leads.ts';
import { saveMove } from '../../shared/store/move-lead.ts';
import { type Admin, openAdmin, setClock } from './admin.ts';

let admin: Admin;
const at = Date.parse('2026-01-05T09:00:00.000Z');
beforeAll(async () => {
  setClock('2026-01-05T09:00:00.000Z');
  admin = await openAdmin();
  await admin.publish();
});

const pair = async (name: string): Promise<[Lead, Lead]> => [
  await admin.signUp(`${name}@old.example`, at),
  await admin.signUp(`${name}@kept.example`, at),
];

describe('a merge', () => {
  test('is held to what the dry run looked at', async () => {
    const [old, kept] = await pair('an');
    const body = { into: kept.id };
    const dry = await admin.ask(`POST /v1/leads/${old.id}/merge?dryRun=true`, { body });
    const etag = dry.headers.etag ?? '';
    expect(etag).toBe('"v1x1"');
    await admin.happen(kept, { type: 'lead.confirmed', at, generation: 1, proof: {} }, at);
    const late = await admin.ask(`POST /v1/leads/${old.id}/merge`, { body, headers: { 'if-match': etag } });
    expect(late.status).toBe(412);
    expect((await getLead(admin.table, old.id, 'UTC'))?.mailability).toBe('pending_confirmation');
    const done = await admin.ask(`POST /v1/leads/${old.id}/merge`, {
      body,
      headers: { 'if-match': '"v1x2"' },
    });
    expect(done.status).toBe(200);
    expect(await getLead(admin.table, old.id, 'UTC')).toMatchObject({
      mailability: 'erased',
      version: 2,
      aliasOf: { id: kept.id, generation: 1 },
    });
  });

  test('writes both leads or neither, when either is no longer the one that was read', async () => {
    const [old, kept] = await pair('bo');
    const next = (lead: Lead, by: number): Lead => ({ ...lead, version: lead.version + by, owner: 'mia' });
    expect(await saveMove(admin.table, next(kept, 1), next(old, 2))).toBe(false);
    expect(await saveMove(admin.table, next(kept, 2), next(old, 1))).toBe(false);
    const [one, two] = await Promise.all([old, kept].map(({ id }) => getLead(admin.table, id, 'UTC', true)));
    expect([one?.owner, two?.owner]).toEqual([undefined, undefined]);
    expect(await saveMove(admin.table, next(kept, 1), next(old, 1))).toBe(true);
  });

  test('follows whom an id has become: a chain of merges ends at one lead, and erasing it forgets all', async () => {
    const [first, second] = await pair('cas');
    const [third] = await pair('di');
    for (const [from, into] of [
      [first, second],
      [second, third],
    ] as const) {
      const { status } = await admin.ask(`POST /v1/leads/${from.id}/merge`, { body: { into: into.id } });
      expect(status).toBe(200);
    }
    const { body } = await admin.ask(`GET /v1/leads/${first.id}`);
    expect(body.id).toBe(third.id);
    const until = new Date(at).toISOString();
    expect(body.formerIds).toEqual([first, second].map(({ id }) => ({ id, until })));
    expect((await admin.ask(`GET /v1/leads/${first.id}/timeline`)).body.results).toHaveLength(3);
    expect((await admin.ask(`DELETE /v1/leads/${first.id}`)).status).toBe(204);
    for (const { id } of [first, second, third]) {
      expect((await admin.ask(`GET /v1/leads/${id}`)).status).toBe(404);
      expect(await getLead(admin.table, id, 'UTC')).not.toHaveProperty('aliasOf');
    }
  });
});
