import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { eraseAgain } from '../../../shared/actions/privacy/erase-again.ts';
import {
  applyRetention,
  listRetention,
  type RetentionPage,
} from '../../../shared/actions/privacy/list-retention.ts';
import { FixedDuration } from '../../../shared/domain/text.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { cursorOf, encodeCursor } from '../api/cursor.ts';
import { exampleCursor, exampleLead } from '../api/examples.ts';
import { jsonContent } from '../api/json-content.ts';
import { Limit, pageOf } from '../api/paging-schema.ts';
import { LeadCursorBody, writeLeadCursor } from './leads.ts';

const after = (place: z.ZodType) =>
  cursorOf(place).optional().openapi({
    description: '`paging.next.after` of the page before.',
    example: exampleCursor,
  });

const Page = pageOf(
  z.object({
    id: z.string(),
    reason: z.enum(['unconfirmed', 'unconverted']),
    at: z.iso.datetime().openapi({ description: 'When it has been kept for long enough.' }),
  }),
).extend({ looked: z.int().openapi({ description: 'How many leads this page looked at.' }) });

const example = {
  results: [{ id: exampleLead.id, reason: 'unconfirmed' as const, at: '2026-12-05T09:30:02.000Z' }],
  paging: { next: { after: exampleCursor } },
  looked: 20,
};

/** Which page of all leads. */
const onePage = {
  limit: Limit.openapi({ description: 'How many leads a page looks at.' }),
  after: cursorOf(LeadCursorBody)
    .optional()
    .openapi({ description: '`paging.next.after` of the page before.', example: exampleCursor }),
};

const dryRun = apiRoute(
  'GET /v1/retention',
  {
    tags: ['Privacy'],
    summary: 'See which leads would go',
    description:
      'Leads are erased by themselves when they were kept for as long as `settings.retention` says. This changes nothing: it ' +
      'looks at one page of all leads and names those that go until `until`. With other periods it tells what would go if they were in force.',
    request: {
      query: z.object({
        until: z.iso.datetime().optional().openapi({ description: 'Now, unless it is given.' }),
        unconfirmed: FixedDuration.optional().openapi({ description: 'In place of the settings’ own.' }),
        unconverted: FixedDuration.optional().openapi({ description: 'In place of the settings’ own.' }),
        ...onePage,
      }),
    },
    responses: {
      200: {
        description: 'Those of this page.',
        content: jsonContent(Page, example),
      },
    },
  },
  [404, 422],
);

const apply = apiRoute(
  'POST /v1/retention',
  {
    tags: ['Privacy'],
    summary: 'Erase now whom it is time for',
    description:
      'Looks at one page of all leads and erases those that have been kept for long enough. Only needed after periods were made ' +
      'shorter: leads are visited at the time that was right when they changed last.',
    request: {
      query: z.object({
        ...onePage,
      }),
    },
    responses: {
      200: {
        description: 'Those that were erased.',
        content: jsonContent(Page, example),
      },
    },
  },
  [404, 422],
);

const again = apiRoute(
  'POST /v1/erasures/again',
  {
    tags: ['Privacy'],
    summary: 'Erase again after a restore',
    description:
      'Goes through one page of the log of erasures, which stands outside the table, and erases again whoever a restored table ' +
      'brought back. `npm run erase-again` asks for all pages. Any number of times.',
    request: {
      query: z.object({
        limit: Limit.openapi({ description: 'How many entries of the log a page has.' }),
        after: after(z.string().regex(/^lead_\w+$/)),
      }),
    },
    responses: {
      200: {
        description: 'How many entries were looked at, and how many people had to be erased again.',
        content: jsonContent(
          z.object({
            looked: z.int(),
            erased: z.int(),
            paging: z.object({ next: z.object({ after: z.string() }).optional() }),
          }),
          { looked: 20, erased: 1, paging: { next: { after: exampleCursor } } },
        ),
      },
    },
  },
  [422],
);

export function addRetention(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(dryRun, async (c) => {
    const { until, limit, after, unconfirmed, unconverted } = c.req.valid('query');
    const at = until === undefined ? context.clock.now().programme : Date.parse(until);
    const periods = { ...(unconfirmed ? { unconfirmed } : {}), ...(unconverted ? { unconverted } : {}) };
    return c.json(bodyOf(await listRetention(context, at, limit, after, periods)), 200);
  });

  app.openapi(apply, async (c) => {
    const { limit, after } = c.req.valid('query');
    return c.json(bodyOf(await applyRetention(context, limit, after)), 200);
  });

  app.openapi(again, async (c) => {
    const { limit, after } = c.req.valid('query');
    const { looked, erased, next } = await eraseAgain(context, limit, after as string | undefined);
    return c.json({ looked, erased, paging: next ? { next: { after: encodeCursor(next) } } : {} }, 200);
  });
}

const bodyOf = ({ looked, expiring, next }: RetentionPage) => ({
  results: expiring.map(({ at, ...one }) => ({ ...one, at: new Date(at).toISOString() })),
  paging: next ? { next: { after: writeLeadCursor(next) } } : {},
  looked,
});
