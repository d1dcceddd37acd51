import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import {
  compareStatistics,
  type RecountCursor,
  recountBefore,
  recountPart,
  repairStatistics,
} from '../../../shared/actions/statistics/recount-statistics.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { cursorOf, encodeCursor } from '../api/cursor.ts';
import { exampleCursor } from '../api/examples.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { LeadCursorBody, writeLeadCursor } from '../leads/leads.ts';
import { Day, DifferenceBody, FiguresByDay } from './statistics-schema.ts';

const Before = z.iso.datetime().transform((text) => Date.parse(text));

const Cursor = z.union([
  z.tuple([z.literal('residue')]).transform((): RecountCursor => 'residue'),
  LeadCursorBody.transform((leads): RecountCursor => ({ leads })),
]);

const write = (cursor: RecountCursor): string =>
  cursor === 'residue' ? encodeCursor(['residue']) : writeLeadCursor(cursor.leads);

const count = apiRoute(
  'GET /v1/statistics/recount',
  {
    tags: ['Statistics'],
    summary: 'Count a part of the timelines again',
    description:
      'For `npm run recount`: goes through some leads and adds up what their timelines say, by day. Add the parts up, each ' +
      'with the `before` of the first, until there is no next one; then compare them with the figures.',
    request: {
      query: z.object({
        before: Before.optional().openapi({ description: '`before` of the first part.', type: 'string' }),
        closed: z
          .enum(['true', 'false'])
          .default('false')
          .openapi({ description: '`true`: leave out the newest minutes, which still take figures.' }),
        after: cursorOf(Cursor).optional().openapi({
          description: '`paging.next.after` of the part before.',
          example: exampleCursor,
        }),
      }),
    },
    responses: {
      200: {
        description:
          'What this part adds up to, of what was recorded before `before`. `today`: of the programme.',
        content: jsonContent(
          z.object({
            before: z.iso.datetime(),
            today: Day,
            days: FiguresByDay,
            paging: z.object({ next: z.object({ after: z.string() }).optional() }),
          }),
        ),
      },
    },
  },
  [409, 422],
);

const compare = apiRoute(
  'POST /v1/statistics/recount',
  {
    tags: ['Statistics'],
    summary: 'Compare a recount with the figures',
    description:
      'For `npm run recount`: says which figures from one day to another are not those of the recount, and with `repair` ' +
      'puts those in their place. Repairing takes a recount of what is closed.',
    request: {
      body: jsonBody(
        z.strictObject({
          before: z.iso.datetime(),
          from: Day,
          to: Day,
          days: FiguresByDay,
          repair: z.boolean().default(false),
        }),
        {
          before: '2026-11-05T00:00:00Z',
          from: '2026-11-01',
          to: '2026-11-02',
          days: { '2026-11-01': { 'lead|confirmed': 3 } },
        },
      ),
    },
    responses: {
      200: {
        description: 'The differences; after a repair, those that there were.',
        content: jsonContent(z.object({ differences: z.array(DifferenceBody) })),
      },
    },
  },
  [400, 409, 413, 415, 422],
);

export function addRecount(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(count, async (c) => {
    const { closed, after, before = recountBefore(context, closed === 'true') } = c.req.valid('query');
    const { days, next } = await recountPart(context, before, after);
    const today = new Date(context.clock.now().programme).toISOString().slice(0, 10);
    const paging = next ? { next: { after: write(next) } } : {};
    return c.json({ before: new Date(before).toISOString(), today, days, paging }, 200);
  });

  app.openapi(compare, async (c) => {
    const { from, to, days, repair, ...body } = c.req.valid('json');
    const before = Date.parse(body.before);
    const differences = await compareStatistics(context, days, { from, to, before });
    if (repair) await repairStatistics(context, days, new Set(differences.map(({ day }) => day)), before);
    return c.json({ differences }, 200);
  });
}
