import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { BatchFailures } from '../../functions/batch.ts';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { saveLead } from '../../shared/store/leads.ts';
import { readTimeline } from '../../shared/store/timeline.ts';
import { DAY, Story } from '../domain/story.ts';
import { type DynamoDbProxy, startDynamoDbProxy } from '../dynamodb-proxy.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { idKey, openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { START, TestClock } from '../test-clock.ts';
import { readStream, shuffled } from './stream-records.ts';

let proxy: DynamoDbProxy;
let table: SuiteTable;
let record: (event: DynamoDBStreamEvent) => Promise<BatchFailures>;
beforeAll(async () => {
  proxy = await startDynamoDbProxy(inject('dynamodb'));
  table = await openSuiteTable({ proxy: proxy.endpoint });
  new TestClock();
  await table.publish(sampleProgramme());
  record = (await import('../../functions/record/index.ts')).handler;
});
afterAll(async () => {
  await table?.drop();
  await proxy?.stop();
});
beforeEach(() => proxy.clear());

const rules = rulesOf(sampleProgramme());
let people = 0;

/** A lead's life, saved version by version: what each version caused, by its number. */
async function live(): Promise<{ lead: Lead; caused: Map<number, Lead['activities']> }> {
  const email = `person${++people}@voorbeeld.be`;
  const story = new Story(rules);
  story.now = START;
  const caused = new Map<number, Lead['activities']>();
  const steps: ((story: Story) => unknown)[] = [
    (s) => s.signup({ leadId: leadIdOf(email, idKey), email, submission: '0abc123' }),
    (s) => s.claim(),
    (s) => s.accept(s.it.openSends[0] as never),
    (s) => s.confirm(),
    (s) => s.claim(),
    (s) => s.accept(s.it.openSends[0] as never),
    (s) => s.claim(),
    (s) => s.accept(s.it.openSends[0] as never),
    (s) => s.click('send_k7q2m5xw3n6tz4cb2ahf7jdpya'),
    (s) => s.later(DAY).signup({ email, magnet: 'checklist', submission: '0abc124' }),
    (s) => s.unsubscribe(),
  ];
  for (const step of steps) {
    step(story);
    await saveLead(table, story.it);
    if (story.it.activities.length > 0) caused.set(story.it.version, story.it.activities);
  }
  return { lead: story.it, caused };
}

const rowsOf = async (lead: Lead) =>
  (await readTimeline(table, lead.id, lead.generation)).sort((a, b) => (a.version ?? 0) - (b.version ?? 0));
const recordsOf = async (...leads: Lead[]) => {
  const ids = new Set(leads.map((lead) => lead.id));
  const all = await readStream(inject('dynamodb'), table.streamArn);
  return all.filter(
    (one) => ids.has(one.dynamodb?.Keys?.pk?.S ?? '') && one.dynamodb?.Keys?.sk?.S === 'lead',
  );
};
const sequencesOf = (records: DynamoDBRecord[]) =>
  records.map((one) => ({ itemIdentifier: one.dynamodb?.SequenceNumber }));

describe('the table’s stream', () => {
  it('gives each version that caused something its row, and each row the version of the row before', async () => {
    const { lead, caused } = await live();
    expect(await record({ Records: await recordsOf(lead) })).toEqual({ batchItemFailures: [] });
    const rows = await rowsOf(lead);
    expect(rows.map((row) => [row.version, row.activities])).toEqual([...caused]);
    // No gap: claims caused nothing and have no row, and the chain steps over them.
    expect(rows.length).toBeLessThan(lead.version);
    expect(rows.map((row) => row.previous)).toEqual([0, ...[...caused.keys()].slice(0, -1)]);
  });

  it('delivered again, out of order and in pieces, changes nothing', async () => {
    const { lead, caused } = await live();
    const records = await recordsOf(lead);
    await record({ Records: shuffled([...records, ...records], 7) });
    const rows = await rowsOf(lead);
    expect(rows.map((row) => [row.version, row.activities])).toEqual([...caused]);
    for (const one of shuffled(records, 11)) await record({ Records: [one] });
    await record({ Records: records });
    expect(await rowsOf(lead)).toEqual(rows);
  });

  it('brings much that is no lead’s version, and none of that has a row', async () => {
    const all = await readStream(inject('dynamodb'), table.streamArn);
    const others = all.filter((one) => one.dynamodb?.Keys?.sk?.S !== 'lead');
    expect(others.length).toBeGreaterThan(2);
    const removed = { ...others[0], eventName: 'REMOVE', dynamodb: { Keys: others[0]?.dynamodb?.Keys } };
    expect(await record({ Records: [...others, removed as DynamoDBRecord] })).toEqual({
      batchItemFailures: [],
    });
  });

  it('with a record that nobody can read: it is set aside, and all others get their rows', async () => {
    const { lead, caused } = await live();
    const records = await recordsOf(lead);
    const broken = structuredClone(records[3]);
    if (!broken?.dynamodb?.NewImage) throw new Error('there are more');
    broken.dynamodb.NewImage.v = { S: 'seven' };
    const batch = records.with(3, broken);
    expect(await record({ Records: batch })).toEqual({ batchItemFailures: [] });
    await record({ Records: batch });
    const versions = (await rowsOf(lead)).map((row) => row.version);
    expect(versions).toEqual([...caused.keys()].filter((version) => version !== 4));
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :aside',
        ExpressionAttributeValues: { ':aside': { S: 'aside#record' } },
      }),
    );
    expect(Items.map((item) => JSON.parse(item.body?.S ?? '{}').v)).toEqual([{ S: 'seven' }]);
  });

  it('of which one lead’s row cannot be written reports that record and those behind it of that lead', async () => {
    const [sick, well] = [await live(), await live()];
    const [bad, good] = [await recordsOf(sick.lead), await recordsOf(well.lead)];
    const batch = bad.flatMap((one, i) => [one, good[i] ?? one]);
    proxy.intercept({
      matches: ({ operation, body }) =>
        operation === 'PutItem' && body.Item?.pk?.S === sick.lead.id && body.Item?.v?.N === '3',
      outcome: 'fail',
      times: 4,
    });
    const { batchItemFailures } = await record({ Records: batch });
    expect(batchItemFailures).toEqual(sequencesOf(bad.slice(2)));
    expect((await rowsOf(sick.lead)).map((row) => row.version)).toEqual([1]);
    expect(await rowsOf(well.lead)).toHaveLength(well.caused.size);
    // Lambda delivers from there on again.
    const again = batch.slice(batch.indexOf(bad[2] as DynamoDBRecord));
    expect(await record({ Records: again })).toEqual({ batchItemFailures: [] });
    expect((await rowsOf(sick.lead)).map((row) => row.version)).toEqual([...sick.caused.keys()]);
  });
});
