import { beforeAll, describe, expect, test } from 'vitest';
import { type Admin, openAdmin } from './admin.ts';

let admin: Admin;
beforeAll(async () => {
  admin = await openAdmin();
  await admin.publish();
});

interface Seen {
  subject: string;
  html: string;
  text: string;
  from: string;
  headers: Record<string, string>;
  warnings: { pointer: string; code: string }[];
}
const look = async (slug: string, body: object = {}) => {
  const answer = await admin.ask(`POST /v1/templates/${slug}/preview`, { body });
  return { ...answer, seen: answer.body as unknown as Seen };
};
const mail = (html: string, subject = 'New') => ({ kind: 'nurture', content: { en: { subject, html } } });

describe('a preview', () => {
  test('is the whole mail, for a lead that one imagines', async () => {
    const { status, seen } = await look('awareness-1', { lead: { fields: { first_name: '<An>' } } });
    expect(status).toBe(200);
    expect(seen.html).toContain('Dear &lt;An&gt;');
    expect(seen.text).toContain('Dear <An>');
    expect(seen.text).toContain('Kerkstraat 1, 9000 Gent, Belgium');
    expect(seen.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    // Links lead where their author wants them: whoever looks is counted nowhere.
    expect(seen.html).toContain('href="https://lindeveld.example/awareness/1"');
    expect(seen.html).not.toContain('/l/click/');
    expect(seen.warnings).toEqual([]);
  });

  test('is for a lead that there is, with what it said', async () => {
    const lead = await admin.signUp('noor@voorbeeld.be', Date.now(), { fields: { first_name: 'Noor' } });
    const { seen, body } = await look('awareness-1', { leadId: lead.id });
    expect(seen.html).toContain('Dear Noor');
    expect(body).toMatchObject({ to: 'noor@voorbeeld.be' });
    expect((await look('awareness-1', { leadId: 'lead_v1nobody' })).status).toBe(404);
  });

  test('shows a template that is not published yet, under any slug', async () => {
    const template = {
      kind: 'nurture',
      content: {
        en: { subject: 'Draft', html: '<p>In English</p>' },
        nl: { subject: 'Kladje', html: '<p>In het Nederlands</p>' },
      },
    };
    expect((await look('not-there', { template, language: 'nl' })).seen.subject).toBe('Kladje');
    expect((await look('not-there', { template, language: 'fr' })).seen.subject).toBe('Draft');
    expect((await look('not-there')).status).toBe(404);
  });

  test('says what would keep it from being sent, and where', async () => {
    const { status, body } = await look('x', { template: mail('<p>{% frobnicate %}</p>') });
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer: '/content/en/html', detail: 'line 1: there is no tag "frobnicate"', code: 'template' }],
    ]);
  });

  test('links of its own open nothing', async () => {
    const { seen } = await look('confirmation');
    expect(seen.html).toMatch(/href="http:\/\/localhost:3000\/l\/confirm\/[^"]+"/);
  });
});

describe('what should be better about a mail', () => {
  const words = '<p>Forty characters or more of words, so that this mail says something.</p>';
  test.each([
    [
      'a picture without alt',
      mail(`${words}<img src="https://x.example/cat.png">`),
      'missing_alt',
      '/content/en/html',
    ],
    [
      'nothing but a picture',
      mail('<img src="https://x.example/cat.png" alt="A cat">'),
      'image_only',
      '/content/en/html',
    ],
    [
      'a link without encryption',
      mail(`${words}<a href="http://x.example">x</a>`),
      'plain_http',
      '/content/en/html',
    ],
    [
      'a subject of 61 characters',
      mail(words, `${'a'.repeat(60)}👩🏽‍🚀`),
      'long_subject',
      '/content/en/subject',
    ],
    ['more than Gmail shows', mail(`<p>${'é'.repeat(53_000)}</p>`), 'gmail_clips', '/content/en/html'],
  ])('%s', async (_, template, code, pointer) => {
    const { seen } = await look('x', { template });
    expect(seen.warnings.map((found) => [found.code, found.pointer])).toEqual([[code, pointer]]);
  });

  test('nothing, at the very limits', async () => {
    const { seen } = await look('x', { template: mail(words, `${'a'.repeat(59)}👩🏽‍🚀`) });
    expect(seen.warnings).toEqual([]);
  });

  test('an address at which nobody can be found, also when it is published', async () => {
    const { body: settings } = await admin.ask('GET /v1/settings');
    const company = { name: 'Lindeveld', address: 'Somewhere in Gent' };
    const put = await admin.ask('PUT /v1/settings?dryRun=true', { body: { ...settings, company } });
    expect(put.body.warnings).toEqual([
      expect.objectContaining({ pointer: '/settings/company/address', code: 'no_postal_address' }),
    ]);
  });
});

test('a test mail goes to colleagues alone, marked', async () => {
  const ask = (to: string) => admin.ask('POST /v1/templates/awareness-1/test-send', { body: { to } });
  const { status, body } = await ask('an@lindeveld.example');
  expect([status, (body as unknown as Seen).subject]).toEqual([200, '[Test] awareness 1']);
  const refused = await ask('somebody@voorbeeld.be');
  expect([refused.status, refused.body.errors[0]?.pointer]).toEqual([422, '/to']);
});

describe('the versions of a template', () => {
  const put = (subject: string) => admin.ask('PUT /v1/templates/letter', { body: mail('<p>x</p>', subject) });
  interface Version {
    version: number;
    etag: string | null;
    template: { content: { en: { subject: string } } } | null;
  }
  const list = async () =>
    (await admin.ask('GET /v1/templates/letter/versions')).body.results as unknown as Version[];

  test('are those publications that changed it; going back is one more', async () => {
    const first = (await put('First')).body.version;
    await admin.ask('PUT /v1/partials/unrelated', { body: { html: { en: 'x' } } });
    await put('Second');
    expect((await list()).map(({ version, template }) => [version, template?.content.en.subject])).toEqual([
      [first + 2, 'Second'],
      [first, 'First'],
    ]);
    const back = await admin.ask('POST /v1/templates/letter/rollback', { body: { version: first } });
    expect([back.status, back.body.version]).toEqual([200, first + 3]);
    const [newest, , oldest] = await list();
    expect([newest?.template, newest?.etag]).toEqual([oldest?.template, oldest?.etag]);
    await admin.ask('DELETE /v1/templates/letter');
    expect((await list())[0]).toMatchObject({ version: first + 4, template: null, etag: null });
  });

  test('going back to a publication that had no such template changes nothing', async () => {
    const { status } = await admin.ask('POST /v1/templates/letter/rollback', { body: { version: 1 } });
    expect(status).toBe(404);
  });
});
