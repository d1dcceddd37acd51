import { beforeAll, describe, expect, test, vi } from 'vitest';
import { access, type RouteName, scopes, scopesOf } from '../../functions/admin/access.ts';
import { deploymentKey } from '../../functions/admin/api/api-key.ts';
import { type ApiDocument, endpointsOf } from '../../functions/admin/docs/document.ts';
import { testConfigInput } from '../fixtures/config.ts';
import { type Admin, type Answer, type Asked, adminKey, openAdmin } from './admin.ts';

let admin: Admin;
const made: Partial<Record<string, string>> = {};
beforeAll(async () => {
  admin = await openAdmin();
  await admin.publish();
  for (const scope of [...scopes, 'revoked']) {
    const { body } = await admin.ask('POST /v1/keys', {
      body: { name: scope, scopes: [scope === 'revoked' ? 'admin' : scope] },
    });
    made[scope] = body.secret;
    if (scope === 'revoked') await admin.ask(`DELETE /v1/keys/${body.id}`);
  }
});

const routes = Object.keys(access) as RouteName[];

/** What routes are sent; those that would work long on it are sent nothing, since who may not come in learns that first. */
const bodies: Partial<Record<RouteName, unknown>> = {
  'PUT /v1/config': testConfigInput(),
  'PUT /v1/sequences/{slug}': testConfigInput().sequences['awareness-mails'],
  'POST /v1/templates/{slug}/preview': {},
  'POST /v1/templates/{slug}/test-send': { to: 'an@lindeveld.example' },
  'POST /v1/templates/{slug}/rollback': { version: 1 },
  'PUT /v1/sequences/{slug}/draft': testConfigInput().sequences['awareness-mails'],
  'POST /v1/sequences/{slug}/publish': { leads: 'stay' },
  'POST /v1/sequences/{slug}/resume': { due: 'shift' },
  'POST /v1/sequences/{slug}/winner': { step: 'none', template: 'none' },
  'POST /v1/sequences/{slug}/simulate': { leads: 1, days: 1 },
  'POST /v1/scoring/preview': {},
  'POST /v1/keys': { name: 'Another', scopes: ['read'] },
  'POST /v1/newsletters': { sequence: 'nothing' },
  'PUT /v1/stages': { lifecycle: 'kmo-b2b' },
  'PUT /v1/settings': testConfigInput().settings,
  'PUT /v1/scoring': testConfigInput().scoring,
  'POST /v1/magnets/{slug}/preview': {},
  'PUT /v1/forms/{slug}': testConfigInput().forms.guide,
  'PUT /v1/magnets/{slug}': testConfigInput().magnets?.['growth-guide'],
  'PUT /v1/templates/{slug}': testConfigInput().templates['awareness-1'],
  'PUT /v1/partials/{slug}': { html: { en: 'Bye' } },
  'POST /v1/leads/{id}/events': { type: 'email.replied' },
  'POST /v1/leads/{id}/sales-decision': { decision: 'accept' },
  'POST /v1/leads/{id}/conversions': { externalId: 'one', value: 1, currency: 'EUR' },
  'POST /v1/leads/{id}/stage': { lifecycle: 'lead' },
  'POST /v1/sending/pause': { what: 'nurture', reason: 'A test of scopes.' },
  'POST /v1/sending/resume': {},
  'POST /v1/suppressions/{id}/lift': { reason: 'A test of scopes.' },
  'POST /v1/statistics/recount': {
    before: '2026-11-05T00:00:00Z',
    from: '2026-11-01',
    to: '2026-11-02',
    days: {},
  },
};
const requestTo = (route: RouteName, key: string | null): [string, Asked] => {
  const body = bodies[route];
  return [
    route.replace('{id}', 'lead_v1nobody').replace('{slug}', 'nothing'),
    { key, ...(body ? { body } : {}) },
  ];
};

test('every route of the API is in the document, and has its scopes in the table', async () => {
  const { body } = await admin.ask('GET /v1/openapi.json', { key: null });
  const described = endpointsOf(body as unknown as ApiDocument);
  expect(
    Object.fromEntries(
      described.map(({ method, path, operation }) => [`${method} ${path}`, operation['x-scopes']]),
    ),
  ).toEqual(Object.fromEntries(routes.map((route) => [route, scopesOf(route)])));
});

/** Whatever is said of the request itself: a route that is new needs no request of its own here. */
const isLetIn = ({ status }: Answer) => status < 500 && status !== 401 && status !== 403;

describe.each(routes)('%s', (route) => {
  test('is closed with no key, a wrong one, an empty one and a revoked one, whatever else is asked', async () => {
    const closed = await Promise.all(
      [null, 'sk_wrong', '', made.revoked ?? ''].flatMap((key) => {
        const [request, asked] = requestTo(route, key);
        const broken = asked.body ? { ...asked, body: '{' } : asked;
        return [admin.ask(request, asked), admin.ask(`${request}?limit=x`, broken)];
      }),
    );
    for (const { status, headers, body } of closed) {
      expect([status, headers['www-authenticate'], body.title]).toEqual([401, 'Bearer', 'Unauthorized']);
    }
  });

  test('is open with the key of the deployment, and with those of its scopes alone', async () => {
    expect(isLetIn(await admin.ask(...requestTo(route, adminKey)))).toBe(true);
    for (const scope of scopes) {
      const answer = await admin.ask(...requestTo(route, made[scope] ?? ''));
      if (scopesOf(route).includes(scope)) expect([scope, isLetIn(answer)]).toEqual([scope, true]);
      else expect([scope, answer.status, answer.body.title]).toEqual([scope, 403, 'Forbidden']);
    }
  }, 60_000);
});

test('nothing that changes something is open to a key that reads', () => {
  // These take a body, and keep nothing of it.
  const pure: RouteName[] = [
    'POST /v1/reports/forecast/calculate',
    'POST /v1/scoring/preview',
    'POST /v1/sequences/{slug}/simulate',
    'POST /v1/templates/{slug}/preview',
    'POST /v1/magnets/{slug}/preview',
  ];
  const changing = routes.filter((route) => !route.startsWith('GET ') && !pure.includes(route));
  expect(changing.filter((route) => scopesOf(route).includes('read'))).toEqual([]);
});

test.each(['Basic c2tfYV9rZXk6', 'sk_a_key_for_tests', 'Bearer', 'Bearer a b'])(
  'the header "%s" is no key',
  async (authorization) => {
    expect((await admin.ask('GET /v1/leads', { key: null, headers: { authorization } })).status).toBe(401);
  },
);

test.each(['GET /v1/openapi.json', 'GET /docs'])('%s needs no key', async (request) => {
  expect((await admin.ask(request, { key: null })).status).toBe(200);
});

describe('the key of the deployment', () => {
  test('may not be the one that everybody knows, outside local runs', async () => {
    const refused = { code: 'misconfigured', message: expect.stringContaining('sk_local_kweek') };
    expect(() => deploymentKey('sk_local_kweek', 'aws')).toThrow(expect.objectContaining(refused));
    expect(() => deploymentKey('sk_local_kweek', undefined)).toThrow(expect.objectContaining(refused));
    expect(await deploymentKey('sk_local_kweek', 'local').find('sk_local_kweek')).toBeDefined();
  });

  test('is asked for when the function starts', async () => {
    vi.resetModules();
    const before = { ...process.env };
    Object.assign(process.env, { KWEEK_ENV: 'aws', KWEEK_ADMIN_KEY: 'sk_local_kweek' });
    delete process.env.KWEEK_CLOCK;
    await expect(import('../../functions/admin/index.ts')).rejects.toThrow('for local runs only');
    process.env = before;
  });

  test('opens by the whole key alone', async () => {
    const keys = deploymentKey('sk_secret', 'aws');
    expect(await keys.find('sk_secret')).toEqual({ id: 'deployment', scopes: ['admin'] });
    expect(await keys.find('sk_secre')).toBeUndefined();
    expect(await keys.find('sk_secret ')).toBeUndefined();
    expect(await keys.find('SK_SECRET')).toBeUndefined();
  });
});
