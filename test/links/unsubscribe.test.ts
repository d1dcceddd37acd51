import { describe, expect, it } from 'vitest';
import type { Call } from '../gateway.ts';
import { Door, SEND, subscribed, tampered } from './door.ts';

const door = new Door().open();
const linkOf = (lead: Awaited<ReturnType<Door['plant']>>) => door.link('unsubscribe', lead, { sendId: SEND });

/** As Gmail posts it: nothing but the one pair, and no cookies. */
const urlencoded: Call = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': '' },
  body: 'List-Unsubscribe=One-Click',
};
const multipart: Call = {
  method: 'POST',
  headers: { 'content-type': 'multipart/form-data; boundary=xyz', 'user-agent': '' },
  body: '--xyz\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--xyz--\r\n',
};
const button: Call = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: '',
};

describe('one-click unsubscribing (RFC 8058)', () => {
  it.each([
    ['urlencoded', urlencoded],
    ['multipart', multipart],
  ])(
    'by a %s POST works at once, and is answered 200 without redirect or cookie each time',
    async (_, post) => {
      const lead = await door.plant(subscribed);
      for (let times = 0; times < 3; times++) {
        const answer = await door.call(linkOf(lead), post);
        expect(answer.status).toBe(200);
        expect(answer.headers).not.toHaveProperty('location');
        expect(answer.headers).not.toHaveProperty('set-cookie');
      }
      const left = await door.load(lead);
      expect(left).toMatchObject({
        version: lead.version + 1,
        mailability: 'unsubscribed',
        consent: { marketing: { granted: false } },
        requests: [],
        enrollments: [{ sequence: 'awareness', status: 'exited' }],
        nurtureStage: lead.nurtureStage,
      });
      expect(left.due?.lane).not.toBe(1);
      expect(left.activities[0]).toMatchObject({ type: 'lead.unsubscribed', via: 'one-click', sendId: SEND });
    },
  );

  it('works years later, and for leads that are gone', async () => {
    const lead = await door.plant(subscribed);
    const link = linkOf(lead);
    door.clock.later(3 * 365 * 86_400_000);
    expect((await door.call(link, urlencoded)).status).toBe(200);
    expect(await door.load(lead)).toMatchObject({ mailability: 'unsubscribed' });
    const gone = linkOf({ ...lead, id: `lead_v1${'a'.repeat(26)}` });
    expect((await door.call(gone, urlencoded)).status).toBe(200);
  });

  it('by a token that was changed or made for something else is 404, and changes nothing', async () => {
    const lead = await door.plant(subscribed);
    for (const wrong of [
      tampered(linkOf(lead)),
      door.confirmLink(lead).replace('confirm', 'unsubscribe'),
      '/l/unsubscribe/x',
    ]) {
      expect((await door.call(wrong, urlencoded)).status).toBe(404);
    }
    expect(await door.load(lead)).toEqual(lead);
  });
});

describe('the unsubscribe page', () => {
  it('changes nothing by being opened, and unsubscribes by its button', async () => {
    const lead = await door.plant(subscribed);
    const page = await door.call(linkOf(lead));
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers).not.toHaveProperty('set-cookie');
    expect(page.body).toMatch(/<form method="post">/);
    // A mail may have been passed on.
    expect(page.body).not.toContain(lead.email);
    await door.call(linkOf(lead), { method: 'HEAD' });
    const {
      traces,
      version: _,
      due: __,
      activities,
      updatedAt,
      savedAt,
      lastRow,
      ...rest
    } = await door.load(lead);
    expect(lead).toMatchObject(rest);
    expect(traces).toMatchObject([{ kind: 'unsubscribe' }, { kind: 'unsubscribe' }]);
    expect(activities).toEqual([]);

    const done = await door.call(linkOf(lead), button);
    expect(done.status).toBe(200);
    expect(done.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await door.load(lead)).activities[0]).toMatchObject({ type: 'lead.unsubscribed', via: 'page' });
  });
});
