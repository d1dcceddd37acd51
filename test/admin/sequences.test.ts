import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SimulationResult } from '../../shared/domain/rehearsal/simulation-book.ts';
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

describe('the life of a sequence', () => {
  const draft = (days: number) =>
    edit(original, ['/steps/1/for', `P${days}D`], ['/title', `Waits ${days} days`]);
  const post = (verb: string, body?: unknown) =>
    admin.ask(`POST ${path}/${verb}`, body === undefined ? {} : { body });

  test('a draft is kept beside what is in force, and says what publishing it would meet', async () => {
    const before = await config();
    const { status, body } = await admin.ask(`PUT ${path}/draft`, {
      body: edit(draft(4), ['/steps/0/template', 'to-be-written']),
    });
    expect([status, body]).toMatchObject([
      200,
      {
        changes: [
          'The title is "Waits 4 days", no more "Awareness".',
          'The step "first" is now the mail "to-be-written", before the mail "awareness-1".',
          'The step "pause" is now a wait (for P4D), before a wait (for P3D).',
        ],
        problems: [{ pointer: '/steps/0/template' }],
      },
    ]);
    expect(await config()).toEqual(before);
    expect((await post('publish', { leads: 'stay' })).status).toBe(422);
  });

  test('two who write the same draft do not lose each other’s words', async () => {
    const first = await admin.ask(`PUT ${path}/draft`, { body: draft(5) });
    const asked = { headers: { 'if-match': first.headers.etag ?? '' } };
    expect((await admin.ask(`PUT ${path}/draft`, { ...asked, body: draft(6) })).status).toBe(200);
    expect((await admin.ask(`PUT ${path}/draft`, { ...asked, body: draft(7) })).status).toBe(412);
    expect((await admin.ask(`GET ${path}/draft`)).body).toMatchObject({ title: 'Waits 6 days' });
  });

  test('publishing says how many leads are where and what each choice does, before it does it', async () => {
    const lead = await admin.signUp('on-the-way@lindeveld.example', Date.parse('2026-11-04T09:00:00Z'));
    await admin.happen(
      lead,
      { type: 'lead.confirmed', at: lead.createdAt + 1, generation: 1, proof: {} },
      lead.createdAt + 1,
    );
    await admin.ask(`PUT ${path}/draft`, { body: draft(9) });
    const before = await config();
    const dry = await post('publish?dryRun=true', { leads: 'migrate' });
    const version = (before.sequenceVersions['awareness-mails'] ?? 0) + 1;
    expect(dry.body).toMatchObject({
      version,
      changes: expect.arrayContaining(['The step "pause" is now a wait (for P9D), before a wait (for P3D).']),
      onTheirWay: { steps: [{ step: 'first', leads: 1 }], complete: true },
      choices: {
        stay: expect.stringContaining('1 on their way stay'),
        migrate: expect.stringContaining(`go on in version ${version}`),
        leave: 'No lead has finished it.',
        offer: 'No lead has finished it.',
      },
      finished: { leads: 0, offered: 0, complete: true },
    });
    expect(await config()).toEqual(before);
    expect((await post('publish', { leads: 'stay', finished: 'all' })).status).toBe(422);
    const done = await post('publish', { leads: 'migrate', finished: 'offer' });
    expect(done.body).toMatchObject({ version, publication: { version: before.version + 1 } });
    expect((await admin.ask(`GET ${path}/draft`)).status).toBe(404);
    const { body } = await admin.ask(`GET ${path}/positions`);
    expect(body.results).toMatchObject([{ step: 'first', leads: 1 }]);
  });

  test('E12: it is paused, resumed, archived and only then removed; the list says which', async () => {
    const status = async () =>
      (await admin.ask('GET /v1/sequences')).body.results.flatMap((one) =>
        'slug' in one && one.slug === 'awareness-mails' && 'status' in one ? [one.status] : [],
      );
    expect((await post('resume', { due: 'skip' })).status).toBe(409);
    expect((await post('pause')).status).toBe(200);
    expect(await status()).toEqual(['paused']);
    expect((await post('resume', { due: 'shift' })).status).toBe(200);
    expect(await status()).toEqual(['active']);
    expect((await admin.ask(`DELETE ${path}`)).status).toBe(409);
    expect((await post('archive')).status).toBe(200);
    expect(await status()).toEqual(['archived']);
    expect((await config()).sequences['awareness-mails']).toBeDefined();
    expect((await admin.ask(`DELETE ${path}`)).status).toBe(200);
    expect(await status()).toEqual([]);
  });

  test('a publication of the whole programme leaves a pause as it is', async () => {
    await post('pause');
    await admin.ask('PUT /v1/config', { body: edit(await config(), ['/settings/company/name', 'Paused']) });
    expect((await post('resume', { due: 'send' })).status).toBe(200);
  });
});

describe('a sequence is seen before it sends:', () => {
  test('its schedule, in a zone; in one that nobody knows, none (E4)', async () => {
    const { body } = await admin.ask(
      `GET ${path}/schedule?start=2026-03-27T08:00:00Z&timeZone=Europe/Amsterdam`,
    );
    expect(body.results).toEqual([
      { step: 'first', at: '2026-03-27T08:00:00.000Z' },
      { step: 'second', at: '2026-03-30T07:00:00.000Z' },
    ]);
    const nowhere = await admin.ask(`GET ${path}/schedule?timeZone=Mars/Olympus`);
    expect([nowhere.status, nowhere.body.errors]).toMatchObject([422, [{ pointer: '/timeZone' }]]);
  });

  test('a score, with what makes it', async () => {
    const { status, body } = await admin.ask('POST /v1/scoring/preview', {
      body: {
        events: [{ type: 'email.clicked', at: '2026-11-01T09:00:00Z', subject: 'm1' }],
        at: '2026-11-01T09:00:00Z',
      },
    });
    expect([status, body]).toMatchObject([
      200,
      { score: { engagement: 5 }, contributions: [{ points: 5, worth: 5, counted: true, subject: 'm1' }] },
    ]);
  });

  test('a score of somebody whom sales let go, and who comes back', async () => {
    const events = [
      { type: 'demo.requested', at: '2026-10-01T09:00:00Z' },
      { type: 'lead.recycled', at: '2026-10-02T09:00:00Z' },
      { type: 'email.clicked', at: '2026-11-01T09:00:00Z', subject: 'm1' },
      { type: 'email.clicked', at: '2026-11-01T09:00:00Z', subject: 'm2' },
    ];
    const { body } = await admin.ask('POST /v1/scoring/preview', {
      body: { events, at: '2026-11-01T09:00:00Z' },
    });
    expect(body).toMatchObject({ score: { engagement: 30 } });
    const counted = (body as unknown as { contributions: { type: string; worth: number; reason?: string }[] })
      .contributions;
    expect(counted.map(({ type, worth, reason }) => [type, reason ?? worth])).toEqual(
      expect.arrayContaining([
        ['demo.requested', 'reset'],
        ['lead.reengaged', 20],
        ['email.clicked', 5],
        ['email.clicked', 5],
      ]),
    );
    expect(counted).toHaveLength(4);
  });

  test('a simulation', async () => {
    const { status, body } = await admin.ask(`POST ${path}/simulate`, { body: { leads: 20, days: 10 } });
    expect([status, body]).toMatchObject([
      200,
      { leads: 20, days: 10, mails: { total: expect.any(Number) } },
    ]);
  });

  test('a simulation of the most leads that one request takes, and no more', async () => {
    const ask = (leads: number) =>
      admin.ask(`POST ${path}/simulate`, { body: { leads, days: 3, arrivalDays: 1 } });
    const { status, body } = await ask(2_000);
    expect([status, body]).toMatchObject([200, { leads: 2_000, mails: { total: expect.any(Number) } }]);
    const { enrollments, mails, funnel } = body as unknown as SimulationResult;
    expect(Object.values(enrollments).reduce((sum, leads) => sum + leads, 0)).toBe(2_000);
    expect(mails.total).toBeGreaterThanOrEqual(2_000);
    const last = funnel.at(-1)?.nurtureStage ?? {};
    expect(Object.values(last).reduce((sum, leads) => sum + leads, 0)).toBe(2_000);
    expect((await ask(2_001)).status).toBe(422);
  });

  test('its results, and the winner of a test', async () => {
    const test = {
      id: 'ab',
      type: 'ab_test',
      variants: [{ template: 'awareness-1' }, { template: 'awareness-2' }],
    };
    expect((await admin.ask(`PUT ${path}`, { body: edit(original, ['/steps/0', test]) })).status).toBe(200);
    const results = await admin.ask(`GET ${path}/results`);
    expect([results.status, results.body]).toMatchObject([
      200,
      { tests: [{ step: 'ab', variants: [{ template: 'awareness-1', pBest: expect.closeTo(0.5, 6) }, {}] }] },
    ]);
    const pick = (template: string) => admin.ask(`POST ${path}/winner`, { body: { step: 'ab', template } });
    expect((await pick('engagement-1')).status).toBe(422);
    expect((await pick('awareness-2')).status).toBe(200);
    expect((await admin.ask(`GET ${path}/results`)).body).toMatchObject({
      tests: [{ winner: 'awareness-2' }],
    });
  });
});
