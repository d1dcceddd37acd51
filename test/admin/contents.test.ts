import { beforeEach, describe, expect, test } from 'vitest';
import type { ScoringModel } from '../../shared/domain/score/scoring-model.ts';
import { testConfigInput } from '../fixtures/config.ts';
import { type Admin, openAdmin } from './admin.ts';

let admin: Admin;
beforeEach(async () => {
  admin = await openAdmin();
  await admin.publish();
});

const mail = { kind: 'nurture', content: { en: { subject: 'New', html: '<p>New</p>' } } };

describe('the settings', () => {
  test('say what nobody said by default, and what is put', async () => {
    const read = await admin.ask('GET /v1/settings');
    expect(read.body).toMatchObject({ currency: 'EUR', timeZone: 'Europe/Brussels', brand: {}, senders: {} });
    const settings = { ...read.body, currency: 'CHF', brand: { color: '#aa2200' } };
    const put = await admin.ask('PUT /v1/settings', {
      body: settings,
      headers: { 'if-match': read.headers.etag ?? '' },
    });
    expect([put.status, put.body.changes.settings]).toEqual([200, true]);
    expect((await admin.ask('GET /v1/settings')).body).toMatchObject({
      currency: 'CHF',
      brand: { color: '#aa2200' },
    });
  });

  test('are not overwritten by somebody who read them before', async () => {
    const { body, headers } = await admin.ask('GET /v1/settings');
    const mine = { body: { ...body, currency: 'GBP' }, headers: { 'if-match': headers.etag ?? '' } };
    expect((await admin.ask('PUT /v1/settings', mine)).status).toBe(200);
    const late = await admin.ask('PUT /v1/settings', { ...mine, body: { ...body, currency: 'USD' } });
    expect(late.status).toBe(412);
    expect((await admin.ask('GET /v1/settings')).body).toMatchObject({ currency: 'GBP' });
  });

  test.each([
    ['currency', 'EURO', '/currency'],
    ['timeZone', 'Europe/Gent', '/timeZone'],
    ['brand', { color: 'red' }, '/brand/color'],
    ['brand', { logo: { url: 'http://x.example/a.png', alt: 'A' } }, '/brand/logo/url'],
    ['businessHours', { days: [1], from: '17:00', to: '09:00' }, '/businessHours/to'],
    ['businessHours', { days: [8], from: '09:00', to: '17:00' }, '/businessHours/days/0'],
    ['linkUrl', 'https://x.example/path', '/linkUrl'],
  ])('refuse %s %j, and say where', async (name, value, pointer) => {
    const { status, body } = await admin.ask('PUT /v1/settings', {
      body: { ...testConfigInput().settings, [name]: value },
    });
    expect([status, body.errors[0]?.pointer]).toEqual([422, pointer]);
  });

  test('list the senders, and whose words each template is', async () => {
    const { settings } = testConfigInput();
    const senders = { bram: { name: 'Bram', email: 'bram@lindeveld.example' } };
    await admin.ask('PUT /v1/settings', { body: { ...settings, senders } });
    const put = await admin.ask('PUT /v1/templates/letter', { body: { ...mail, sender: 'bram' } });
    expect(put.status).toBe(200);
    const { results } = (await admin.ask('GET /v1/senders')).body;
    expect(results).toMatchObject([
      { slug: null, email: 'an@lindeveld.example' },
      { slug: 'bram', email: 'bram@lindeveld.example', templates: ['letter'] },
    ]);
    const gone = await admin.ask('PUT /v1/settings', { body: settings });
    expect(gone.body.errors).toMatchObject([{ code: 'unknown_sender' }]);
  });
});

describe('the scoring model', () => {
  test('is read and changed by itself; who read it before is told', async () => {
    const { body: read, headers } = await admin.ask('GET /v1/scoring');
    const body = read as unknown as ScoringModel;
    expect(body.engagement.rules.length).toBeGreaterThan(0);
    const ifMatch = { 'if-match': headers.etag ?? '' };
    const mine = { ...body, fit: { ...body.fit, knownShare: 0.5 } };
    const put = await admin.ask('PUT /v1/scoring', { body: mine, headers: ifMatch });
    expect([put.status, put.body.changes.scoring]).toEqual([200, true]);
    const late = await admin.ask('PUT /v1/scoring', { body, headers: ifMatch });
    expect(late.status).toBe(412);
    expect((await admin.ask('GET /v1/scoring')).body).toMatchObject({
      version: body.version + 1,
      fit: { knownShare: 0.5 },
    });
  });

  test('is refused where it makes no sense, and says where', async () => {
    const { scoring } = testConfigInput();
    const wrong = { ...scoring, fit: { ...scoring.fit, knownShare: 2 } };
    const answer = await admin.ask('PUT /v1/scoring', { body: wrong });
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, '/fit/knownShare']);
  });
});

describe('a magnet', () => {
  const page = (html: string) => ({
    ...testConfigInput().magnets?.['growth-guide'],
    kind: 'course',
    url: undefined,
    page: { en: html },
  });

  test('may be a page of ours; the list says what it is and where it lives', async () => {
    const put = await admin.ask('PUT /v1/magnets/course', { body: page('<p>{{ brand.name }}</p>') });
    expect([put.status, put.body.warnings]).toEqual([200, []]);
    expect((await admin.ask('GET /v1/magnets')).body.results).toMatchObject([
      { slug: 'growth-guide', kind: 'other', lives: 'url' },
      { slug: 'course', kind: 'course', lives: 'page', languages: ['en'] },
    ]);
    const seen = await admin.ask('POST /v1/magnets/course/preview', { body: { language: 'nl' } });
    expect(seen.body).toMatchObject({ language: 'en', warnings: [] });
    expect(seen.text).toMatch(
      /<html lang=\\"nl\\">.*<p class=\\"soft\\">Cursus<\/p>.*<div lang=\\"en\\"><p>/s,
    );
  });

  test.each([
    ['{{ lead.email }}', 'there is no "lead.email" in this page'],
    ['{% render "gone" %}', 'there is no partial "gone"'],
    ['{% if %}', 'line 1'],
  ])('whose page cannot be shown is refused: %s', async (html, detail) => {
    const put = await admin.ask('PUT /v1/magnets/course', { body: page(html) });
    expect([put.status, put.body.errors[0]?.pointer]).toEqual([422, '/page/en']);
    expect(put.body.errors[0]?.detail).toContain(detail);
  });

  test('says what its page leaves out', async () => {
    const html = '<script>x</script><img src="https://spy.example/p.gif">';
    const put = await admin.ask('PUT /v1/magnets/course', { body: page(html) });
    const found = put.body.warnings.filter(({ pointer }: { pointer: string }) => pointer.includes('course'));
    expect(found).toMatchObject([
      { pointer: '/magnets/course/page/en', code: 'page_element' },
      { pointer: '/magnets/course/page/en', code: 'foreign_picture' },
    ]);
  });

  test('lives in one place', async () => {
    const both = { ...page('<p>a</p>'), url: { en: '/a' } };
    const neither = { ...page(''), page: undefined };
    for (const [body, code] of [
      [both, 'two_places'],
      [neither, 'missing_text'],
    ]) {
      const put = await admin.ask('PUT /v1/magnets/course', { body });
      expect([put.status, put.body.errors[0]?.code]).toEqual([422, code]);
    }
    const seen = await admin.ask('POST /v1/magnets/growth-guide/preview', { body: {} });
    expect(seen.status).toBe(422);
  });
});

describe('a thing of the programme by itself', () => {
  test.each([
    ['templates', 'letter', mail],
    ['partials', 'signature', { html: { en: '<p>Bye</p>' } }],
    ['forms', 'contact', { ...testConfigInput().forms.guide, thankYouUrl: undefined, magnets: [] }],
    ['magnets', 'more', testConfigInput().magnets?.['growth-guide']],
  ])('is added, read, listed and removed: %s', async (kind, slug, body) => {
    const put = await admin.ask(`PUT /v1/${kind}/${slug}`, { body });
    expect([put.status, put.body.changes[kind as 'forms'].added]).toEqual([200, [slug]]);
    const got = await admin.ask(`GET /v1/${kind}/${slug}`);
    expect([got.status, got.headers.etag]).toEqual([200, put.headers.etag]);
    const slugs = (await admin.ask(`GET /v1/${kind}`)).body.results.map(
      (row) => (row as unknown as { slug: string }).slug,
    );
    expect(slugs).toContain(slug);
    const removed = await admin.ask(`DELETE /v1/${kind}/${slug}`);
    expect([removed.status, removed.body.changes[kind as 'forms'].removed]).toEqual([200, [slug]]);
    expect((await admin.ask(`GET /v1/${kind}/${slug}`)).status).toBe(404);
    expect((await admin.ask(`DELETE /v1/${kind}/${slug}`)).status).toBe(404);
  });

  test('two marketers who change different templates lose nothing', async () => {
    const put = (slug: string) => admin.ask(`PUT /v1/templates/${slug}`, { body: mail });
    const slugs = ['one', 'two', 'three', 'four'];
    expect((await Promise.all(slugs.map(put))).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { templates } = (await admin.ask('GET /v1/config')).body;
    expect(Object.keys(templates)).toEqual(expect.arrayContaining(slugs));
  });

  test('a template that something names stays', async () => {
    const { status, body } = await admin.ask('DELETE /v1/templates/awareness-1');
    expect([status, body.errors[0]?.code]).toEqual([422, 'unknown_template']);
  });

  test('a template renders partials that there are, and no others', async () => {
    const html = '<p>New</p>{% render "signature" %}';
    const body = { ...mail, content: { en: { subject: 'New', html } } };
    const refused = await admin.ask('PUT /v1/templates/letter', { body });
    expect(refused.body.errors).toMatchObject([
      { pointer: '/content/en/html', detail: 'line 1: there is no partial "signature"' },
    ]);
    await admin.ask('PUT /v1/partials/signature', { body: { html: { en: '<p>Bye</p>' } } });
    expect((await admin.ask('PUT /v1/templates/letter', { body })).status).toBe(200);
  });
});
