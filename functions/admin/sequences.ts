import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readConfig } from '../../shared/actions/publish-config.ts';
import { flowIn, statusOf } from '../../shared/actions/run-sequence.ts';
import { entryPart } from '../../shared/domain/config-part.ts';
import { KweekError } from '../../shared/domain/kweek-error.ts';
import { Slug } from '../../shared/domain/text.ts';
import type { AdminEnv, AdminParts } from './admin-env.ts';
import { apiRoute } from './api-route.ts';
import { exampleConfig } from './config-example.ts';
import { DryRun, editPart, IfMatch, PartTag, readPart } from './config-part.ts';
import { PublicationBody, SequenceBody } from './config-schema.ts';
import { pageOf } from './paging-schema.ts';
import { named } from './schema-name.ts';

export const SequenceSlug = z.object({ slug: Slug.clone().openapi({ example: 'welcome' }) });
const SequenceInList = named(
  'SequenceInList',
  z.object({
    slug: z.string(),
    title: z.string(),
    status: z.enum(['active', 'paused', 'archived']),
    version: z.int(),
    steps: z.int(),
  }),
);
const exampleSequence = exampleConfig.sequences.welcome;

const list = apiRoute(
  'GET /v1/sequences',
  {
    tags: ['Sequences'],
    summary: 'List sequences',
    description: 'All published sequences, in the order of the document.',
    responses: {
      200: {
        description: 'All of them; there are no further pages.',
        content: { 'application/json': { schema: pageOf(SequenceInList) } },
      },
    },
  },
  [],
);

const get = apiRoute(
  'GET /v1/sequences/{slug}',
  {
    tags: ['Sequences'],
    summary: 'Read a sequence',
    description:
      'As it is published. Its ETag stands for its content, whatever else of the programme changes.',
    request: { params: SequenceSlug },
    responses: {
      200: {
        description: 'The sequence.',
        headers: PartTag,
        content: { 'application/json': { schema: SequenceBody, example: exampleSequence } },
      },
    },
  },
  [404, 422],
);

const put = apiRoute(
  'PUT /v1/sequences/{slug}',
  {
    tags: ['Sequences'],
    summary: 'Publish a sequence',
    description:
      'Puts a sequence in the place of the one with this slug, or adds it, and publishes the programme with it. A change ' +
      'makes the next version; leads on their way stay on the one they began. To take them over, publish a draft.',
    request: {
      params: SequenceSlug,
      query: DryRun,
      headers: IfMatch,
      body: {
        required: true,
        content: { 'application/json': { schema: SequenceBody, example: exampleSequence } },
      },
    },
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

const remove = apiRoute(
  'DELETE /v1/sequences/{slug}',
  {
    tags: ['Sequences'],
    summary: 'Remove a sequence',
    description:
      'Publishes the programme without it. Leads on their way through it get no more of its mails.',
    request: { params: SequenceSlug, query: DryRun, headers: IfMatch },
    responses: {
      200: {
        description: 'What was published, or would be.',
        content: { 'application/json': { schema: PublicationBody } },
      },
    },
  },
  [404, 409, 412, 422],
);

export function addSequences(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  app.openapi(list, async (c) => {
    const config = await readConfig(parts.context);
    if (!config) return c.json({ results: [], paging: {} }, 200);
    const results = Object.entries(config.sequences).map(([slug, { title, steps }]) => ({
      slug,
      title,
      status: statusOf(flowIn(config, slug)),
      version: config.sequenceVersions[slug] ?? 1,
      steps: steps.length,
    }));
    return c.json({ results, paging: {} }, 200);
  });

  app.openapi(get, async (c) => {
    const { part, etag } = await readPart(parts, entryPart('sequences', c.req.valid('param').slug));
    c.header('etag', etag);
    return c.json(part, 200);
  });

  app.openapi(put, async (c) => {
    const sequence = c.req.valid('json');
    const part = entryPart('sequences', c.req.valid('param').slug);
    const { publication, etag } = await editPart(parts, part, () => sequence, {
      query: c.req.valid('query'),
      header: c.req.valid('header'),
    });
    if (etag) c.header('etag', etag);
    return c.json(publication, 200);
  });

  app.openapi(remove, async (c) => {
    const part = entryPart('sequences', c.req.valid('param').slug);
    const { slug } = c.req.valid('param');
    const { config } = await readPart(parts, part);
    if (statusOf(flowIn(config, slug)) !== 'archived') {
      const detail = `"${slug}" is active: archive it first, which takes its leads out of it.`;
      throw new KweekError('conflict', detail);
    }
    const { publication } = await editPart(parts, part, () => undefined, {
      query: c.req.valid('query'),
      header: c.req.valid('header'),
    });
    return c.json(publication, 200);
  });
}
