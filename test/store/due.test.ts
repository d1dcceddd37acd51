import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lane, Lead } from '../../shared/domain/lead/lead.ts';
import { type DueEntry, type DuePosition, isReadOut, readDue } from '../../shared/store/due.ts';
import { saveLead } from '../../shared/store/leads.ts';
import { START } from '../domain/story.ts';
import { openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { realisticLead } from './realistic-lead.ts';

let table: SuiteTable;
beforeAll(async () => {
  table = await openSuiteTable();
});
afterAll(() => table?.drop());

const { sent } = realisticLead();

/** The end of an id decides its shard; these fall on all four. */
async function plant(name: string, lane: Lane, times: number[]): Promise<string[]> {
  const leads = times.map((at, i): Lead => {
    const id = `lead_v1${name.padEnd(24, 'a')}${'abcdefghijklmnop'[Math.floor(i / 16)]}${'abcdefghijklmnop'[i % 16]}`;
    return { ...sent, id, version: 1, due: { lane, at }, activities: [] };
  });
  await Promise.all(leads.map((lead) => saveLead(table, lead)));
  return leads.map((lead) => lead.id);
}

const idsOf = (entries: DueEntry[]) => entries.map((entry) => entry.leadId);

describe('the due index', () => {
  it('answers one lane at a time, the oldest first over all shards, and nothing that is not yet due', async () => {
    const [late, early, middle, , now] = await plant(
      'lanezero',
      0,
      [3, 1, 2, 5, 4].map((n) => START + n),
    );
    await plant('laneone', 1, [START]);
    const { entries, next } = await readDue(table, 0, START + 4, 10);
    expect(idsOf(entries)).toEqual([early, middle, late, now]);
    expect(entries.map((entry) => entry.at)).toEqual([1, 2, 3, 4].map((n) => START + n));
    expect(isReadOut(next)).toBe(true);
    expect(idsOf((await readDue(table, 1, START, 10)).entries)).toHaveLength(1);
    expect((await readDue(table, 1, START - 1, 10)).entries).toEqual([]);
  });

  it('is read page by page, each lead once, until every shard is read out', async () => {
    const planted = await plant(
      'paging',
      2,
      Array.from({ length: 40 }, (_, i) => START + i),
    );
    const found: string[] = [];
    let position: DuePosition | undefined;
    for (let pages = 0; !position || !isReadOut(position); pages++) {
      const page = await readDue(table, 2, START + 100, 3, { from: position });
      expect(page.entries.length).toBeLessThanOrEqual(3 * 4);
      found.push(...idsOf(page.entries));
      position = page.next;
      expect(pages).toBeLessThan(20);
    }
    expect(found).toHaveLength(planted.length);
    expect(new Set(found)).toEqual(new Set(planted));
    expect((await readDue(table, 2, START + 100, 3, { from: position })).entries).toEqual([]);
  });

  it('does not hold a lead that has no work', async () => {
    const [id = ''] = await plant('idle', 1, [START - 1_000]);
    expect(idsOf((await readDue(table, 1, START - 1_000, 10)).entries)).toEqual([id]);
    const { due: _, ...idle } = sent;
    await saveLead(table, { ...idle, id, version: 2 });
    expect((await readDue(table, 1, START - 1_000, 10)).entries).toEqual([]);
  });
});
