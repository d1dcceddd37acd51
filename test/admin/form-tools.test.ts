import { beforeAll, expect, test } from 'vitest';
import { putSpam } from '../../shared/store/set-aside.ts';
import { type Admin, openAdmin } from './admin.ts';

let admin: Admin;
beforeAll(async () => {
  admin = await openAdmin();
  await admin.publish();
});

const at = Date.UTC(2026, 10, 5);
const keep = (minute: number, posted: object) =>
  putSpam(admin.table, 'guide', at + minute * 60_000, `id-${minute}`, posted);
interface Post {
  id: string;
  at: string;
  posted: Record<string, unknown>;
}
const list = async (query = '') => {
  const { body } = await admin.ask(`GET /v1/forms/guide/spam${query}`);
  return { posts: body.results as unknown as Post[], next: body.paging.next?.after };
};
const release = (id: string) => admin.ask(`POST /v1/forms/guide/spam/${encodeURIComponent(id)}/release`);

test('what was taken for spam is listed, newest first, page by page, and becomes a signup once', async () => {
  const posts = [
    { email: 'one@voorbeeld.be', website: 'https://spam.example' },
    { email: 'noor@voorbeeld.be', first_name: 'Noor', website: 'noor.example', consent: { marketing: true } },
    { email: 'nobody', website: 'x' },
  ];
  for (const [minute, posted] of posts.entries()) await keep(minute, posted);
  const first = await list('?limit=2');
  expect(first.posts.map(({ posted }) => posted.email)).toEqual(['nobody', 'noor@voorbeeld.be']);
  const second = await list(`?limit=2&after=${first.next}`);
  expect(second.posts.map(({ posted }) => posted.email)).toEqual(['one@voorbeeld.be']);

  const noor = first.posts[1]?.id ?? '';
  const released = await release(noor);
  expect(released.status).toBe(200);
  const { results } = (await admin.ask('GET /v1/leads?email=noor@voorbeeld.be')).body;
  expect(results).toMatchObject([{ fields: { first_name: 'Noor' }, awaitingConfirmation: true }]);
  expect((await list()).posts).toHaveLength(2);
  expect((await release(noor)).status).toBe(404);
});

test('a post that is no signup stays where it is', async () => {
  await keep(9, { email: 'still nobody', website: 'x' });
  const [post] = (await list('?limit=1')).posts;
  const { status, body } = await release(post?.id ?? '');
  expect([status, body.errors[0]?.code]).toEqual([422, 'email_invalid']);
  expect((await list('?limit=1')).posts[0]?.id).toBe(post?.id);
});

test('snippets speak the language asked for, quote what people wrote, and say what is still to do', async () => {
  const { body } = await admin.ask('GET /v1/forms/guide/snippets?language=nl');
  expect(body).toMatchObject({
    page: 'http://localhost:3000/f/guide?lang=nl',
    policy:
      'script-src http://localhost:3000; connect-src http://localhost:3000; form-action http://localhost:3000',
    notes: [expect.stringContaining('allowedOrigins')],
    html: expect.stringContaining('Voornaam'),
    script: expect.stringContaining('src="http://localhost:3000/f/guide/embed.js" data-lang="nl"'),
  });
});
