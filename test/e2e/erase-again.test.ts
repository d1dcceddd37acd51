import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BatchWriteItemCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, it, vi } from 'vitest';
import { localClient } from '../../infra/local/table.ts';
import { FreshStack } from './fresh-stack.ts';
import { confirm, signUp } from './lead.ts';

vi.setConfig({ testTimeout: 120_000 });
const DAY = 86_400_000;

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

const command = (key: string) =>
  promisify(execFile)('npm', ['run', '--silent', 'erase-again', '--', fresh.stack.url], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { ...process.env, KWEEK_ADMIN_KEY: key },
  });

type Lead = { id: string; mailability: string };
async function arrive(...emails: string[]): Promise<Lead[]> {
  for (const step of [signUp, confirm]) {
    await Promise.all(emails.map((email) => step(fresh.stack, email)));
    await fresh.stack.settle();
  }
  return (await Promise.all(emails.map(find))).flat();
}
/** All figures of all days, as everybody reads them. */
async function figures(): Promise<Day[]> {
  const day = (away: number) =>
    new Date(fresh.stack.clock.programme() + away * DAY).toISOString().slice(0, 10);
  const { status, body } = await fresh.ask(`GET /v1/statistics?from=${day(-3)}&to=${day(1)}`);
  expect(status).toBe(200);
  return (body as { results: Day[] }).results;
}
type Day = { day: string };
const find = async (email: string) =>
  ((await fresh.ask(`GET /v1/leads?email=${encodeURIComponent(email)}`)).body as { results: Lead[] }).results;

it('npm run erase-again erases whom a restored table brought back, with the suppression of their last day', async () => {
  const client = localClient(fresh.stack.dynamodb);
  const refused = command('sk_wrong');
  refused.catch(() => {}); // looked at below
  const [gone, complained, stays] = (await arrive(
    'gone@voorbeeld.example',
    'complained@voorbeeld.example',
    'stays@voorbeeld.example',
  )) as [Lead, Lead, Lead];
  const backup = await everything(client);
  const counted = await figures();
  expect(JSON.stringify(counted)).toContain('"new":3');

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

  expect(await figures()).toEqual(counted);

  const { stdout } = await command(fresh.stack.adminKey);
  expect(stdout).toBe('2 erasures in the log; 2 people were there again, and are erased.\n');
  await fresh.stack.settle();
  for (const { id } of [gone, complained]) expect((await fresh.ask(`GET /v1/leads/${id}`)).status).toBe(404);
  const left = await everything(client);
  const told = JSON.stringify(left);
  expect(told).not.toContain('gone@voorbeeld.example');
  expect(told).not.toContain('complained@voorbeeld.example');
  expect(told).toContain('stays@voorbeeld.example');
  expect((await fresh.ask(`GET /v1/leads/${stays.id}`)).body).toMatchObject({ mailability: 'subscribed' });
  const again = await fresh.ask('POST /v1/erasures/again');
  expect(again.body).toMatchObject({ looked: 2, erased: 0 });

  // What they counted for stays, once; also when the last look has made plain sums of it.
  expect(await figures()).toEqual(counted);
  await fresh.later(28);
  for (let sweeps = 0; sweeps < 3; sweeps++) await fresh.sweep();
  const isOfThen = ({ day }: Day) => counted.some((one) => one.day === day);
  expect((await figures()).filter(isOfThen)).toEqual(counted);

  // Whoever complained is not written to in a new life either; the other is asked like a stranger.
  for (const email of ['gone@voorbeeld.example', 'complained@voorbeeld.example'])
    await signUp(fresh.stack, email);
  await fresh.stack.settle();
  expect(await find('gone@voorbeeld.example')).toMatchObject([{ mailability: 'pending_confirmation' }]);
  expect(await find('complained@voorbeeld.example')).toMatchObject([{ mailability: 'complained' }]);
  client.destroy();

  await expect(refused).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/POST \/v1\/erasures\/again answered 401: ./),
  });
});
