import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BatchWriteItemCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, it, vi } from 'vitest';
import { localClient } from '../../infra/local/table.ts';
import { FreshStack } from './fresh-stack.ts';
import { confirm, signUp } from './lead.ts';

vi.setConfig({ testTimeout: 120_000 });

const fresh = new FreshStack().open();

type Items = NonNullable<Awaited<ReturnType<typeof everything>>>;

async function everything(client: DynamoDBClient) {
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: fresh.stack.table, ConsistentRead: true }),
  );
  return Items;
}

/** The table as it was: what is there now goes, and what was there comes. The log of erasures stays. */
async function putBack(client: DynamoDBClient, backup: Items): Promise<void> {
  const keys = (await everything(client)).map(({ pk, sk }) => ({ pk, sk })) as Items;
  const isIn = (key: Items[number]) =>
    backup.some(({ pk, sk }) => pk?.S === key.pk?.S && sk?.S === key.sk?.S);
  const writes = [
    ...keys.filter((key) => !isIn(key)).map((Key) => ({ DeleteRequest: { Key } })),
    ...backup.map((Item) => ({ PutRequest: { Item } })),
  ];
  while (writes.length > 0)
    await client.send(
      new BatchWriteItemCommand({ RequestItems: { [fresh.stack.table]: writes.splice(0, 25) } }),
    );
}

const command = (env: Record<string, string> = {}) =>
  promisify(execFile)('npm', ['run', '--silent', 'erase-again', '--', fresh.stack.url], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { ...process.env, KWEEK_ADMIN_KEY: fresh.stack.adminKey, ...env },
  });

type Lead = { id: string; mailability: string };
async function arrive(email: string): Promise<Lead> {
  await signUp(fresh.stack, email);
  await fresh.stack.settle();
  await confirm(fresh.stack, email);
  await fresh.stack.settle();
  const [lead] = await find(email);
  if (!lead) throw new Error(`there is no ${email}`);
  return lead;
}
const find = async (email: string) =>
  ((await fresh.ask(`GET /v1/leads?email=${encodeURIComponent(email)}`)).body as { results: Lead[] }).results;

it('npm run erase-again erases whom a restored table brought back, with the suppression of their last day', async () => {
  const client = localClient(fresh.stack.dynamodb);
  const [gone, complained, stays] = [
    await arrive('gone@voorbeeld.example'),
    await arrive('complained@voorbeeld.example'),
    await arrive('stays@voorbeeld.example'),
  ];
  const backup = await everything(client);

  // After the backup: one complains, and two are erased.
  const mail = fresh.stack.ses
    .emails()
    .find(({ destination }) => destination.to.includes('complained@voorbeeld.example'));
  const body = JSON.stringify({ messageId: mail?.messageId, type: 'Complaint' });
  await fetch(`${fresh.stack.url}/local/ses-events`, { method: 'POST', body });
  await fresh.stack.settle();
  expect(await find('complained@voorbeeld.example')).toMatchObject([{ mailability: 'complained' }]);
  for (const { id } of [gone, complained])
    expect((await fresh.ask(`DELETE /v1/leads/${id}`)).status).toBe(204);
  await fresh.stack.settle();

  await putBack(client, backup);
  await fresh.stack.settle();
  expect(await find('gone@voorbeeld.example')).toMatchObject([{ mailability: 'subscribed' }]);
  expect(await find('complained@voorbeeld.example')).toMatchObject([{ mailability: 'subscribed' }]);

  const { stdout } = await command();
  expect(stdout).toBe('2 erasures in the log; 2 people were there again, and are erased.\n');
  await fresh.stack.settle();
  for (const { id } of [gone, complained]) expect((await fresh.ask(`GET /v1/leads/${id}`)).status).toBe(404);
  const left = await everything(client);
  const told = JSON.stringify(left);
  expect(told).not.toContain('gone@voorbeeld.example');
  expect(told).not.toContain('complained@voorbeeld.example');
  expect(told).toContain('stays@voorbeeld.example');
  expect((await fresh.ask(`GET /v1/leads/${stays.id}`)).body).toMatchObject({ mailability: 'subscribed' });
  expect((await command()).stdout).toBe(
    '2 erasures in the log; 0 people were there again, and are erased.\n',
  );

  // Whoever complained is not written to in a new life either; the other is asked like a stranger.
  for (const email of ['gone@voorbeeld.example', 'complained@voorbeeld.example'])
    await signUp(fresh.stack, email);
  await fresh.stack.settle();
  expect(await find('gone@voorbeeld.example')).toMatchObject([{ mailability: 'pending_confirmation' }]);
  expect(await find('complained@voorbeeld.example')).toMatchObject([{ mailability: 'complained' }]);
  client.destroy();
});

it('npm run erase-again says what is wrong, and fails: with a key that may not', async () => {
  await expect(command({ KWEEK_ADMIN_KEY: 'sk_wrong' })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/POST \/v1\/erasures\/again answered 401: ./),
  });
});
