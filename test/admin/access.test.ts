import { handle } from 'hono/aws-lambda';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { access, type RouteName, scopesOf } from '../../functions/admin/access.ts';
import { deploymentKey } from '../../functions/admin/api-key.ts';
import { adminApp } from '../../functions/admin/app.ts';
import { type ApiDocument, endpointsOf } from '../../functions/admin/docs/document.ts';
import { exampleCalculation } from '../../functions/admin/forecast-example.ts';
import { openContext } from '../../functions/environment.ts';
import { testConfigInput } from '../fixtures/config.ts';
import { type Admin, type Asked, ask, openAdmin } from './admin.ts';

let admin: Admin;
let scoped: (request: string, asked?: Asked) => ReturnType<Admin['ask']>;
beforeAll(async () => {
  admin = await openAdmin();
  await admin.publish();
  const everyScope = ['admin', 'marketing', 'sales', 'read'] as const;
  const keys = {
    find: async (secret: string) => {
      const scope = everyScope.find((name) => secret === `sk_${name}`);
      return scope && { id: scope, scopes: [scope] };
    },
  };
  const idKey = Buffer.alloc(32, 7);
  const app = adminApp({ context: openContext(idKey), idKey, keys, baseUrl: 'http://localhost:3000' });
  scoped = (request, asked) => ask(handle(app), request, asked);
});

const routes = Object.keys(access) as RouteName[];

/** A request that the route takes when the key is right. */
const bodies: Partial<Record<RouteName, unknown>> = {
  'PUT /v1/config': testConfigInput(),
  'PUT /v1/sequences/{slug}': testConfigInput().sequences['awareness-mails'],
  'POST /v1/templates/{slug}/preview': {},
  'POST /v1/templates/{slug}/test-send': { to: 'an@lindeveld.example' },
  'POST /v1/templates/{slug}/rollback': { version: 1 },
  'PUT /v1/settings': testConfigInput().settings,
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
  'POST /v1/reports/forecast/calculate': exampleCalculation,
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

describe.each(routes)('%s', (route) => {
  test.each([
    ['no key', null],
    ['a wrong key', 'sk_wrong'],
    ['an empty key', ''],
  ])('is closed with %s, whatever else is asked', async (_, key) => {
    const { status, headers, body } = await admin.ask(...requestTo(route, key));
    expect([status, headers['www-authenticate'], body.title]).toEqual([401, 'Bearer', 'Unauthorized']);
    const [request, asked] = requestTo(route, key);
    const broken = asked.body ? { ...asked, body: '{' } : asked;
    expect((await admin.ask(`${request}?limit=x`, broken)).status).toBe(401);
  });

  test('is open with the key of the deployment', async () => {
    expect([200, 404]).toContain((await admin.ask(...requestTo(route, 'sk_a_key_for_tests'))).status);
  });

  test.each(['admin', 'marketing', 'sales', 'read'] as const)('asks for its scopes: %s', async (scope) => {
    const { status, body } = await scoped(...requestTo(route, `sk_${scope}`));
    if (scopesOf(route).includes(scope)) expect([200, 404]).toContain(status);
    else expect([status, body.title]).toEqual([403, 'Forbidden']);
  });
});

test('nothing that changes something is open to a key that reads', () => {
  // These take a body, and keep nothing of it.
  const pure: RouteName[] = ['POST /v1/reports/forecast/calculate', 'POST /v1/templates/{slug}/preview'];
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
