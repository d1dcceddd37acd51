import { describe, expect, it } from 'vitest';
import { mergeLead } from '../../shared/actions/lead/merge-leads.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { DAY } from '../domain/story.ts';
import { Door, SEND, subscribed, tampered } from './door.ts';

const door = new Door().open();

const preferences = (lead: Lead) =>
  door.link('preferences', lead, { sendId: SEND, sentAt: door.clock.now().machine });
const data = (lead: Lead) => door.link('data', lead, { expires: door.clock.now().machine + DAY });
const form = (values: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ form: 'preferences', ...values }).toString(),
});

describe('the preferences page', () => {
  it('opens without changing anything, for HEAD too, and is kept by nobody', async () => {
    const lead = await door.plant(subscribed);
    const page = await door.call(preferences(lead));
    expect([page.status, page.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(page.headers).not.toHaveProperty('set-cookie');
    expect(page.body).toContain('/l/unsubscribe/');
    expect(page.body).toContain('/l/data/');
    await door.call(preferences(lead), { method: 'HEAD' });
    expect((await door.load(lead)).version).toBe(lead.version);
  });

  it('shows who has left the way back, and still what is known', async () => {
    const lead = await door.plant((story) => subscribed(story));
    await door.call(door.link('unsubscribe', lead, { sendId: SEND }), {
      method: 'POST',
      headers: {},
      body: '',
    });
    const { body } = await door.call(preferences(await door.load(lead)));
    expect(body).not.toContain('<form');
    expect(body).toContain('href="/f/guide"');
    const [, url = ''] = /href="(\/l\/data\/[^"]+)"/.exec(body) ?? [];
    expect((await door.call(url)).body).toContain(lead.email);
  });

  it('takes one POST, says so, and the same again changes nothing', async () => {
    const lead = await door.plant(subscribed);
    const url = preferences(lead);
    const { body } = await door.call(url, form({ frequency: 'less', pause: 'start' }));
    expect(body).toContain('role="status"');
    const changed = await door.load(lead);
    expect(changed).toMatchObject({ mailability: 'paused', preferences: { frequency: 'less' } });
    await door.call(url, form({ frequency: 'less', pause: 'start' }));
    expect((await door.load(lead)).version).toBe(changed.version);
    await door.call(url, form({ frequency: 'less', pause: 'end' }));
    expect((await door.load(lead)).mailability).toBe('subscribed');
  });

  it('takes nothing that its form does not offer, and no robot’s empty post', async () => {
    const lead = await door.plant(subscribed);
    const url = preferences(lead);
    await door.call(url, { method: 'POST', headers: {}, body: 'List-Unsubscribe=One-Click' });
    await door.call(url, form({ frequency: 'never', language: 'xx', pause: 'for ever' }));
    expect((await door.load(lead)).version).toBe(lead.version);
  });

  it('leads to no data from a mail of long ago, and still takes choices', async () => {
    const lead = await door.plant(subscribed);
    const sentAt = door.clock.now().machine - 40 * DAY;
    const old = door.link('preferences', lead, { sendId: SEND, sentAt });
    const { body, status } = await door.call(old);
    expect(status).toBe(200);
    expect(body).not.toContain('/l/data/');
    await door.call(old, form({ frequency: 'less' }));
    expect((await door.load(lead)).preferences?.frequency).toBe('less');
  });

  it('says to whoever left that they left', async () => {
    const lead = await door.plant((story) => {
      subscribed(story);
      story.unsubscribe();
    });
    const { body } = await door.call(preferences(lead), form({ frequency: 'less', pause: 'start' }));
    expect(body).toContain('unsubscribed');
    expect((await door.load(lead)).version).toBe(lead.version);
  });

  it('is closed for a link that was changed, of another kind, or of an earlier life', async () => {
    const lead = await door.plant(subscribed);
    const url = preferences(lead);
    for (const wrong of [
      tampered(url),
      url.replace('preferences', 'data'),
      door.link('preferences', { ...lead, generation: 2 }, { sendId: SEND, sentAt: 0 }),
    ])
      expect((await door.call(wrong)).status).toBe(404);
  });
});

describe('"my data"', () => {
  it('shows all that is known, and hands it over as JSON', async () => {
    const lead = await door.plant(subscribed);
    const url = data(lead);
    const page = await door.call(url);
    expect(page.body).toContain(lead.email);
    const download = await door.call(`${url}?download`);
    expect(download.headers['content-disposition']).toContain('attachment');
    expect(download.json()).toMatchObject({ lead: { id: lead.id, email: lead.email }, consents: [] });
  });

  it('erases after "I am sure", and only then; the page then knows nobody', async () => {
    const lead = await door.plant(subscribed);
    const url = data(lead);
    expect((await door.call(url, form({}))).status).toBe(303);
    expect((await door.load(lead)).version).toBe(lead.version);
    expect((await door.call(url, form({ sure: 'on' }))).status).toBe(200);
    const gone = await door.load(lead);
    expect(gone).toMatchObject({ mailability: 'erased', email: '', erasure: { unswept: true } });
    expect(gone.due).toMatchObject({ lane: 2 });
    const again = await door.call(url, form({ sure: 'on' }));
    expect([again.status, again.body.includes(lead.email)]).toEqual([200, false]);
    expect((await door.load(lead)).version).toBe(gone.version);
    expect((await door.call(`${url}?download`)).body).not.toContain(lead.email);
  });

  it('is open for a time', async () => {
    const lead = await door.plant(subscribed);
    const closed = await door.call(door.link('data', lead, { expires: door.clock.now().machine - 1_000 }));
    expect(closed.status).toBe(410);
    expect(closed.body).not.toContain(lead.email);
  });
});

describe('a way back', () => {
  it('stands on the page of whoever unsubscribed, and behind a link that is too old', async () => {
    const lead = await door.plant(subscribed);
    const left = await door.call(door.link('unsubscribe', lead, { sendId: SEND }), {
      method: 'POST',
      body: '',
    });
    expect(left.body).toContain('href="/f/guide"');
    const old = await door.call(door.link('confirm', lead, { issuedAt: 0 }));
    expect([old.status, old.body.includes('href="/f/guide"')]).toEqual([410, true]);
  });
});

describe('a link of before a merge', () => {
  it('opens the choices and the data of the person, changes them, and erases whoever they are now', async () => {
    const { openContext } = await import('../../functions/environment.ts');
    const [old, kept] = [await door.plant(subscribed), await door.plant(subscribed)];
    const merged = await mergeLead(openContext(), old.id, kept.id, { by: 'key' });
    expect(merged.status).toBe('merged');
    await door.call(preferences(old), form({ frequency: 'less', pause: 'start' }));
    expect(await door.load(kept)).toMatchObject({
      mailability: 'paused',
      preferences: { frequency: 'less' },
    });
    const { status, body } = await door.call(preferences(old));
    expect([status, body.includes('/l/data/')]).toEqual([200, true]);
    const mine = await door.call(`${data(old)}?download`);
    expect(mine.json()).toMatchObject({
      lead: { id: kept.id, email: kept.email, formerIds: [{ id: old.id }] },
    });
    // Of another life than the one that was merged, a link leads nowhere.
    expect((await door.call(preferences({ ...old, generation: 2 }))).status).toBe(404);
    expect((await door.call(data({ ...old, generation: 2 }))).status).toBe(404);
    const sure = { ...form({}), body: 'sure=1' };
    expect((await door.call(data(old), sure)).status).toBe(200);
    expect((await door.load(kept)).mailability).toBe('erased');
    expect((await door.call(data(old))).body).not.toContain(kept.email);
  });
});
