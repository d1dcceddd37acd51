import { beforeAll, describe, expect, test } from 'vitest';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { saveLead } from '../../shared/store/leads.ts';
import { edit } from '../fixtures/edit.ts';
import { type Admin, openAdmin, setClock } from './admin.ts';

let admin: Admin;
beforeAll(async () => {
  setClock('2026-01-10T09:00:00Z');
  admin = await openAdmin();
  await admin.publish();
});

const day = (iso: string) => Date.parse(`${iso}T09:00:00Z`);
const emails = (body: { results: { email: string }[] }) => body.results.map(({ email }) => email);

describe('a lead', () => {
  let lead: Lead;
  beforeAll(async () => {
    const at = setClock('2026-01-12T09:00:00Z');
    const signedUp = await admin.signUp('an@lindeveld.example', at, {
      fields: { first_name: 'An', company: 'Lindeveld' },
      magnet: 'growth-guide',
      consentText: 'newsletter@1',
      touch: { at, utm_source: 'linkedin' },
    });
    lead = await admin.happen(signedUp, { type: 'lead.confirmed', at, generation: 1, proof: {} }, at);
    setClock('2026-01-13T09:00:00Z');
  });

  test('is shown with its score of now, its stages, its enrollments, and times in ISO 8601', async () => {
    const { status, body } = await admin.ask(`GET /v1/leads/${lead.id}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      id: lead.id,
      formerIds: [],
      email: 'an@lindeveld.example',
      fields: { first_name: 'An', company: 'Lindeveld' },
      mailability: 'subscribed',
      pausedUntil: null,
      preferences: { topicsOff: [], frequency: 'normal' },
      address: { kind: 'business', role: false },
      awaitingConfirmation: false,
      consent: { marketing: { granted: true, at: '2026-01-12T09:00:00.000Z', text: 'newsletter@1' } },
      score: { fit: 20, grade: 'U', engagement: expect.any(Number), asOf: '2026-01-13T09:00:00.000Z' },
      nurtureStage: 'awareness',
      nurtureStageSince: '2026-01-12T09:00:00.000Z',
      lifecycle: 'lead',
      lifecycleSince: '2026-01-12T09:00:00.000Z',
      enrollments: [
        {
          sequence: 'awareness-mails',
          version: 1,
          occurrence: 1,
          status: 'active',
          step: 'first',
          dueAt: '2026-01-12T09:00:00.000Z',
          startedAt: '2026-01-12T09:00:00.000Z',
        },
      ],
      tags: [],
      owner: null,
      language: 'en',
      timeZone: 'Europe/Brussels',
      timeZoneSource: 'default',
      attribution: {
        first: { at: '2026-01-12T09:00:00.000Z', utm_source: 'linkedin' },
        last: { at: '2026-01-12T09:00:00.000Z', utm_source: 'linkedin' },
      },
      createdAt: '2026-01-12T09:00:00.000Z',
      updatedAt: '2026-01-12T09:00:00.000Z',
    });
    // A magnet and a confirmation, 15 and 5 points, a day into their half-life of 90 days.
    expect(body.score.engagement).toBeCloseTo(20 * 2 ** (-1 / 90), 9);
  });

  test('stays on the version of the sequence that it began', async () => {
    const { body: config } = await admin.ask('GET /v1/config');
    const changed = edit(config, ['/sequences/awareness-mails/steps/0/id', 'zeroth']);
    await admin.ask('PUT /v1/config', { body: changed });
    const { body } = await admin.ask(`GET /v1/leads/${lead.id}`);
    expect(body.enrollments[0]).toMatchObject({ version: 1, step: 'first' });
  });

  test('that has not confirmed is awaited', async () => {
    const { id } = await admin.signUp('bo@lindeveld.example', day('2026-01-11'));
    const { body } = await admin.ask(`GET /v1/leads/${id}`);
    expect(body).toMatchObject({
      mailability: 'pending_confirmation',
      awaitingConfirmation: true,
      enrollments: [],
    });
  });

  test.each(['an@lindeveld.example', 'AN@Lindeveld.Example', ' an@lindeveld.example. '])(
    'is found by its address, written as "%s"',
    async (email) => {
      const { body } = await admin.ask(`GET /v1/leads?email=${encodeURIComponent(email)}`);
      expect(emails(body)).toEqual(['an@lindeveld.example']);
      expect(body.paging).toEqual({});
    },
  );

  test('is not found by an address that nobody has', async () => {
    const { status, body } = await admin.ask('GET /v1/leads?email=nobody@lindeveld.example');
    expect([status, body]).toEqual([200, { results: [], paging: {} }]);
  });

  test.each([
    ['no address', 'an-at-lindeveld', 'email_invalid'],
    ['nothing', '', 'email_missing'],
    ['an address that mail cannot reach', 'änne@lindeveld.example', 'email_not_deliverable'],
  ])('is not looked for by %s', async (_, email, code) => {
    const { status, body } = await admin.ask(`GET /v1/leads?email=${encodeURIComponent(email)}`);
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { parameter: 'email', pointer: '/email', detail: expect.any(String), code },
    ]);
    if (email) expect(JSON.stringify(body)).not.toContain(email);
  });

  test.each(['lead_v1aaaaaaaaaaaaaaaaaaaaaaaaaa', 'config', 'lead_%23', 'x'.repeat(3_000)])(
    'that nobody knows is not found (%#)',
    async (id) => {
      expect((await admin.ask(`GET /v1/leads/${id}`)).status).toBe(404);
      expect((await admin.ask(`GET /v1/leads/${id}/timeline`)).status).toBe(404);
    },
  );

  test('that was erased is not found, in no way', async () => {
    const gone = await admin.signUp('gone@lindeveld.example', day('2026-01-11'));
    await saveLead(admin.table, { ...gone, version: gone.version + 1, mailability: 'erased' });
    expect((await admin.ask(`GET /v1/leads/${gone.id}`)).status).toBe(404);
    expect((await admin.ask('GET /v1/leads?email=gone@lindeveld.example')).body.results).toEqual([]);
    expect((await admin.ask(`GET /v1/leads/${gone.id}/timeline`)).status).toBe(404);
    const posted = await admin.ask(`POST /v1/leads/${gone.id}/events`, { body: { type: 'email.replied' } });
    expect(posted.status).toBe(404);
    expect(emails((await admin.ask('GET /v1/leads')).body)).not.toContain('gone@lindeveld.example');
  });
});

describe('the list of leads', () => {
  beforeAll(async () => {
    for (const [month, count] of [
      ['2026-02', 3],
      ['2026-03', 2],
      ['2026-08', 1],
    ] as const) {
      for (let i = 1; i <= count; i++)
        await admin.signUp(`lead${i}-${month}@list.example`, day(`${month}-0${i}`));
    }
    setClock('2026-09-20T09:00:00Z');
  });

  const newestFirst = [
    'lead1-2026-08@list.example',
    'lead2-2026-03@list.example',
    'lead1-2026-03@list.example',
    'lead3-2026-02@list.example',
    'lead2-2026-02@list.example',
    'lead1-2026-02@list.example',
    'an@lindeveld.example',
    'bo@lindeveld.example',
  ];

  test('goes back month by month to the first publication, empty months or not', async () => {
    const { status, body } = await admin.ask('GET /v1/leads');
    expect([status, emails(body), body.paging]).toEqual([200, newestFirst, {}]);
  });

  test.each([1, 2, 3, 4, 6])('comes in pages of %i, none twice and none left out', async (limit) => {
    const found: string[] = [];
    let after = '';
    do {
      const { body } = await admin.ask(`GET /v1/leads?limit=${limit}${after && `&after=${after}`}`);
      expect(body.results.length).toBeLessThanOrEqual(limit);
      found.push(...emails(body));
      after = body.paging.next?.after ?? '';
    } while (after);
    expect(found).toEqual(newestFirst);
  });

  test('ends with the page that holds the last lead', async () => {
    // One more is there: the erased one, which takes a place and is not shown.
    const { body } = await admin.ask('GET /v1/leads?limit=9');
    expect([body.results.length, body.paging]).toEqual([8, {}]);
  });

  test('gives a page without leads, and where to go on, rather than look through years at once', async () => {
    setClock('2029-12-01T09:00:00Z');
    const first = (await admin.ask('GET /v1/leads')).body;
    expect(first.results).toEqual([]);
    const next = (await admin.ask(`GET /v1/leads?after=${first.paging.next?.after}`)).body;
    expect(emails(next)).toEqual(newestFirst);
    setClock('2026-09-20T09:00:00Z');
  });

  test.each([
    ['limit=0', 'limit', 'This must be at least 1.'],
    ['limit=101', 'limit', 'This must be at most 100.'],
    ['limit=many', 'limit', 'This must be a number.'],
    ['limit=1.5', 'limit', 'This must be a whole number.'],
    ['after=nonsense', 'after', 'Give what the page before said in "paging.next.after", or leave this out.'],
    ['after=WzFd', 'after', 'Give what the page before said in "paging.next.after", or leave this out.'],
  ])('refuses %s by name', async (query, parameter, detail) => {
    const { status, body } = await admin.ask(`GET /v1/leads?${query}`);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ parameter, pointer: `/${parameter}`, detail, code: expect.any(String) }]);
  });
});
