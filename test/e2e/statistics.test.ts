import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it, vi } from 'vitest';
import { recount as recounted } from '../../infra/commands/recount-run.ts';
import { localClient } from '../../infra/local/table.ts';
import { putTotal, readTotals } from '../../shared/store/statistics.ts';
import { shuffled } from '../record/recorder.ts';
import { FreshStack } from './fresh-stack.ts';
import { confirm, signUp } from './lead.ts';

vi.setConfig({ testTimeout: 90_000 });

const fresh = new FreshStack().open();
const tsx = fileURLToPath(new URL('../../node_modules/.bin/tsx', import.meta.url));
const command = fileURLToPath(new URL('../../infra/commands/recount.ts', import.meta.url));

/** `npm run recount` */
const recount = (...args: string[]) =>
  new Promise<{ code: number; said: string }>((done) => {
    const env = { ...process.env, KWEEK_URL: fresh.stack.url, KWEEK_ADMIN_KEY: fresh.stack.adminKey };
    execFile(tsx, [command, ...args], { env }, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, said: `${stdout}${stderr}` });
    });
  });

/** The same in this process, where it finds nothing. */
const addUp = async () => {
  const { url, adminKey } = fresh.stack;
  expect((await recounted({ url, adminKey, closed: false, repair: false })).differences).toEqual([]);
};

type Day = {
  day: string;
  leads: { new: number; confirmed: number };
  mails: { outcomes: Record<string, number> }[];
};
const figures = async () => {
  const { status, body } = await fresh.ask('GET /v1/statistics');
  expect(status).toBe(200);
  return (body as { results: Day[] }).results;
};
const sum = (days: Day[], pick: (day: Day) => number) => days.reduce((total, day) => total + pick(day), 0);
const outcomes = (days: Day[], name: string) =>
  sum(days, ({ mails }) => mails.reduce((n, mail) => n + (mail.outcomes[name] ?? 0), 0));

it('tells what happened as it happens, and what the timelines add up to', async () => {
  for (const name of ['an', 'bo', 'cas']) await signUp(fresh.stack, `${name}@voorbeeld.example`);
  await fresh.stack.settle();
  for (const name of ['an', 'bo']) await confirm(fresh.stack, `${name}@voorbeeld.example`);
  await fresh.stack.settle();
  await fresh.sweep();
  const days = await figures();
  expect(sum(days, ({ leads }) => leads.new)).toBe(3);
  expect(sum(days, ({ leads }) => leads.confirmed)).toBe(2);
  const sent = fresh.stack.ses.emails().length;
  expect(sent).toBeGreaterThanOrEqual(5);
  expect([outcomes(days, 'sent'), outcomes(days, 'delivered')]).toEqual([sent, sent]);
  const counted = await recount();
  expect(counted.said).toMatch(/^The figures are what the timelines add up to/);
  expect(counted.code).toBe(0);
});

it('tells what became of the mails of each step', async () => {
  const nurture = fresh.stack.ses.emails().filter(({ tags }) => tags.class === 'nurture');
  expect(nurture.length).toBeGreaterThan(0);
  const [{ tags } = { tags: {} as Record<string, string> }] = nurture;
  const days = (await figures()) as unknown as { mails: object[] }[];
  expect(days.flatMap(({ mails }) => mails)).toContainEqual({
    class: 'nurture',
    template: tags.template,
    sequence: tags.sequence,
    step: tags.step,
    outcomes: { sent: 2, delivered: 2 },
  });
});

it('changes nothing when the whole stream comes again, shuffled and repeated, now or after folding', async () => {
  const before = await figures();
  const replay = async (seed: number) => {
    const records = await fresh.streamed();
    expect(records.length).toBeGreaterThan(30);
    const mixed = shuffled([...records, ...records, ...records], seed);
    for (let at = 0; at < mixed.length; at += 37) {
      expect(await fresh.stack.invoke('record', { Records: mixed.slice(at, at + 37) })).toEqual({
        batchItemFailures: [],
      });
    }
    await fresh.stack.settle();
  };
  await replay(1);
  expect(await figures()).toEqual(before);
  fresh.stack.clock.advance({ machine: 6 * 60_000 });
  await fresh.sweep();
  await replay(2);
  expect(await figures()).toEqual(before);
  await addUp();
});

it('seals the figures after the stream’s day, and finds and repairs what somebody changed in them', async () => {
  const before = await figures();
  fresh.stack.clock.advance({ machine: 30 * 3_600_000 });
  await fresh.sweep();
  expect(await figures()).toEqual(before);
  await addUp();

  const table = { client: localClient(fresh.stack.dynamodb), name: fresh.stack.table };
  const [day = ''] = before.map((one) => one.day);
  const total = (await readTotals(table, day, day, true)).get(day);
  if (!total) throw new Error('the day should be sealed');
  expect(await putTotal(table, day, { ...total, counts: { ...total.counts, 'lead|new': 99 } }, total)).toBe(
    true,
  );
  const wrong = await recount();
  expect(wrong.said).toContain(`${day}  lead|new: 99 stored, 3 counted`);
  expect(wrong.code).toBe(1);
  expect((await recount('--repair')).said).toContain('1 figures differed and are repaired.');
  expect(await figures()).toEqual(before);
  await addUp();
  expect((await recount('--closed')).code).toBe(0);

  await signUp(fresh.stack, 'dirk@voorbeeld.example');
  await fresh.stack.settle();
  expect(sum(await figures(), ({ leads }) => leads.new)).toBe(4);
  await addUp();
  table.client.destroy();
});

it('finds what is missing in the figures though it is in a timeline', async () => {
  const client = localClient(fresh.stack.dynamodb);
  const { body } = await fresh.ask('GET /v1/leads');
  const [lead] = (body as { results: { id: string }[] }).results;
  const lastYear = new Date(Date.now() - 400 * 86_400_000);
  const row = {
    pk: { S: lead?.id ?? '' },
    sk: { S: 't#1#mforged' },
    u: { N: '1' },
    ac: { L: [{ M: { type: { S: 'page.viewed' }, at: { N: String(lastYear.getTime()) } } }] },
  };
  await fresh.stack.stream.record.pause();
  await client.send(new PutItemCommand({ TableName: fresh.stack.table, Item: row }));
  client.destroy();
  const { code, said } = await recount();
  expect([code, said]).toEqual([
    1,
    expect.stringContaining(`${lastYear.toISOString().slice(0, 10)}  event|page.viewed: 0 stored, 1 counted`),
  ]);
  expect((await recount('--repair')).code).toBe(0);
  await addUp();
});

it('says what is wrong when nothing answers, or the key is nobody’s', async () => {
  expect(await recount('http://127.0.0.1:9')).toEqual({
    code: 1,
    said: expect.stringContaining('is it running?'),
  });
  const { status } = await fetch(`${fresh.stack.url}/v1/statistics`, {
    headers: { authorization: 'Bearer no' },
  });
  expect(status).toBe(401);
});
