import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putMoment, putRow, readTimeline } from '../../shared/store/timeline.ts';
import { START } from '../domain/story.ts';
import { openSuiteTable, type SuiteTable } from '../suite-table.ts';

let table: SuiteTable;
beforeAll(async () => {
  table = await openSuiteTable();
});
afterAll(() => table?.drop());

const row = (version: number, previous: number) => ({
  leadId: 'lead_v1row',
  generation: 1,
  version,
  previous,
  recordedAt: START + version,
  source: 'direct',
  activities: [{ type: 'form.submitted', at: START + version, form: 'guide' }],
});

describe('the timeline', () => {
  it('has one row a version, however often and in whatever order it is written', async () => {
    for (const version of [3, 1, 2, 3, 1]) await putRow(table, row(version, version - 1));
    const entries = await readTimeline(table, 'lead_v1row', 1);
    expect(entries).toEqual(
      [1, 2, 3].map((version) => ({
        activities: row(version, 0).activities,
        version,
        previous: version - 1,
      })),
    );
  });

  it('has one moment for the same content, and keeps lives and leads apart', async () => {
    const opened = { type: 'email.opened', at: START, sendId: 'send_a' };
    for (let times = 0; times < 3; times++) await putMoment(table, 'lead_v1moment', 1, 'hash', opened, START);
    await putMoment(table, 'lead_v1moment', 2, 'hash', { ...opened, at: START + 1 }, START);
    await putMoment(table, 'lead_v1moment2', 1, 'hash', opened, START);
    expect(await readTimeline(table, 'lead_v1moment', 1)).toEqual([{ activities: [opened] }]);
    expect(await readTimeline(table, 'lead_v1moment', 2)).toHaveLength(1);
  });

  it('is read whole when it is longer than one page of DynamoDB', async () => {
    const long = 'x'.repeat(30_000);
    const versions = Array.from({ length: 40 }, (_, i) => i + 1);
    await Promise.all(
      versions.map((version) =>
        putRow(table, {
          ...row(version, version - 1),
          leadId: 'lead_v1long',
          activities: [{ type: 'page.viewed', at: START, long }],
        }),
      ),
    );
    const entries = await readTimeline(table, 'lead_v1long', 1);
    expect(entries.map((entry) => entry.version)).toEqual(versions);
  });
});
