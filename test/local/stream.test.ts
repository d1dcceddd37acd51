import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, afterEach, beforeEach, expect, inject, it } from 'vitest';
import { readStream, type StreamReader, type StreamReaderOptions } from '../../infra/local/stream.ts';
import { streamApi } from '../../infra/local/stream-api.ts';
import { openCheckpoint } from '../../infra/local/stream-checkpoint.ts';
import { createTable, localClient } from '../../infra/local/table.ts';

const endpoint = inject('dynamodb');
const client = localClient(endpoint);
const folder = mkdtempSync(join(tmpdir(), 'kweek-stream-'));
afterAll(() => {
  client.destroy();
  rmSync(folder, { recursive: true });
});

let table: string;
let streamArn: string;
let readers: StreamReader[];
beforeEach(async () => {
  table = `stream-${randomUUID()}`;
  streamArn = await createTable(client, table);
  readers = [];
});
afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.stop()));
  await client.send(new DeleteTableCommand({ TableName: table }));
});

const put = (pk: string, sk: string) =>
  client.send(
    new PutItemCommand({
      TableName: table,
      Item: { pk: { S: pk }, sk: { S: sk }, raw: { B: Buffer.from('x') } },
    }),
  );
const sortKeys = (records: DynamoDBRecord[]) => records.map((record) => record.dynamodb?.Keys?.sk?.S);

function read(options: Partial<StreamReaderOptions> & Pick<StreamReaderOptions, 'deliver'>) {
  const reader = readStream({
    api: streamApi(endpoint),
    streamArn,
    checkpoint: openCheckpoint(streamArn),
    idleMs: 5,
    backoffMs: { first: 5, longest: 20 },
    ...options,
  });
  readers.push(reader);
  return reader;
}

it('delivers every record once, in order, as Lambda shapes it', async () => {
  for (const n of ['1', '2', '3']) await put('a', n);
  const seen: DynamoDBRecord[] = [];
  const reader = read({ deliver: async ({ Records }) => seen.push(...Records) });
  await reader.caughtUp();
  expect(sortKeys(seen)).toEqual(['1', '2', '3']);
  expect(seen[0]).toMatchObject({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    eventSourceARN: streamArn,
    dynamodb: { NewImage: { raw: { B: 'eA==' } }, StreamViewType: 'NEW_IMAGE' },
  });
  expect(typeof seen[0]?.dynamodb?.ApproximateCreationDateTime).toBe('number');
});

it('goes on from the first failed record, and never past it', async () => {
  for (const n of ['1', '2', '3', '4']) await put('a', n);
  const batches: (string | undefined)[][] = [];
  let failures = 2;
  const reader = read({
    deliver: async ({ Records }) => {
      batches.push(sortKeys(Records));
      const third = Records.find((record) => record.dynamodb?.Keys?.sk?.S === '3');
      if (!third || failures-- <= 0) return { batchItemFailures: [] };
      return { batchItemFailures: [{ itemIdentifier: third.dynamodb?.SequenceNumber ?? '' }] };
    },
  });
  await reader.caughtUp();
  expect(batches).toEqual([
    ['1', '2', '3', '4'],
    ['3', '4'],
    ['3', '4'],
  ]);
});

it('delivers a batch again when the function throws, as often as it takes', async () => {
  await put('a', '1');
  let tries = 0;
  const reader = read({
    deliver: async () => {
      if (++tries < 8) throw new Error('not yet');
    },
  });
  await reader.caughtUp();
  expect(tries).toBe(8);
});

it('skips what the filter holds back', async () => {
  for (const n of ['1', '2', '3']) await put('a', n);
  const seen: DynamoDBRecord[] = [];
  const reader = read({
    passes: (record) => record.dynamodb?.Keys?.sk?.S === '2',
    deliver: async ({ Records }) => seen.push(...Records),
  });
  await reader.caughtUp();
  expect(sortKeys(seen)).toEqual(['2']);
});

it('halves a batch that throws until the record at fault stands alone', async () => {
  for (const n of ['1', '2', '3', '4']) await put('a', n);
  const batches: (string | undefined)[][] = [];
  let broken = true;
  const reader = read({
    deliver: async ({ Records }) => {
      const keys = sortKeys(Records);
      batches.push(keys);
      if (!broken || !keys.includes('3')) return;
      broken = keys.length > 1;
      throw new Error('cannot say which');
    },
  });
  await reader.caughtUp();
  expect(batches).toEqual([['1', '2', '3', '4'], ['1', '2'], ['3', '4'], ['3'], ['3'], ['4']]);
});

it('reads nothing while paused', async () => {
  const seen: DynamoDBRecord[] = [];
  const reader = read({ deliver: async ({ Records }) => seen.push(...Records) });
  await reader.caughtUp();
  await reader.pause();
  await put('a', '1');
  await new Promise((done) => setTimeout(done, 60));
  expect(seen).toEqual([]);
  reader.resume();
  await reader.caughtUp();
  expect(sortKeys(seen)).toEqual(['1']);
});

it('goes on after a restart: nothing lost, nothing again', async () => {
  const file = join(folder, 'checkpoint.json');
  const seen: DynamoDBRecord[] = [];
  const once = async () => {
    const checkpoint = openCheckpoint(streamArn, file);
    const reader = read({ checkpoint, deliver: async ({ Records }) => seen.push(...Records) });
    await reader.caughtUp();
    await reader.stop();
  };
  await put('a', '1');
  await once();
  await put('a', '2');
  await once();
  await once();
  expect(sortKeys(seen)).toEqual(['1', '2']);
});
