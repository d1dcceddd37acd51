import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testConfigInput } from '../fixtures/config.ts';
import { edit } from '../fixtures/edit.ts';
import { type Admin, openAdmin, setClock } from './admin.ts';

let admin: Admin;
beforeAll(async () => {
  setClock('2026-11-05T09:00:00Z');
  admin = await openAdmin();
});
beforeEach(async () => {
  expect((await admin.publish()).status).toBe(200);
});

const path = '/v1/sequences/awareness-mails';
const original = testConfigInput().sequences['awareness-mails'];
const config = async () => (await admin.ask('GET /v1/config')).body;
const renamed = (title: string) => edit(original, ['/title', title]);

describe('a part of the programme', () => {
  test('is read by itself, with a tag that other publications leave alone', async () => {
    const before = await admin.ask(`GET ${path}`);
    expect([before.status, before.body]).toMatchObject([200, { title: 'Awareness' }]);
    await admin.ask('PUT /v1/config', { body: edit(await config(), ['/settings/company/name', 'New']) });
    expect((await admin.ask(`GET ${path}`)).headers.etag).toBe(before.headers.etag);
  });

  test('is published by itself: the document gets the next version, and all else stays', async () => {
    const before = await config();
    const { status, body } = await admin.ask(`PUT ${path}`, { body: renamed('Other') });
    expect([status, body.version]).toEqual([200, before.version + 1]);
    const after = await config();
    expect(after.sequences['awareness-mails']?.title).toBe('Other');
    expect(Object.keys(after.sequences)).toEqual(Object.keys(before.sequences));
    expect(after.templates).toEqual(before.templates);
  });

  test('is not overwritten by who read an older state of it: 412, and nothing is lost', async () => {
    const { headers } = await admin.ask(`GET ${path}`);
    const asked = { headers: { 'if-match': headers.etag ?? '' } };
    expect((await admin.ask(`PUT ${path}`, { ...asked, body: renamed('First') })).status).toBe(200);
    const second = await admin.ask(`PUT ${path}`, { ...asked, body: renamed('Second') });
    expect([second.status, second.body.title]).toEqual([412, 'Precondition failed']);
    expect((await config()).sequences['awareness-mails']?.title).toBe('First');
  });

  test('two that change different parts at the same time both come through', async () => {
    const paths = Object.keys(testConfigInput().sequences).map((slug) => `/v1/sequences/${slug}`);
    const answers = await Promise.all(
      paths.map(async (each, i) => {
        const { headers } = await admin.ask(`GET ${each}`);
        return admin.ask(`PUT ${each}`, {
          body: renamed(`Title ${i}`),
          headers: { 'if-match': headers.etag ?? '' },
        });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
    const titles = Object.values((await config()).sequences).map(({ title }) => title);
    expect(titles).toEqual(['Title 0', 'Title 1', 'Title 2']);
  });

  test('of two that change the same part with the same tag, one comes through', async () => {
    const { headers } = await admin.ask(`GET ${path}`);
    const answers = await Promise.all(
      ['One', 'Two', 'Three'].map((title) =>
        admin.ask(`PUT ${path}`, { body: renamed(title), headers: { 'if-match': headers.etag ?? '' } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  test('has what is wrong with it told by pointers into it', async () => {
    const { status, body } = await admin.ask(`PUT ${path}`, {
      body: edit(original, ['/steps/0/template', 'nowhere']),
    });
    expect([status, body.errors[0]?.pointer]).toEqual([422, '/steps/0/template']);
  });

  test('that does not exist is not found', async () => {
    expect((await admin.ask('GET /v1/sequences/nothing')).status).toBe(404);
    expect((await admin.ask('DELETE /v1/sequences/nothing')).status).toBe(404);
  });

  test('is only checked in a dry run', async () => {
    const before = await config();
    const { body } = await admin.ask(`PUT ${path}?dryRun=true`, { body: renamed('Dry') });
    expect(body).toMatchObject({ dryRun: true, changes: { sequences: { changed: ['awareness-mails'] } } });
    expect(await config()).toEqual(before);
  });
});
