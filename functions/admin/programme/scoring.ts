import type { OpenAPIHono } from '@hono/zod-openapi';
import { wholePart } from '../../../shared/domain/programme/config-part.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { exampleConfig } from './config-example.ts';
import { DryRun, editPart, IfMatch, PartTag, readPart } from './config-part.ts';
import { PublicationBody, ScoringBody } from './config-schema.ts';

const part = wholePart('scoring');
const content = { 'application/json': { schema: ScoringBody, example: exampleConfig.scoring } };

const get = apiRoute(
  'GET /v1/scoring',
  {
    tags: ['Configuration'],
    summary: 'Read the scoring model',
    description:
      'Which attributes make a lead fit, what each event is worth, and how that decays. The ETag stands for it alone.',
    responses: { 200: { description: 'As it is in force.', headers: PartTag, content } },
  },
  [404],
);

const put = apiRoute(
  'PUT /v1/scoring',
  {
    tags: ['Configuration'],
    summary: 'Change the scoring model',
    description:
      'Publishes the programme with this model; its version is raised by itself. Scores are computed when they are read, so every lead has its new one at once. Try it with `POST /v1/scoring/preview`.',
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

export function addScoring(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  app.openapi(get, async (c) => {
    const { part: model, etag } = await readPart(parts, part);
    c.header('etag', etag);
    return c.json(model, 200);
  });

  app.openapi(put, async (c) => {
    const model = c.req.valid('json');
    const { publication, etag } = await editPart(parts, part, () => model, {
      query: c.req.valid('query'),
      header: c.req.valid('header'),
    });
    if (etag) c.header('etag', etag);
    return c.json(publication, 200);
  });
}
