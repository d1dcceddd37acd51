import { beforeAll, describe, expect, test, vi } from 'vitest';
import { testConfigInput } from '../fixtures/config.ts';
import { type Admin, type Asked, openAdmin } from './admin.ts';

let admin: Admin;
beforeAll(async () => {
  admin = await openAdmin();
  await admin.publish();
});

const events = 'POST /v1/leads/lead_v1nobody/events';
const text = (body: string, type = 'application/json'): Asked => ({
  body,
  headers: { 'content-type': type },
});

describe('a problem (RFC 9457)', () => {
  test.each<[what: string, request: string, asked: Asked, status: number, title: string]>([
    ['an unknown path', 'GET /v1/nothing', {}, 404, 'Not found'],
    ['an unknown lead', 'GET /v1/leads/lead_v1nobody', {}, 404, 'Not found'],
    ['a method that a path does not have', 'DELETE /v1/config', {}, 405, 'Method not allowed'],
    ['a body that is no JSON', events, text('{"type":'), 400, 'Bad request'],
    ['no body', events, {}, 422, 'Not valid'],
    ['an empty body', events, { headers: { 'content-type': 'application/json' } }, 400, 'Bad request'],
    [
      'a body that is not called JSON',
      events,
      text('type=email.replied', 'text/plain'),
      415,
      'Unsupported media type',
    ],
    ['a body that is no object', events, text('[]'), 422, 'Not valid'],
    ['a body that is too large', 'PUT /v1/config', text(`"${'x'.repeat(4_200_000)}"`), 413, 'Too large'],
    ['a body that is nested too deep', 'PUT /v1/config', { body: deep(60_000) }, 422, 'Not valid'],
    [
      'a header that is not as it must be',
      'PUT /v1/config',
      { body: testConfigInput(), headers: { 'if-match': '3' } },
      422,
      'Not valid',
    ],
  ])('answers %s', async (_, request, asked, status, title) => {
    const answer = await admin.ask(request, asked);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toEqual({
      type: 'about:blank',
      title,
      status,
      detail: expect.stringMatching(/\.$/),
      ...(answer.body.errors ? { errors: expect.any(Array) } : {}),
    });
  });

  test('names the methods that a path has', async () => {
    expect((await admin.ask('DELETE /v1/config')).headers.allow).toBe('GET, PUT');
    expect((await admin.ask('POST /v1/leads')).headers.allow).toBe('GET');
  });

  test('names the header that is wrong', async () => {
    const { body } = await admin.ask(events, {
      body: { type: 'email.replied' },
      headers: { 'idempotency-key': 'x'.repeat(201) },
    });
    expect(body.errors).toEqual([
      {
        parameter: 'idempotency-key',
        pointer: '/idempotency-key',
        detail: 'This must have at most 200 characters.',
        code: 'too_big',
      },
    ]);
  });

  test('never repeats what was sent', async () => {
    const { body } = await admin.ask(events, {
      body: { type: 'an@lindeveld.example', at: 'bo@lindeveld.example' },
    });
    expect(body.status).toBe(422);
    expect(JSON.stringify(body)).not.toContain('lindeveld');
  });

  test('of ours says nothing but that it is ours, and logs no more than names and codes', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const broken = await openBroken();
    const { status, body } = await broken.ask('GET /v1/leads?email=an@lindeveld.example');
    expect([status, body.title]).toEqual([500, 'Internal error']);
    expect(JSON.stringify(body)).not.toMatch(/Resource|Table|lindeveld/);
    const lines = logged.mock.calls.map(([line]) => JSON.parse(String(line)));
    logged.mockRestore();
    expect(lines).toEqual([
      {
        level: 'error',
        message: 'A request failed.',
        error: 'ResourceNotFoundException',
        request: expect.any(String),
      },
    ]);
  });
});

/** The handler before a table that is not there. */
async function openBroken(): Promise<Admin> {
  vi.resetModules();
  return openAdmin({ KWEEK_TABLE: 'no-such-table' });
}

function deep(levels: number): string {
  const document = testConfigInput();
  const text = JSON.stringify(document);
  const when = `${'{"not":'.repeat(levels)}{"event":["email.sent"]}${'}'.repeat(levels)}`;
  return text.replace('"transitions":[{', `"transitions":[{"when":${when},`);
}
