import { describe, expect, it } from 'vitest';
import type { LinkKind } from '../../shared/mail/link-payload.ts';
import { DAY } from '../domain/story.ts';
import { BASE_URL } from '../suite-table.ts';
import { Door, SEND, subscribed } from './door.ts';

const door = new Door().open();
const TARGET = 'https://acme.example/pricing';

/** A link of each kind to a lead of its own. */
const links: Record<Exclude<LinkKind, 'data'>, () => Promise<string>> = {
  confirm: async () => door.confirmLink(await door.plant((story) => story.send())),
  click: async () =>
    door.link('click', await door.plant(subscribed), { sendId: SEND, index: 0, content: 'a', url: TARGET }),
  magnet: async () =>
    door.link('magnet', await door.plant(subscribed), {
      magnet: 'guide',
      form: 'guide',
      language: 'en',
      expires: door.clock.now().machine + DAY,
    }),
  unsubscribe: async () => door.link('unsubscribe', await door.plant(subscribed), { sendId: SEND }),
  preferences: async () =>
    door.link('preferences', await door.plant(subscribed), {
      sendId: SEND,
      sentAt: door.clock.now().machine,
    }),
};

describe('a signed link on another host', () => {
  it.each(Object.keys(links) as (keyof typeof links)[])(
    '%s: works there, and what the request says of its host leads nowhere',
    async (kind) => {
      const link = await links[kind]();
      for (const host of ['go.lindeveld.example', 'evil.example']) {
        const headers = { host, 'x-forwarded-host': host, forwarded: `host=${host}` };
        const answer = await door.call(link, { headers });
        expect([200, 302]).toContain(answer.status);
        expect(answer.body).not.toContain(host);
        expect(answer.headers.location ?? '').not.toContain(host);
        const expected = { click: TARGET, magnet: `${BASE_URL}/guide` }[kind as 'click'];
        expect(answer.headers.location).toBe(expected);
      }
    },
  );

  it('that nobody signed leads nowhere either', async () => {
    for (const kind of Object.keys(links)) {
      const answer = await door.call(`/l/${kind}/k1.${'a'.repeat(60)}`, {
        headers: { host: 'evil.example' },
      });
      expect(answer.status).toBe(404);
      expect(answer.headers).not.toHaveProperty('location');
      expect(answer.body).not.toContain('evil.example');
    }
  });
});
