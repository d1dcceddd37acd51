import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { idKeyCheck } from '../../../shared/actions/lead/lead-id.ts';
import { type CountCursor, countPositions } from '../../../shared/actions/programme/count-positions.ts';
import {
  archiveSequence,
  pauseSequence,
  resumeSequence,
} from '../../../shared/actions/programme/run-sequence.ts';
import { entryPart } from '../../../shared/domain/programme/config-part.ts';
import { resumePolicies } from '../../../shared/domain/sequence/sequence-flow.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { cursorOf, encodeCursor } from '../api/cursor.ts';
import { exampleCursor } from '../api/examples.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { named } from '../api/schema-name.ts';
import { readPart } from './config-part.ts';
import { PublicationBody } from './config-schema.ts';
import { SequenceSlug } from './sequences.ts';

const published = (description: string) => ({
  200: { description, content: jsonContent(PublicationBody) },
});

const pause = apiRoute(
  'POST /v1/sequences/{slug}/pause',
  {
    tags: ['Sequences'],
    summary: 'Pause a sequence',
    description:
      'Nothing of it leaves any more, within two seconds; leads stay where they are, and new ones wait at its beginning.',
    request: { params: SequenceSlug },
    responses: published('The publication that paused it; paused already: the one in force.'),
  },
  [404, 409, 422],
);

const resume = apiRoute(
  'POST /v1/sequences/{slug}/resume',
  {
    tags: ['Sequences'],
    summary: 'Resume a sequence',
    description:
      'It goes on. `due` says what becomes of mails that became due meanwhile: `skip` leaves them out, `shift` sends them as much ' +
      'later as the pause was long, `send` sends them now, spread over the time that sending takes. Never more than one a lead, ' +
      'and only in the hours of the sequence.',
    request: {
      params: SequenceSlug,
      body: jsonBody(z.strictObject({ due: z.enum(resumePolicies) }), { due: 'shift' }),
    },
    responses: published('The publication that resumed it.'),
  },
  [400, 404, 409, 413, 415, 422],
);

const archive = apiRoute(
  'POST /v1/sequences/{slug}/archive',
  {
    tags: ['Sequences'],
    summary: 'Archive a sequence',
    description:
      'Nobody enters any more, and leads in it are out of it before its next mail: cancelled, with their history. What was ' +
      'published stays; publishing it again brings it back.',
    request: { params: SequenceSlug },
    responses: published('The publication that archived it.'),
  },
  [404, 409, 422],
);

const Shard = z.record(z.string(), z.any()).nullable();
const Cursor = z
  .strictObject({
    lane: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    from: z.record(z.string(), Shard),
  })
  .transform((cursor) => cursor as CountCursor);

const PositionsBody = named(
  'Positions',
  z.object({
    results: z.array(z.object({ version: z.int(), step: z.string(), leads: z.int() })),
    looked: z.int(),
    paging: z.object({ next: z.object({ after: z.string() }).optional() }),
  }),
  {
    description:
      'How many leads are before which step. `looked`: how many leads with any work were looked at. With `paging.next` there ' +
      'are more: ask on, and add up.',
  },
);

const positions = apiRoute(
  'GET /v1/sequences/{slug}/positions',
  {
    tags: ['Sequences'],
    summary: 'Count leads by step',
    description:
      'How many leads are on their way through it, by version and by the step that comes next; in slices.',
    request: {
      params: SequenceSlug,
      query: z.object({
        after: cursorOf(Cursor).optional().openapi({ type: 'string', example: exampleCursor }),
      }),
    },
    responses: {
      200: { description: 'One slice.', content: jsonContent(PositionsBody) },
    },
  },
  [404, 422],
);

export function addSequenceLife(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  const { context, idKey } = parts;
  const check = idKeyCheck(idKey);

  app.openapi(pause, async (c) => {
    const { publication } = await pauseSequence(context, check, c.req.valid('param').slug);
    return c.json(publication, 200);
  });

  app.openapi(resume, async (c) => {
    const { due } = c.req.valid('json');
    const { publication } = await resumeSequence(context, check, c.req.valid('param').slug, due);
    return c.json(publication, 200);
  });

  app.openapi(archive, async (c) => {
    const { publication } = await archiveSequence(context, check, c.req.valid('param').slug);
    return c.json(publication, 200);
  });

  app.openapi(positions, async (c) => {
    const { slug } = c.req.valid('param');
    await readPart(parts, entryPart('sequences', slug));
    const {
      positions: results,
      looked,
      next,
    } = await countPositions(context, slug, c.req.valid('query').after);
    return c.json({ results, looked, paging: next ? { next: { after: encodeCursor(next) } } : {} }, 200);
  });
}
