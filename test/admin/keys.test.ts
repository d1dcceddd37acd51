import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Admin, openAdmin, setClock } from './admin.ts';

let admin: Admin;
beforeAll(async () => {
  setClock('2026-11-05T09:00:00Z');
  admin = await openAdmin();
  await admin.publish();
});

const make = async (scopes: string[] = ['read']) =>
  (await admin.ask('POST /v1/keys', { body: { name: 'Website', scopes } })).body;
const listed = async (id: string) =>
  (await admin.ask('GET /v1/keys')).body.results.find((key) => key.id === id) as unknown as Record<
    string,
    unknown
  >;
const everything = async () =>
  JSON.stringify((await admin.table.client.send(new ScanCommand({ TableName: admin.table.name }))).Items);

describe('a key', () => {
  test('is shown once, and its secret lies nowhere', async () => {
    const key = await make();
    expect(key.secret).toMatch(/^sk_/);
    expect((await admin.ask('GET /v1/leads', { key: key.secret })).status).toBe(200);
    expect(JSON.stringify((await admin.ask('GET /v1/keys')).body)).not.toContain(key.secret);
    expect(await everything()).not.toContain(key.secret.slice(20));
  });

  test('tells when it was last used', async () => {
    const key = await make();
    expect(await listed(key.id)).toMatchObject({ lastUsedAt: null });
    await admin.ask('GET /v1/leads', { key: key.secret });
    expect(await listed(key.id)).toMatchObject({ lastUsedAt: expect.stringMatching(/Z$/) });
  });

  test('that gets another secret is opened by that alone', async () => {
    const before = await make();
    const after = (await admin.ask(`POST /v1/keys/${before.id}/rotate`)).body;
    const statuses = [before.secret, after.secret].map(
      async (key) => (await admin.ask('GET /v1/leads', { key })).status,
    );
    expect(await Promise.all(statuses)).toEqual([401, 200]);
  });

  test('that was revoked opens nothing, is no more to be changed, and stays in the list', async () => {
    const key = await make(['admin']);
    expect((await admin.ask(`DELETE /v1/keys/${key.id}`)).status).toBe(200);
    expect((await admin.ask('GET /v1/leads', { key: key.secret })).status).toBe(401);
    expect((await admin.ask(`POST /v1/keys/${key.id}/rotate`)).status).toBe(404);
    expect(await listed(key.id)).toMatchObject({ revokedAt: expect.stringMatching(/Z$/) });
  });

  test.each([`sk_0123456789abcdef_${'a'.repeat(43)}`, 'sk_x', 'sk_0123456789abcdef_'])(
    'is not "%s"',
    async (key) => {
      expect((await admin.ask('GET /v1/leads', { key })).status).toBe(401);
    },
  );

  test('has at least one scope, of those that there are', async () => {
    const { status, body } = await admin.ask('POST /v1/keys', { body: { name: 'x', scopes: ['root'] } });
    expect([status, body.errors[0]?.pointer]).toEqual([422, '/scopes/0']);
  });
});

describe('a request with an Idempotency-Key', () => {
  let once: Record<string, string>;
  let n = 0;
  beforeEach(() => {
    once = { 'idempotency-key': `request-${++n}` };
  });
  const body = { name: 'Once', scopes: ['read'] };
  const named = async () =>
    (await admin.ask('GET /v1/keys')).body.results.filter((key) => 'name' in key && key.name === 'Once')
      .length;

  test('takes effect once, and has the same answer each time', async () => {
    const before = await named();
    const first = await admin.ask('POST /v1/keys', { body, headers: once });
    const second = await admin.ask('POST /v1/keys', { body, headers: once });
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect(await named()).toBe(before + 1);
  });

  test('is refused with another body, at another place, or with another precondition', async () => {
    await admin.ask('POST /v1/keys', { body, headers: once });
    const others = [
      admin.ask('POST /v1/keys', { body: { ...body, name: 'Twice' }, headers: once }),
      admin.ask('POST /v1/scoring/preview', { body, headers: once }),
      admin.ask('POST /v1/keys', { body, headers: { ...once, 'if-match': '*' } }),
    ];
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([409, 409, 409]);
  });

  test('is refused while the first is worked on: of many at once, one takes effect', async () => {
    const before = await named();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => admin.ask('POST /v1/keys', { body, headers: once })),
    );
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses.has(201)).toBe(true);
    expect([...statuses].filter((status) => status !== 201 && status !== 409)).toEqual([]);
    expect(await named()).toBe(before + 1);
  });

  test('belongs to the API key that it came with', async () => {
    const other = await make(['admin']);
    const mine = await admin.ask('POST /v1/keys', { body, headers: once });
    const theirs = await admin.ask('POST /v1/keys', { body, headers: once, key: other.secret });
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  test('has refusals given again as well', async () => {
    const bad = { body: { name: '', scopes: [] }, headers: once };
    const [first, second] = [await admin.ask('POST /v1/keys', bad), await admin.ask('POST /v1/keys', bad)];
    expect([first.status, second.status]).toEqual([422, 422]);
    expect(second.body).toEqual(first.body);
  });

  test('leaves no answer in the table that anybody could read', async () => {
    const lead = await admin.signUp('an@private.example', Date.parse('2026-11-04T09:00:00Z'));
    const event = { type: 'email.replied' };
    const { body: answer } = await admin.ask(`POST /v1/leads/${lead.id}/events`, {
      body: event,
      headers: once,
    });
    expect(JSON.stringify(answer)).toContain('an@private.example');
    const { Items = [] } = await admin.table.client.send(new ScanCommand({ TableName: admin.table.name }));
    const kept = Items.filter(({ pk }) => pk?.S?.startsWith('answer#'));
    expect(kept.length).toBeGreaterThan(0);
    expect(JSON.stringify(kept)).not.toContain('private');
    expect(kept.every(({ ttl }) => Number(ttl?.N) > 0)).toBe(true);
  });
});
