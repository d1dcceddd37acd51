import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import {
  findSuppression,
  liftSuppression,
  listSuppressions,
  type Suppressed,
  suppressionReasons,
} from '../../../shared/actions/sending/suppressions.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { cursorOf, encodeCursor } from '../api/cursor.ts';
import { exampleCursor, exampleLead } from '../api/examples.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { Limit, pageOf } from '../api/paging-schema.ts';
import { named } from '../api/schema-name.ts';
import { LeadId } from './lead-schema.ts';
import { EmailAddress } from './leads.ts';

const Reason = z.enum(suppressionReasons);

const SuppressionBody = named(
  'Suppression',
  z.object({
    leadId: z.string(),
    email: z
      .string()
      .nullable()
      .openapi({ description: 'None of an erased person: the suppression outlives it.' }),
    reason: Reason,
    since: z.iso.datetime(),
  }),
  { description: 'Somebody who must not be written to.' },
);

const example = {
  leadId: exampleLead.id,
  email: exampleLead.email,
  reason: 'bounced' as const,
  since: '2026-11-09T08:02:51.000Z',
};

const Cursor = z
  .tuple([Reason, z.int(), z.string()])
  .transform(([reason, since, id]) => ({ reason, since, id }));

const list = apiRoute(
  'GET /v1/suppressions',
  {
    tags: ['Sending'],
    summary: 'List who must not be written to',
    description:
      'Who unsubscribed, whose address bounced for good, who called a mail spam: newest first, one reason after the other. ' +
      'Signups cannot lift it, but who unsubscribed may sign up and confirm. With `email`: whether this address is one of them.',
    request: {
      query: z.object({
        reason: Reason.optional(),
        email: EmailAddress.optional().openapi({
          description: 'An email address. In a URL, `+` is written `%2B`.',
          example: exampleLead.email,
        }),
        limit: Limit,
        after: cursorOf(Cursor).optional().openapi({
          description: '`paging.next.after` of the page before.',
          example: exampleCursor,
        }),
      }),
    },
    responses: {
      200: {
        description: 'A page of them.',
        content: jsonContent(pageOf(SuppressionBody), { results: [example], paging: {} }),
      },
    },
  },
  [409, 422],
);

const lift = apiRoute(
  'POST /v1/suppressions/{id}/lift',
  {
    tags: ['Sending'],
    summary: 'Write to a bounced address again',
    description:
      'For an address that works again. The lead gets what it asks for; for more it must consent again, and who unsubscribed ' +
      'stays so. It is taken off SES’s own suppression list, too. Nothing lifts a complaint.',
    request: {
      params: LeadId,
      body: jsonBody(
        z.strictObject({
          reason: z.string().trim().min(1).max(300).openapi({ description: 'Stands in the timeline.' }),
        }),
        { reason: 'She called: the mailbox was full for a month.' },
      ),
    },
    responses: { 204: { description: 'It is lifted.' } },
  },
  [400, 404, 409, 413, 415, 422],
);

export function addSuppressions(
  app: OpenAPIHono<AdminEnv>,
  { context, idKey, suppressionList }: AdminParts,
): void {
  app.openapi(list, async (c) => {
    const { reason, email, limit, after } = c.req.valid('query');
    if (email) {
      const found = await findSuppression(context, idKey, email);
      const isAsked = found && (!reason || found.reason === reason);
      return c.json({ results: isAsked ? [view(found)] : [], paging: {} }, 200);
    }
    const { results, next } = await listSuppressions(context, limit, reason, after);
    const paging = next ? { next: { after: encodeCursor([next.reason, next.since, next.id]) } } : {};
    return c.json({ results: results.map(view), paging }, 200);
  });

  app.openapi(lift, async (c) => {
    const { id } = c.req.valid('param');
    await liftSuppression(context, suppressionList, id, c.req.valid('json').reason, c.var.key.id);
    return c.body(null, 204);
  });
}

const view = ({ since, ...rest }: Suppressed) => ({ ...rest, since: new Date(since).toISOString() });
