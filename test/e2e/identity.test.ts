import { describe, expect, it, vi } from 'vitest';
import { recount } from '../../infra/commands/recount-run.ts';
import { FreshStack } from './fresh-stack.ts';
import { confirm, signUp } from './lead.ts';
import { linkIn } from './tour/mailbox.ts';

vi.setConfig({ testTimeout: 90_000 });

const fresh = new FreshStack().open();

interface Lead {
  id: string;
  email: string;
  mailability: string;
  enrollments: { sequence: string }[];
}
interface Answer {
  results: (Lead & { type: string; at: string; sendId?: string })[];
  status: string;
  lead: Lead;
  asked: boolean;
  detail: string;
  notes: unknown[];
  errors: { pointer: string }[];
}
const ask = async (request: string, body?: object) => {
  const answer = await fresh.ask(request, body);
  return { status: answer.status, body: answer.body as Answer };
};
const find = async (email: string) =>
  (await ask(`GET /v1/leads?email=${encodeURIComponent(email)}`)).body.results[0];
const mailsTo = (email: string) =>
  fresh.stack.ses.emails().filter(({ destination }) => destination.to.includes(email));
const linkOf = (email: string, kind: 'confirm' | 'unsubscribe' | 'click', of: string) => {
  const mail = mailsTo(email).find(({ tags }) => tags.class === of);
  return linkIn({ subject: '', html: mail?.body.html ?? '' }, kind);
};
const timeline = async (id: string) => (await ask(`GET /v1/leads/${id}/timeline?limit=100`)).body.results;

async function arrive(email: string): Promise<string> {
  await signUp(fresh.stack, email);
  await fresh.stack.settle();
  await confirm(fresh.stack, email);
  await fresh.stack.settle();
  await fresh.sweep();
  return (await find(email))?.id ?? '';
}
const merge = (id: string, into: string, query = '') => ask(`POST /v1/leads/${id}/merge${query}`, { into });

/** Where the figures are not what the timelines add up to. */
async function differences(): Promise<unknown[]> {
  const { url, adminKey } = fresh.stack;
  const found = await recount({ url, adminKey, closed: false, repair: false });
  expect(found.counts).toBeGreaterThan(0);
  return found.differences;
}

describe('two leads that are one person', () => {
  it('come together: both histories, one sequence, the old id and the old address lead to one lead', async () => {
    const [old, kept] = [await arrive('an@old.example'), await arrive('an@kept.example')];
    const dry = await merge(old, kept, '?dryRun=true');
    expect(dry).toMatchObject({ status: 200, body: { status: 'would_merge' } });
    expect((await find('an@old.example'))?.id).toBe(old);
    const before = [await timeline(old), await timeline(kept)].map((all) => all.length);
    // Twice at the same time: one does it, both say so.
    const done = await Promise.all([merge(old, kept), merge(old, kept)]);
    expect(done.map(({ status }) => status)).toEqual([200, 200]);
    expect(done.map(({ body }) => body.status).sort()).toEqual(['already_merged', 'merged']);
    await fresh.stack.settle();
    for (const id of [old, kept])
      expect((await ask(`GET /v1/leads/${id}`)).body).toMatchObject({ id: kept, email: 'an@kept.example' });
    expect((await find('an@old.example'))?.id).toBe(kept);
    const after = await timeline(old);
    expect(after.length).toBeGreaterThan(Math.max(...before) + 1);
    expect(after.filter(({ type }) => type === 'lead.confirmed')).toHaveLength(2);
    expect(after.map(({ at }) => at)).toEqual(
      after
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    expect((await ask('GET /v1/leads')).body.results.map(({ id }) => id)).toEqual([kept]);
    expect(await differences()).toEqual([]);
  });

  it('are told of by the links of old mails: a click scores, who unsubscribes gets no more mail', async () => {
    const kept = (await find('an@kept.example'))?.id ?? '';
    const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0' };
    await fetch(linkOf('an@old.example', 'click', 'nurture'), { redirect: 'manual', headers: agent });
    await fresh.later(0.2);
    await fresh.sweep();
    expect((await timeline(kept)).some(({ type }) => type === 'email.clicked')).toBe(true);
    const pressed = await fetch(linkOf('an@old.example', 'confirm', 'confirmation'), { method: 'POST' });
    expect(pressed.status).toBe(404);
    const { status } = await fetch(linkOf('an@old.example', 'unsubscribe', 'nurture'), { method: 'POST' });
    expect(status).toBe(200);
    expect((await find('an@kept.example'))?.mailability).toBe('unsubscribed');
    await fresh.stack.settle();
    expect(await differences()).toEqual([]);
  });

  it('take signups with the old address: they are asked to confirm at the one that was kept', async () => {
    const asked = mailsTo('an@kept.example').length;
    await fresh.later(1);
    await signUp(fresh.stack, 'an@old.example');
    await fresh.stack.settle();
    await fresh.sweep();
    expect(await find('an@old.example')).toMatchObject({
      email: 'an@kept.example',
      mailability: 'unsubscribed',
    });
    expect(mailsTo('an@kept.example')).toHaveLength(asked + 1);
    expect(mailsTo('an@kept.example').at(-1)?.tags.class).toBe('confirmation');
  });

  it('are not merged with themselves, with nobody, or with somebody erased', async () => {
    const [one, two] = [await arrive('bo@one.example'), await arrive('bo@two.example')];
    expect(await merge(one, one)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/into' }] } });
    expect(await merge('lead_v1nobody', one)).toMatchObject({ status: 404 });
    await ask(`DELETE /v1/leads/${two}`);
    expect(await merge(one, two)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/into' }] } });
    expect(await merge(two, one)).toMatchObject({ status: 404 });
  });

  it('take a mail along that nobody knows the fate of; its evidence comes under its own id, once', async () => {
    const email = 'cas@old.example';
    fresh.stack.ses.events.rule(() => 'hold');
    await signUp(fresh.stack, email);
    await fresh.stack.settle();
    fresh.stack.ses.inject({ kind: 'reset', accept: true, match: ({ tags }) => tags.class === 'nurture' });
    await confirm(fresh.stack, email);
    await fresh.stack.settle();
    await fresh.sweep();
    fresh.stack.ses.clearFaults();
    const old = (await find(email))?.id ?? '';
    await signUp(fresh.stack, 'cas@kept.example');
    await fresh.stack.settle();
    const kept = (await find('cas@kept.example'))?.id ?? '';
    const { body } = await merge(old, kept);
    expect(body.status).toBe('merged');
    const onTheirWay = { about: 'mails on their way', kept: '0', other: '1', result: '1' };
    expect(body.notes).toContainEqual(onTheirWay);
    fresh.stack.ses.events.rule();
    fresh.stack.ses.events.release((held) => [...held, ...held]);
    await fresh.stack.settle();
    const mine = mailsTo(email).filter(({ tags }) => tags.class === 'nurture');
    expect(mine).toHaveLength(1);
    const told = (await timeline(kept)).filter(({ sendId }) => sendId === mine[0]?.tags.send);
    expect(told.map(({ type }) => type).sort()).toEqual(['email.delivered', 'email.sent']);
    await fresh.later(1);
    await fresh.sweep();
    expect(mailsTo(email).filter(({ tags }) => tags.class === 'nurture')).toHaveLength(1);
    expect(await differences()).toEqual([]);
  });
});

describe('a lead with another address', () => {
  it('goes on there once that has confirmed; the old address leads to it, and an old link confirms nothing', async () => {
    const old = await arrive('di@old.example');
    const sent = mailsTo('di@old.example').length;
    const { status, body } = await ask(`POST /v1/leads/${old}/address`, { email: 'di@new.example' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'changed', asked: true, lead: { mailability: 'requested_only' } });
    const again = await ask(`POST /v1/leads/${old}/address`, { email: 'di@new.example' });
    expect(again.body).toMatchObject({ status: 'unchanged' });
    await fresh.stack.settle();
    await fresh.sweep();
    const pressed = await fetch(linkOf('di@old.example', 'confirm', 'confirmation'), { method: 'POST' });
    expect(pressed.status).toBe(404);
    expect(mailsTo('di@new.example').map(({ tags }) => tags.class)).toEqual(['confirmation']);
    expect((await find('di@old.example'))?.email).toBe('di@new.example');
    await confirm(fresh.stack, 'di@new.example');
    await fresh.stack.settle();
    expect(await find('di@new.example')).toMatchObject({ mailability: 'subscribed' });
    expect(mailsTo('di@old.example')).toHaveLength(sent);
    expect(await differences()).toEqual([]);
    const back = await ask(`POST /v1/leads/${old}/address`, { email: 'di@old.example' });
    expect(back.body).toMatchObject({ status: 'changed', lead: { id: old } });
    await fresh.stack.settle();
    expect(await differences()).toEqual([]);
    await ask(`DELETE /v1/leads/${body.lead.id}`);
    expect((await ask(`GET /v1/leads/${old}`)).status).toBe(404);
    expect((await ask(`GET /v1/leads/${body.lead.id}`)).status).toBe(404);
    await fresh.stack.settle();
    await fresh.later(27);
    await fresh.sweep();
    expect(await find('di@new.example')).toBeUndefined();
    expect(await differences()).toEqual([]);
  });

  it('does not take an address of somebody else', async () => {
    const kept = (await find('cas@kept.example'))?.id ?? '';
    const answer = await ask(`POST /v1/leads/${kept}/address`, { email: 'an@old.example' });
    expect(answer).toMatchObject({ status: 409 });
    const bad = await ask(`POST /v1/leads/${kept}/address`, { email: 'no address' });
    expect(bad).toMatchObject({ status: 422, body: { errors: [{ pointer: '/email' }] } });
  });
});
