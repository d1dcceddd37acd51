import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, it, vi } from 'vitest';
import type { StoredEmail } from '../../infra/local/mailbox.ts';
import { localClient } from '../../infra/local/table.ts';
import { FreshStack } from './fresh-stack.ts';
import { confirm, signUp } from './lead.ts';
import { linkIn } from './tour/mailbox.ts';

vi.setConfig({ testTimeout: 90_000 });

const fresh = new FreshStack().open();

type Lead = { id: string; email: string; mailability: string };
const find = async (email: string): Promise<Lead | undefined> => {
  const { body } = await fresh.ask(`GET /v1/leads?email=${encodeURIComponent(email)}`);
  return (body as { results: Lead[] }).results[0];
};
const mailsTo = (email: string) =>
  fresh.stack.ses.emails().filter(({ destination }) => destination.to.includes(email));
const link = (mail: StoredEmail | undefined, kind: 'confirm' | 'unsubscribe' | 'click') =>
  linkIn({ subject: '', html: mail?.body.html ?? '' }, kind);
const erase = async (id: string) => (await fresh.ask(`DELETE /v1/leads/${id}`)).status;
const figures = async () => (await fresh.ask('GET /v1/statistics')).body;

/** Everything in the table under the lead's own key, or that holds its address. */
async function traces(id: string, email: string): Promise<string[]> {
  const client = localClient(fresh.stack.dynamodb);
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: fresh.stack.table, ConsistentRead: true }),
  );
  client.destroy();
  return Items.filter((item) => JSON.stringify(item).includes(id) || JSON.stringify(item).includes(email))
    .map(({ pk, sk }) => `${pk?.S === id ? 'its own' : pk?.S} ${sk?.S}`)
    .sort();
}

async function arrive(email: string): Promise<Lead> {
  await signUp(fresh.stack, email);
  await fresh.stack.settle();
  await confirm(fresh.stack, email);
  await fresh.stack.settle();
  await fresh.sweep();
  const lead = await find(email);
  if (!lead) throw new Error('no such lead');
  return lead;
}

it('forgets a lead: not found, in no list, and nothing left but its place', async () => {
  const email = 'ann@voorbeeld.example';
  const { id } = await arrive(email);
  const before = await figures();
  expect([await erase(id), await erase(id)]).toEqual([204, 204]);
  expect((await fresh.ask(`GET /v1/leads/${id}`)).status).toBe(404);
  expect((await fresh.ask(`GET /v1/leads/${id}/timeline`)).status).toBe(404);
  expect((await fresh.ask(`POST /v1/leads/${id}/events`, { type: 'demo.requested' })).status).toBe(404);
  expect(await find(email)).toBeUndefined();
  expect((await fresh.ask('GET /v1/leads')).body).toMatchObject({ results: [] });
  await fresh.stack.settle();
  expect((await traces(id, email)).filter((trace) => trace.startsWith('its own'))).toEqual(['its own lead']);
  expect(await figures()).toEqual(before);
  await fresh.later(27);
  await fresh.sweep();
  expect(await traces(id, email)).toEqual(['its own lead']);
  expect(await figures()).toEqual(before);
  expect(await erase(id)).toBe(204);
  expect((await fresh.ask('DELETE /v1/leads/lead_v1nobody')).status).toBe(404);
});

it('is not undone by what its mails still bring: links, SES’s news, whatever comes late', async () => {
  const email = 'bob@voorbeeld.example';
  fresh.stack.ses.events.rule(() => 'hold');
  const { id } = await arrive(email);
  const mails = mailsTo(email);
  const nurture = mails.find(({ tags }) => tags.class === 'nurture');
  await erase(id);
  const after = await traces(id, email);
  fresh.stack.ses.events.rule();
  fresh.stack.ses.events.release((held) => [...held, ...held]);
  await fresh.stack.settle();
  for (const type of ['Bounce', 'Complaint', 'Open']) {
    const body = JSON.stringify({ messageId: nurture?.messageId, type });
    await fetch(`${fresh.stack.url}/local/ses-events`, { method: 'POST', body });
  }
  expect((await fetch(link(mails[0], 'confirm'))).status).toBe(404);
  expect((await fetch(link(mails[0], 'confirm'), { method: 'POST' })).status).toBe(404);
  const left = await fetch(link(nurture, 'unsubscribe'), {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });
  expect(left.status).toBe(200);
  expect(await left.text()).toMatch(/<html lang="en"/);
  expect((await fetch(link(nurture, 'unsubscribe'))).status).toBe(200);
  const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
  const clicked = await fetch(link(nurture, 'click'), { redirect: 'manual', headers: agent });
  expect(clicked.status).toBe(302);
  await fresh.sweep();
  expect(await traces(id, email)).toEqual(after);
  expect(await find(email)).toBeUndefined();
  expect(mailsTo(email)).toHaveLength(mails.length);
});

it('overtakes a mail that is just being sent: nothing follows it', async () => {
  const email = 'cas@voorbeeld.example';
  await signUp(fresh.stack, email);
  await fresh.stack.settle();
  const lead = await find(email);
  // The mail is claimed, and SES is slow to answer.
  fresh.stack.ses.inject({ kind: 'delay', delayMs: 1_500 });
  await confirm(fresh.stack, email);
  if (!lead) throw new Error('no such lead');
  expect(await erase(lead.id)).toBe(204);
  await fresh.stack.settle();
  await fresh.sweep();
  expect(await find(email)).toBeUndefined();
  const trace = await traces(lead.id, email);
  expect(trace.filter((one) => one === 'its own lead')).toHaveLength(1);
  const count = mailsTo(email).length;
  await fresh.later(30);
  await fresh.sweep();
  expect(await traces(lead.id, email)).toEqual(['its own lead']);
  expect(mailsTo(email)).toHaveLength(count);
});

it('lets a new life begin, with versions that go on and suppression that holds', async () => {
  const email = 'dirk@voorbeeld.example';
  const { id } = await arrive(email);
  const versions = async () =>
    (
      (await fresh.ask(`GET /v1/leads/${id}/timeline?limit=100`)).body as { results: { version?: number }[] }
    ).results.flatMap(({ version }) => version ?? []);
  const newest = Math.max(...(await versions()));
  await erase(id);
  await signUp(fresh.stack, email);
  await fresh.stack.settle();
  expect((await find(email))?.mailability).toBe('pending_confirmation');
  expect(Math.min(...(await versions()))).toBeGreaterThan(newest);

  const [, ...later] = mailsTo(email).filter(({ tags }) => tags.class === 'confirmation');
  const body = JSON.stringify({ messageId: later.at(-1)?.messageId, type: 'Complaint' });
  await fetch(`${fresh.stack.url}/local/ses-events`, { method: 'POST', body });
  expect((await find(email))?.mailability).toBe('complained');
  const sent = mailsTo(email).length;
  await erase(id);
  await signUp(fresh.stack, email);
  await fresh.stack.settle();
  await fresh.later(27);
  await fresh.sweep();
  expect((await find(email))?.mailability).toBe('complained');
  expect(mailsTo(email)).toHaveLength(sent);
});
