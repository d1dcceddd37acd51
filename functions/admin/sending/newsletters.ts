import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { idKeyCheck } from '../../../shared/actions/lead/lead-id.ts';
import {
  countAddressees,
  newsletterOf,
  secondsFor,
  startNewsletter,
} from '../../../shared/actions/sending/send-newsletter.ts';
import {
  countNewsletter,
  readNewsletter,
  stopNewsletter,
} from '../../../shared/actions/sending/stop-newsletter.ts';
import { LeadFilter } from '../../../shared/domain/lead/lead-filter.ts';
import type { Newsletter } from '../../../shared/domain/sequence/newsletter.ts';
import { Slug } from '../../../shared/domain/text.ts';
import { readNewsletters } from '../../../shared/store/newsletters.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { cursorOf, encodeCursor } from '../api/cursor.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { Limit, pageOf } from '../api/paging-schema.ts';
import { named } from '../api/schema-name.ts';
import { LeadCursorBody, writeLeadCursor } from '../leads/leads.ts';
import { DryRun } from '../programme/config-part.ts';

const tags = ['Sequences'];
/** One request counts for so long, ms. */
const COUNTS_FOR = 15_000;

const NewsletterBody = named(
  'Newsletter',
  z.object({
    id: z.string(),
    sequence: z.string(),
    version: z.int(),
    status: z.enum(['running', 'done', 'stopped']),
    startedAt: z.iso.datetime(),
    looked: z.int().openapi({ description: 'Leads looked at so far.' }),
    enrolled: z.int().openapi({ description: 'Of them, those who get it.' }),
  }),
  { description: 'One version of a sequence, on its way to those whom a filter found.' },
);

const NewsletterRequest = named(
  'NewsletterRequest',
  z.strictObject({
    sequence: Slug.clone().openapi({ description: 'One email and nothing else.' }),
    filter: named('LeadFilter', LeadFilter, {
      description: 'Which leads: all of what is given must hold.',
    }).default({}),
  }),
);
const example = { sequence: 'november', filter: { nurtureStage: 'awareness', language: 'en' } };

const post = apiRoute(
  'POST /v1/newsletters',
  {
    tags,
    summary: 'Send a newsletter',
    description:
      'Enrols the leads that a filter finds in a sequence of one email: only those that are subscribed and agreed to marketing, ' +
      'each once for each version of the sequence, spread over the account’s rate. With `dryRun`, it counts them instead, and ' +
      'says how long they take; where leads are many, count on with `after`, and add up.',
    request: {
      query: DryRun.extend({
        after: cursorOf(LeadCursorBody).optional().openapi({ description: '`next` of the count before.' }),
      }),
      body: jsonBody(NewsletterRequest, example),
    },
    responses: {
      200: {
        description: 'The newsletter, begun now or before (`isNew`); or the count.',
        content: jsonContent(
          z.object({
            dryRun: z.boolean(),
            newsletter: NewsletterBody.optional(),
            isNew: z.boolean().optional(),
            addressees: z.int().optional().openapi({ description: 'Who would get it.' }),
            looked: z.int().optional(),
            takesSeconds: z
              .int()
              .nullable()
              .optional()
              .openapi({ description: 'At the account’s rate; none until a sender has asked for it.' }),
            next: z.string().optional().openapi({ description: 'Not all were counted: go on with `after`.' }),
          }),
        ),
      },
    },
  },
  [400, 404, 409, 413, 415, 422],
);

const count = z.int();
const NewsletterWithMails = named(
  'NewsletterWithMails',
  NewsletterBody.extend({
    mails: z
      .object({ sent: count, delivered: count, opened: count, clicked: count, bounced: count })
      .openapi({ description: 'So far, by whole days, until the next newsletter of the sequence began.' }),
  }),
);
const NewsletterId = z.object({
  id: z.string().max(100).openapi({ example: 'newsletter_7w5z2kq4mb3xchn6tfyp1jdsae' }),
});

const list = apiRoute(
  'GET /v1/newsletters',
  {
    tags,
    summary: 'List newsletters',
    description: 'All that were ever begun, the newest first.',
    request: {
      query: z.object({ limit: Limit, after: cursorOf(z.tuple([z.string().max(200)])).optional() }),
    },
    responses: {
      200: {
        description: 'A page of them.',
        content: jsonContent(pageOf(NewsletterBody)),
      },
    },
  },
  [422],
);

const get = apiRoute(
  'GET /v1/newsletters/{id}',
  {
    tags,
    summary: 'See how far a newsletter is',
    description: 'It goes through all leads in slices; `mails` says what has left, and what came of it.',
    request: { params: NewsletterId },
    responses: {
      200: {
        description: 'How far it is.',
        content: jsonContent(NewsletterWithMails),
      },
    },
  },
  [404],
);

const stop = apiRoute(
  'POST /v1/newsletters/{id}/stop',
  {
    tags,
    summary: 'Stop a newsletter',
    description:
      'Within two seconds nobody gets it any more who has not got it. What has left has left, and `mails` counts it. It does ' +
      'not go on: publish the next version of the sequence, and send that.',
    request: { params: NewsletterId },
    responses: {
      200: {
        description: 'As it is now, and so it stays.',
        content: jsonContent(NewsletterWithMails),
      },
    },
  },
  [404, 409],
);

export function addNewsletters(app: OpenAPIHono<AdminEnv>, { context, idKey }: AdminParts): void {
  const withMails = async (newsletter: Newsletter) => ({
    ...show(newsletter),
    mails: await countNewsletter(context, newsletter),
  });

  app.openapi(list, async (c) => {
    const { limit, after: [after] = [] } = c.req.valid('query');
    const { newsletters, next } = await readNewsletters(context.table, limit, after);
    return c.json(
      { results: newsletters.map(show), paging: next ? { next: { after: encodeCursor([next]) } } : {} },
      200,
    );
  });

  app.openapi(post, async (c) => {
    const { sequence, filter } = c.req.valid('json');
    const { dryRun, after } = c.req.valid('query');
    const newsletter = await newsletterOf(context, sequence, filter);
    if (dryRun === 'true') {
      const until = context.clock.now().machine + COUNTS_FOR;
      const { next, ...count } = await countAddressees(context, newsletter, until, after);
      const takesSeconds = (await secondsFor(context, count.addressees)) ?? null;
      return c.json(
        { dryRun: true, ...count, takesSeconds, ...(next ? { next: writeLeadCursor(next) } : {}) },
        200,
      );
    }
    const started = await startNewsletter(context, newsletter);
    return c.json({ dryRun: false, newsletter: show(started.newsletter), isNew: started.isNew }, 200);
  });

  app.openapi(get, async (c) => {
    return c.json(await withMails(await readNewsletter(context, c.req.valid('param').id)), 200);
  });

  app.openapi(stop, async (c) => {
    const stopped = await stopNewsletter(context, idKeyCheck(idKey), c.req.valid('param').id);
    return c.json(await withMails(stopped), 200);
  });
}

const show = ({ id, sequence, version, status, startedAt, looked, enrolled }: Newsletter) => ({
  id,
  sequence,
  version,
  status,
  startedAt: new Date(startedAt).toISOString(),
  looked,
  enrolled,
});
