import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import {
  type LeadCursor,
  listLeads,
  readLead,
  readLeadByAddress,
  showLead,
} from '../../../shared/actions/lead/read-leads.ts';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import { type Address, readAddress } from '../../../shared/domain/signup/address.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { cursorOf, encodeCursor } from '../api/cursor.ts';
import { exampleCursor, exampleLead } from '../api/examples.ts';
import { jsonContent } from '../api/json-content.ts';
import { Limit, pageOf } from '../api/paging-schema.ts';
import { LeadBody, LeadId } from './lead-schema.ts';

export const EmailAddress = z.string().transform((text, ctx): Address => {
  const reading = readAddress(text);
  if (reading.ok) return reading.address;
  ctx.addIssue({ code: 'custom', message: reading.detail, params: { code: reading.code } });
  return z.NEVER;
});

export const LeadCursorBody = z.union([
  z.tuple([z.string().regex(/^\d{4}-\d{2}$/)]).transform(([month]): LeadCursor => ({ month })),
  z
    .tuple([z.int(), z.string().regex(/^lead_\w+$/)])
    .transform(([createdAt, id]): LeadCursor => ({ after: { id, createdAt } })),
]);

export const writeLeadCursor = (cursor: LeadCursor): string =>
  encodeCursor('month' in cursor ? [cursor.month] : [cursor.after.createdAt, cursor.after.id]);

const list = apiRoute(
  'GET /v1/leads',
  {
    tags: ['Leads'],
    summary: 'Find a lead, or list them',
    description:
      'With `email`: the lead with this address, in whatever spelling, or none. Without: all leads, the newest first.',
    request: {
      query: z.object({
        email: EmailAddress.optional().openapi({
          description: 'An email address. In a URL, `+` is written `%2B`.',
          example: exampleLead.email,
        }),
        limit: Limit.openapi({ description: 'How many leads a page has.' }),
        after: cursorOf(LeadCursorBody).optional().openapi({
          description: '`paging.next.after` of the page before.',
          example: exampleCursor,
        }),
      }),
    },
    responses: {
      200: {
        description: 'The leads of this page. The next one begins at `paging.next.after`; the last has none.',
        content: jsonContent(pageOf(LeadBody), {
          results: [exampleLead],
          paging: { next: { after: exampleCursor } },
        }),
      },
    },
  },
  [422],
);

const get = apiRoute(
  'GET /v1/leads/{id}',
  {
    tags: ['Leads'],
    summary: 'Read a lead',
    description:
      'The lead as it is now; its engagement as it has decayed until now. An erased lead is not found.',
    request: { params: LeadId },
    responses: {
      200: { description: 'The lead.', content: jsonContent(LeadBody) },
    },
  },
  [404],
);

export function addLeads(app: OpenAPIHono<AdminEnv>, { context, idKey }: AdminParts): void {
  app.openapi(list, async (c) => {
    const { email, limit, after } = c.req.valid('query');
    if (email) {
      const lead = await readLeadByAddress(context, idKey, email);
      return c.json({ results: lead ? [await showLead(context, lead)] : [], paging: {} }, 200);
    }
    const { leads, next } = await listLeads(context, limit, after);
    const results = await Promise.all(leads.map((lead) => showLead(context, lead)));
    return c.json({ results, paging: next ? { next: { after: writeLeadCursor(next) } } : {} }, 200);
  });

  app.openapi(get, async (c) => {
    const lead = await readLead(context, c.req.valid('param').id);
    if (!lead) throw noSuchLead();
    return c.json(await showLead(context, lead), 200);
  });
}

export const noSuchLead = () => new KweekError('not_found', 'There is no such lead, or not any more.');
