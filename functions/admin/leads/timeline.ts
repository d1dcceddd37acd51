import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readLead } from '../../../shared/actions/lead/read-leads.ts';
import { readTimeline, type TimelineCursor } from '../../../shared/actions/lead/read-timeline.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { cursorOf, encodeCursor } from '../api/cursor.ts';
import { exampleCursor, exampleTimeline } from '../api/examples.ts';
import { jsonContent } from '../api/json-content.ts';
import { Limit, pageOf } from '../api/paging-schema.ts';
import { HappeningBody, LeadId } from './lead-schema.ts';
import { noSuchLead } from './leads.ts';

const Cursor = z
  .tuple([z.number(), z.int(), z.int(), z.int().min(1)])
  .transform(([at, version, position, same]): TimelineCursor => ({ place: [at, version, position], same }));

const route = apiRoute(
  'GET /v1/leads/{id}/timeline',
  {
    tags: ['Leads'],
    summary: 'Read what happened to a lead',
    description:
      'Everything since its first signup, the newest first: signups with the proof of consent, mails, clicks, stages with the ' +
      'rule that moved them. It is written a moment after the lead itself, so what happened just now may still be missing.',
    request: {
      params: LeadId,
      query: z.object({
        limit: Limit.openapi({ description: 'How many entries a page has.' }),
        after: cursorOf(Cursor).optional().openapi({
          description: '`paging.next.after` of the page before.',
          example: exampleCursor,
        }),
      }),
    },
    responses: {
      200: {
        description: 'The entries of this page.',
        content: jsonContent(pageOf(HappeningBody), exampleTimeline),
      },
    },
  },
  [404, 422],
);

export function addTimeline(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(route, async (c) => {
    const { limit, after } = c.req.valid('query');
    const lead = await readLead(context, c.req.valid('param').id);
    if (!lead) throw noSuchLead();
    const { happenings, next } = await readTimeline(context, lead, limit, after);
    const paging = next ? { next: { after: encodeCursor([...next.place, next.same]) } } : {};
    return c.json({ results: happenings, paging }, 200);
  });
}
