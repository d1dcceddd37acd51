import { beforeAll, describe, expect, test } from 'vitest';
import type { LeadExport } from '../../shared/actions/privacy/export-lead.ts';
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
    expect(body.formerIds).toEqual([first, second].map(({ id }) => ({ id, until, merged: true })));
    expect((await admin.ask(`GET /v1/leads/${first.id}/timeline`)).body.results).toHaveLength(3);
    expect((await admin.ask(`DELETE /v1/leads/${first.id}`)).status).toBe(204);
    for (const { id } of [first, second, third]) {
      expect((await admin.ask(`GET /v1/leads/${id}`)).status).toBe(404);
      expect(await getLead(admin.table, id, 'UTC')).not.toHaveProperty('aliasOf');
    }
  });

  test('and an erasure at once: whichever comes first, nobody is left who was to be forgotten', async () => {
    for (let round = 0; round < 6; round++) {
      const [old, kept] = await pair(`race${round}`);
      const [erased, other] = round % 2 === 0 ? [old, kept] : [kept, old];
      const merge = () => admin.ask(`POST /v1/leads/${old.id}/merge`, { body: { into: kept.id } });
      const erase = () => admin.ask(`DELETE /v1/leads/${erased.id}`);
      const begin = round < 2 ? [erase, merge] : [merge, erase];
      const answers = await Promise.all(begin.map((act) => act()));
      const merged = answers[begin.indexOf(merge)]?.status;
      expect(answers[begin.indexOf(erase)]?.status).toBe(204);
      expect([200, 404, 422]).toContain(merged);
      expect((await admin.ask(`GET /v1/leads/${erased.id}`)).status).toBe(404);
      const left = await admin.ask(`GET /v1/leads/${other.id}`);
      // Merged, both were one person; otherwise the other one is as it was.
      expect(left.status).toBe(merged === 200 ? 404 : 200);
      if (merged !== 200) expect(left.body).toMatchObject({ id: other.id, formerIds: [] });
      for (const { id } of [old, kept])
        expect(await getLead(admin.table, id, 'UTC', true)).not.toHaveProperty('aliasOf');
    }
  });

  test('is exported and kept as one: both histories, each consent as it was given, once in the list of who goes when', async () => {
    const asks = { method: 'checkbox, to be confirmed', marketing: { granted: true, text: 'news@1' } };
    const [old, kept] = [
      await admin.signUp('eva@old.example', at, { proof: { consent: asks } }),
      await admin.signUp('eva@kept.example', at, { proof: { consent: asks } }),
    ];
    const pressed = { type: 'lead.confirmed', at: at + 1, generation: 1, proof: {} } as const;
    const confirmed = await admin.happen(kept, pressed, at + 1);
    await admin.ask(`POST /v1/leads/${old.id}/merge`, { body: { into: confirmed.id } });
    const exported = (await admin.ask(`GET /v1/leads/${old.id}/export`)).body as unknown as LeadExport;
    expect(exported.lead).toMatchObject({ id: kept.id, email: kept.email, formerIds: [{ id: old.id }] });
    const types = exported.timeline.map(({ type }) => type);
    expect(types.filter((type) => type === 'form.submitted')).toHaveLength(2);
    // The button behind the mail to one address confirmed nothing of what was asked at the other.
    const granted = exported.consents.map(({ granted, doubleOptIn }) => [granted, doubleOptIn?.confirmedAt]);
    expect(granted).toHaveLength(2);
    expect(granted).toContainEqual([true, new Date(at + 1).toISOString()]);
    expect(granted).toContainEqual([false, undefined]);
    const { results } = (await admin.ask('GET /v1/retention?until=2029-01-01T00:00:00Z&limit=100')).body;
    const ids = results.map(({ id }) => id);
    expect(ids.filter((id) => id === kept.id)).toHaveLength(1);
    expect(ids).not.toContain(old.id);
  });
});
