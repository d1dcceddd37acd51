import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import {
  createKey,
  type KeyFacts,
  listKeys,
  revokeKey,
  rotateKey,
} from '../../shared/actions/manage-keys.ts';
import { scopes } from './access.ts';
import type { AdminEnv, AdminParts } from './api/admin-env.ts';
import { apiRoute } from './api/api-route.ts';
import { jsonBody, jsonContent } from './api/json-content.ts';
import { pageOf } from './api/paging-schema.ts';
import { named } from './api/schema-name.ts';

const Time = z.iso.datetime();

const facts = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  createdAt: Time,
  rotatedAt: Time.nullable(),
  lastUsedAt: Time.nullable(),
  revokedAt: Time.nullable(),
};
const exampleKey = {
  id: 'key_5f0c9d3b7a1e6482',
  name: 'Website',
  scopes: ['marketing' as const],
  createdAt: '2026-11-05T09:00:00.000Z',
  rotatedAt: null,
  lastUsedAt: '2026-11-05T10:00:00.000Z',
  revokedAt: null,
};
const KeyBody = named('Key', z.object(facts), {
  description: 'Who may ask for what. `lastUsedAt` is right to the hour.',
  example: exampleKey,
});
const KeyWithSecret = named('KeyWithSecret', z.object({ ...facts, secret: z.string() }), {
  description: 'The secret is shown this once, and kept nowhere.',
  example: { ...exampleKey, secret: 'sk_5f0c9d3b7a1e6482_…' },
});
const KeyId = z.object({ id: z.string().openapi({ example: exampleKey.id }) });

const list = apiRoute(
  'GET /v1/keys',
  {
    tags: ['Keys'],
    summary: 'List keys',
    description: 'All keys but the one of the deployment, the newest first; revoked ones too.',
    responses: {
      200: {
        description: 'All of them; there are no further pages.',
        content: jsonContent(pageOf(KeyBody)),
      },
    },
  },
  [],
);

const create = apiRoute(
  'POST /v1/keys',
  {
    tags: ['Keys'],
    summary: 'Make a key',
    description: 'Give each program and each person a key of its own, with no more scopes than it needs.',
    request: {
      body: jsonBody(
        z.strictObject({
          name: z.string().min(1).max(100),
          scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
        }),
        { name: 'Website', scopes: ['marketing'] },
      ),
    },
    responses: {
      201: {
        description: 'The key, and its secret.',
        content: jsonContent(KeyWithSecret),
      },
    },
  },
  [400, 409, 413, 415, 422],
);

const rotate = apiRoute(
  'POST /v1/keys/{id}/rotate',
  {
    tags: ['Keys'],
    summary: 'Give a key another secret',
    description: 'The old secret opens nothing from now on.',
    request: { params: KeyId },
    responses: {
      200: {
        description: 'The key, and its new secret.',
        content: jsonContent(KeyWithSecret),
      },
    },
  },
  [404, 409],
);

const revoke = apiRoute(
  'DELETE /v1/keys/{id}',
  {
    tags: ['Keys'],
    summary: 'Revoke a key',
    description: 'It opens nothing from now on, and stays in the list.',
    request: { params: KeyId },
    responses: {
      200: { description: 'The key that was.', content: jsonContent(KeyBody) },
    },
  },
  [404, 409],
);

export function addKeys(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(list, async (c) => {
    const results = (await listKeys(context)).map(keyView);
    return c.json({ results, paging: {} }, 200);
  });

  app.openapi(create, async (c) => {
    const { name, scopes: granted } = c.req.valid('json');
    const { key, secret } = await createKey(context, name, [...new Set(granted)]);
    return c.json({ ...keyView(key), secret }, 201);
  });

  app.openapi(rotate, async (c) => {
    const { key, secret } = await rotateKey(context, c.req.valid('param').id);
    return c.json({ ...keyView(key), secret }, 200);
  });

  app.openapi(revoke, async (c) => c.json(keyView(await revokeKey(context, c.req.valid('param').id)), 200));
}

const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());

const keyView = (key: KeyFacts): z.infer<typeof KeyBody> => ({
  id: key.id,
  name: key.name,
  scopes: scopes.filter((scope) => key.scopes.includes(scope)),
  createdAt: new Date(key.createdAt).toISOString(),
  rotatedAt: time(key.rotatedAt),
  lastUsedAt: time(key.lastUsedAt),
  revokedAt: time(key.revokedAt),
});
