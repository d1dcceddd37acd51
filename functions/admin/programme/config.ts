import type { OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import { idKeyCheck } from '../../../shared/actions/lead/lead-id.ts';
import { publishConfig, readConfig } from '../../../shared/actions/programme/publish-config.ts';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import { problem } from '../../problem.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { exampleConfig } from './config-example.ts';
import { ConfigInForce, ConfigToPublish, PublicationBody } from './config-schema.ts';

const get = apiRoute(
  'GET /v1/config',
  {
    tags: ['Configuration'],
    summary: 'Export the programme',
    description:
      'The whole programme in force as one document: forms, magnets, templates, sequences, scoring, stages. Keep it in git; ' +
      'put it back as it is. The ETag is its version.',
    responses: {
      200: {
        description: 'The document, with the number and time of its publication.',
        headers: z.object({ etag: z.string().openapi({ example: '"3"' }) }),
        content: jsonContent(ConfigInForce),
      },
    },
  },
  [404],
);

const put = apiRoute(
  'PUT /v1/config',
  {
    tags: ['Configuration'],
    summary: 'Publish the programme',
    description:
      'Checks the whole document and puts it in force, or says all that is wrong with it. What is in force already is not ' +
      'published again. A sequence that changed gets the next version; leads on their way stay on the one they began. ' +
      'Scoring and stage models that changed get the next version unless you raised it. `version` in the document, or If-Match, ' +
      'makes sure that nobody published since you read it.',
    request: {
      query: z.object({
        dryRun: z
          .enum(['true', 'false'])
          .default('false')
          .openapi({ description: '`true`: check and answer as if, and change nothing.' }),
      }),
      headers: z.object({
        'if-match': z
          .string()
          .regex(/^(\*|(W\/)?"\d+")$/, 'the ETag that GET gave, such as "3" in its quotes')
          .optional()
          .openapi({ description: 'The ETag of the version that you changed.', example: '"3"' }),
      }),
      body: jsonBody(ConfigToPublish, exampleConfig),
    },
    responses: {
      200: {
        description: 'What was published, or would be. `warnings` are allowed and yet worth a look.',
        content: jsonContent(PublicationBody),
      },
    },
  },
  [400, 409, 412, 413, 415, 422],
);

export function addConfig(app: OpenAPIHono<AdminEnv>, { context, idKey }: AdminParts): void {
  app.openapi(get, async (c) => {
    const config = await readConfig(context);
    if (!config) throw new KweekError('not_found', 'Nothing is published yet: PUT /v1/config first.');
    const { version, publishedAt, sequenceVersions, sequenceFlow: _, ...document } = config;
    c.header('etag', `"${version}"`);
    const published = { version, publishedAt: new Date(publishedAt).toISOString(), sequenceVersions };
    return c.json({ ...published, ...document }, 200);
  });

  app.openapi(put, async (c) => {
    const { version, publishedAt: _, sequenceVersions: __, ...config } = c.req.valid('json');
    const dryRun = c.req.valid('query').dryRun === 'true';
    const tag = /\d+/.exec(c.req.valid('header')['if-match'] ?? '')?.[0];
    const expected = [version, tag].filter((known) => known !== undefined).map(Number);
    try {
      const done = await publishConfig(context, idKeyCheck(idKey), config, { dryRun, expected });
      if (!dryRun) c.header('etag', `"${done.version}"`);
      return c.json(done, 200);
    } catch (error) {
      if (tag === undefined || !(error instanceof KweekError) || error.code !== 'conflict') throw error;
      throw new HTTPException(412, { res: problem(412, 'Precondition failed', error.message) });
    }
  });
}
