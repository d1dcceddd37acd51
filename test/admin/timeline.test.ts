import { beforeAll, describe, expect, test } from 'vitest';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { putMoment } from '../../shared/store/timeline.ts';
import { type Admin, openAdmin, setClock } from './admin.ts';

let admin: Admin;
let lead: Lead;
beforeAll(async () => {
  const at = setClock('2026-11-05T09:00:00Z');
  admin = await openAdmin();
  await admin.publish();
  const proof = { consent: { ip: '192.0.2.1', marketing: { granted: true, text: 'newsletter@1' } } };
  lead = await admin.signUp('an@lindeveld.example', at, { magnet: 'growth-guide', proof });
  lead = await admin.happen(lead, { type: 'lead.confirmed', at, generation: 1, proof: {} }, at);
  const delivered = { type: 'email.delivered', at: at + 60_000, sendId: 'send_a', claimedAt: at };
  await putMoment(admin.table, lead.id, 1, 'a', delivered, at);
  await putMoment(admin.table, lead.id, 1, 'b', { ...delivered, sendId: 'send_b' }, at);
  await putMoment(admin.table, lead.id, 1, 'c', { ...delivered, sendId: 'send_c' }, at);
  await putMoment(admin.table, lead.id, 2, 'd', { type: 'email.opened', at }, at);
});

type Entry = { type: string; sendId?: string };
const read = async (query = '') => (await admin.ask(`GET /v1/leads/${lead.id}/timeline${query}`)).body;
const told = (entries: Entry[]) => entries.map(({ type, sendId }) => sendId ?? type);

const newestFirst = [
  'send_a',
  'send_b',
  'send_c',
  'enrollment.started',
  'lead.confirmed',
  'magnet.requested',
  'form.submitted',
];

describe('a timeline', () => {
  test('tells all that happened in this life of the lead, the newest first', async () => {
    const { results, paging } = await read();
    expect([told(results), paging]).toEqual([newestFirst, {}]);
  });

  test('tells the version that each made, and none where the lead stayed as it was', async () => {
    const { results } = await read();
    expect(results.map(({ version }: { version?: number }) => version ?? null)).toEqual([
      null,
      null,
      null,
      2,
      2,
      1,
      1,
    ]);
    expect(results[3]).toEqual({
      type: 'enrollment.started',
      at: '2026-11-05T09:00:00.000Z',
      sequence: 'awareness-mails',
      sequenceVersion: 1,
      occurrence: 1,
      version: 2,
    });
  });

  test('tells times in ISO 8601 and the proof of consent as it was kept', async () => {
    const { results } = await read();
    expect(results[0]).toEqual({
      type: 'email.delivered',
      at: '2026-11-05T09:01:00.000Z',
      sendId: 'send_a',
      claimedAt: '2026-11-05T09:00:00.000Z',
    });
    expect(results.at(-1)).toMatchObject({
      form: 'guide',
      consent: { ip: '192.0.2.1', marketing: { granted: true, text: 'newsletter@1' } },
    });
  });

  test.each([1, 2, 3, 5])('comes in pages of %i, none twice and none left out', async (limit) => {
    const found: string[] = [];
    let after = '';
    do {
      const { results, paging } = await read(`?limit=${limit}${after && `&after=${after}`}`);
      found.push(...told(results));
      after = paging.next?.after ?? '';
    } while (after);
    expect(found).toEqual(newestFirst);
  });

  test('goes on where a page ended, whatever happened meanwhile', async () => {
    const first = await read('?limit=4');
    const at = Date.parse('2026-11-05T10:00:00Z');
    await putMoment(admin.table, lead.id, 1, 'e', { type: 'email.opened', at, sendId: 'send_e' }, at);
    const next = await read(`?limit=4&after=${first.paging.next?.after}`);
    expect(told(next.results)).toEqual(['lead.confirmed', 'magnet.requested', 'form.submitted']);
  });

  test('refuses a cursor that is none', async () => {
    const { errors } = await read('?after=W10');
    expect(errors).toMatchObject([{ parameter: 'after', code: 'invalid_cursor' }]);
  });
});
