import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readConfig } from '../../shared/actions/publish-config.ts';
import { wholePart } from '../../shared/domain/config-part.ts';
import type { AdminEnv, AdminParts } from './admin-env.ts';
import { apiRoute } from './api-route.ts';
import { exampleConfig } from './config-example.ts';
import { DryRun, editPart, IfMatch, PartTag, readPart } from './config-part.ts';
import { PublicationBody, SettingsBody } from './config-schema.ts';
import { pageOf } from './paging-schema.ts';

const part = wholePart('settings');
const content = { 'application/json': { schema: SettingsBody, example: exampleConfig.settings } };

const get = apiRoute(
  'GET /v1/settings',
  {
    tags: ['Configuration'],
    summary: 'Read the settings',
    description:
      'Company, sender, time zone, currency, hours, languages, brand. The ETag stands for them alone.',
    responses: { 200: { description: 'As they are in force.', headers: PartTag, content } },
  },
  [404],
);

const put = apiRoute(
  'PUT /v1/settings',
  {
    tags: ['Configuration'],
    summary: 'Change the settings',
    description: 'Publishes the programme with these settings: mails that leave from now on follow them.',
    request: { query: DryRun, headers: IfMatch, body: { required: true, content } },
    responses: {
      200: {
        description: 'What was published, or would be.',
        headers: PartTag.partial(),
        content: { 'application/json': { schema: PublicationBody } },
      },
    },
  },
  [400, 409, 412, 413, 415, 422],
);

const SenderInList = z.object({
  slug: z.string().nullable().openapi({ description: 'None: the programme’s own.' }),
  name: z.string(),
  email: z.string(),
  replyTo: z.string().optional(),
  templates: z.array(z.string()).openapi({ description: 'Whose words these templates are.' }),
});

const senders = apiRoute(
  'GET /v1/senders',
  {
    tags: ['Configuration'],
    summary: 'List senders',
    description: 'From whom mails come: the programme’s own sender first, then those that templates name.',
    responses: {
      200: {
        description: 'All of them; there are no further pages.',
        content: { 'application/json': { schema: pageOf(SenderInList) } },
      },
    },
  },
  [404],
);

export function addSettings(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  app.openapi(get, async (c) => {
    const { part: settings, etag } = await readPart(parts, part);
    c.header('etag', etag);
    return c.json(settings, 200);
  });

  app.openapi(put, async (c) => {
    const settings = c.req.valid('json');
    const { publication, etag } = await editPart(parts, part, () => settings, {
      query: c.req.valid('query'),
      header: c.req.valid('header'),
    });
    if (etag) c.header('etag', etag);
    return c.json(publication, 200);
  });

  app.openapi(senders, async (c) => {
    const config = await readConfig(parts.context);
    const results = config ? sendersOf(config) : [];
    return c.json({ results, paging: {} }, 200);
  });
}

function sendersOf({ settings, templates }: NonNullable<Awaited<ReturnType<typeof readConfig>>>) {
  const { sender, replyTo } = settings;
  const own = { slug: null, ...sender, ...(replyTo ? { replyTo } : {}) };
  const others = Object.entries(settings.senders).map(([slug, other]) => ({ slug, ...other }));
  return [own, ...others].map((one) => ({
    ...one,
    templates: Object.keys(templates).filter((slug) => (templates[slug]?.sender ?? null) === one.slug),
  }));
}
