import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DeleteTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, inject, it } from 'vitest';
import { isAlive } from '../../infra/local/data-lock.ts';
import { startDynamoDb } from '../../infra/local/dynamodb.ts';
import { findJava, javaVersion } from '../../infra/local/java.ts';
import { createTable, localClient } from '../../infra/local/table.ts';

const folder = mkdtempSync(join(tmpdir(), 'kweek-java-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`not within ten seconds: ${what}`);
}

it('leaves nothing running when its parent is killed', async () => {
  const module = new URL('../../infra/local/dynamodb.ts', import.meta.url).href;
  const code = `
    import { startDynamoDb } from ${JSON.stringify(module)};
    const { pid, endpoint } = await startDynamoDb();
    console.log(JSON.stringify({ pid, endpoint }));
    setInterval(() => {}, 1000);`;
  const script = join(folder, 'parent.mts');
  writeFileSync(script, code);
  const tsx = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
  const parent = spawn(process.execPath, ['--import', tsx, script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((done) => parent.stdout.once('data', (data) => done(String(data))));
  const { pid, endpoint } = JSON.parse(line) as { pid: number; endpoint: string };
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await until(() => !isAlive(pid), 'its shell is gone');
  await expect(fetch(endpoint)).rejects.toThrow();
});

it('says what to install when Java is missing', async () => {
  expect(() => findJava({ JAVA_HOME: folder })).toThrow(/JAVA_HOME is .*\n.*openjdk-17-jre-headless/s);
});

it('says what to install when Java is too old', async () => {
  const java = join(folder, 'java');
  writeFileSync(java, '#!/bin/sh\necho \'openjdk version "11.0.22"\' >&2\n[ "$1" = -version ]\n');
  chmodSync(java, 0o755);
  await expect(startDynamoDb({ java })).rejects.toThrow(/is Java 11\.\n.*17 or newer.*brew install openjdk/s);
});

it.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_292"', 8],
  ['openjdk version "21" 2023-09-19', 21],
  ['The operation could not be completed.', undefined],
])('reads the version in %j', (printed, version) => expect(javaVersion(printed)).toBe(version));

it('creates the table once, with its indexes and a stream', async () => {
  const client = localClient(inject('dynamodb'));
  const TableName = `table-${randomUUID()}`;
  const first = await createTable(client, TableName);
  expect(await createTable(client, TableName)).toBe(first);
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).toEqual([
    'due',
    'handoffs',
    'leads',
    'suppressions',
  ]);
  await client.send(new DeleteTableCommand({ TableName }));
  client.destroy();
});

it('gives a table of an earlier release the indexes that it lacks', async () => {
  // A server of its own: one that serves many tests at once makes indexes only when it has nothing else to do.
  const dynamodb = await startDynamoDb();
  const client = localClient(dynamodb.endpoint);
  const TableName = `table-${randomUUID()}`;
  const indexes = async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort();
  };
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  await createTable(client, TableName);
  await expect.poll(indexes, { timeout: 50_000 }).toEqual(['due', 'handoffs', 'leads', 'suppressions']);
  client.destroy();
  await dynamodb.stop();
}, 60_000);
