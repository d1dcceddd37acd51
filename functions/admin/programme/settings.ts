import type { OpenAPIHono } from '@hono/zod-openapi';
import { wholePart } from '../../../shared/domain/programme/config-part.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { exampleConfig } from './config-example.ts';
import { DryRun, editPart, IfMatch, PartTag, readPart } from './config-part.ts';
import { PublicationBody, SettingsBody } from './config-schema.ts';

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
}
