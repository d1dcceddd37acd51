import type { OpenAPIHono } from '@hono/zod-openapi';
import type * as z from 'zod';
import { type ConfigPart, wholePart } from '../../../shared/domain/programme/config-part.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonContent } from '../api/json-content.ts';
import { exampleConfig } from './config-example.ts';
import { DryRun, editPart, IfMatch, PartTag, readPart } from './config-part.ts';
import { PublicationBody, ScoringBody, SettingsBody } from './config-schema.ts';

/** A part of the programme that there is one of, and what its two routes are told apart by. */
interface WholePart<T> {
  name: 'scoring' | 'settings';
  schema: z.ZodType<T>;
  get: { summary: string; description: string; found: string };
  put: { summary: string; description: string };
}

export function addScoring(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  addWholePart(app, parts, {
    name: 'scoring',
    schema: ScoringBody,
    get: {
      summary: 'Read the scoring model',
      description:
        'Which attributes make a lead fit, what each event is worth, and how that decays. The ETag stands for it alone.',
      found: 'As it is in force.',
    },
    put: {
      summary: 'Change the scoring model',
      description:
        'Publishes the programme with this model; its version is raised by itself. Scores are computed when they are read, so every lead has its new one at once. Try it with `POST /v1/scoring/preview`.',
    },
  });
}

export function addSettings(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  addWholePart(app, parts, {
    name: 'settings',
    schema: SettingsBody,
    get: {
      summary: 'Read the settings',
      description:
        'Company, sender, time zone, currency, hours, languages, brand. The ETag stands for them alone.',
      found: 'As they are in force.',
    },
    put: {
      summary: 'Change the settings',
      description: 'Publishes the programme with these settings: mails that leave from now on follow them.',
    },
  });
}

/** `GET` and `PUT /v1/{name}`. */
function addWholePart<T>(
  app: OpenAPIHono<AdminEnv>,
  parts: AdminParts,
  { name, schema, get: { found, ...reading }, put: changing }: WholePart<T>,
): void {
  const part = wholePart(name) as unknown as ConfigPart<T>;
  const tags = ['Configuration'];
  const content = { 'application/json': { schema, example: exampleConfig[name] } };
  const get = apiRoute(
    `GET /v1/${name}`,
    { tags, ...reading, responses: { 200: { description: found, headers: PartTag, content } } },
    [404],
  );
  const put = apiRoute(
    `PUT /v1/${name}`,
    {
      tags,
      ...changing,
      request: { query: DryRun, headers: IfMatch, body: { required: true, content } },
      responses: {
        200: {
          description: 'What was published, or would be.',
          headers: PartTag.partial(),
          content: jsonContent(PublicationBody),
        },
      },
    },
    [400, 409, 412, 413, 415, 422],
  );

  app.openapi(get, async (c) => {
    const { part: current, etag } = await readPart(parts, part);
    c.header('etag', etag);
    return c.json(current as object, 200);
  });
  app.openapi(put, async (c) => {
    const next = c.req.valid('json') as T;
    const { publication, etag } = await editPart(parts, part, () => next, {
      query: c.req.valid('query'),
      header: c.req.valid('header'),
    });
    if (etag) c.header('etag', etag);
    return c.json(publication, 200);
  });
}
