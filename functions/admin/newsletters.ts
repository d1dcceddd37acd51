import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import {
  countAddressees,
  newsletterOf,
  secondsFor,
  startNewsletter,
} from '../../shared/actions/send-newsletter.ts';
import { KweekError } from '../../shared/domain/kweek-error.ts';
import { LeadFilter } from '../../shared/domain/lead-filter.ts';
import type { Newsletter } from '../../shared/domain/newsletter.ts';
import { Slug } from '../../shared/domain/text.ts';
import { getNewsletter } from '../../shared/store/newsletters.ts';
import type { AdminEnv, AdminParts } from './admin-env.ts';
import { apiRoute } from './api-route.ts';
import { DryRun } from './config-part.ts';
import { cursorOf } from './cursor.ts';
import { LeadCursorBody, writeLeadCursor } from './leads.ts';
import { named } from './schema-name.ts';

const tags = ['Sequences'];
/** One request counts for so long, ms. */
const COUNTS_FOR = 15_000;

const NewsletterBody = named(
  'Newsletter',
  z.object({
    id: z.string(),
    sequence: z.string(),
    version: z.int(),
    status: z.enum(['running', 'done']),
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
      body: { required: true, content: { 'application/json': { schema: NewsletterRequest, example } } },
    },
    responses: {
      200: {
        description: 'The newsletter, begun now or before (`isNew`); or the count.',
        content: {
          'application/json': {
            schema: z.object({
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
              next: z
                .string()
                .optional()
                .openapi({ description: 'Not all were counted: go on with `after`.' }),
            }),
          },
        },
      },
    },
  },
  [400, 404, 409, 413, 415, 422],
);

const get = apiRoute(
  'GET /v1/newsletters/{id}',
  {
    tags,
    summary: 'See how far a newsletter is',
    description: 'It goes through all leads in slices.',
    request: {
      params: z.object({
        id: z.string().max(100).openapi({ example: 'newsletter_7w5z2kq4mb3xchn6tfyp1jdsae' }),
      }),
    },
    responses: {
      200: { description: 'How far it is.', content: { 'application/json': { schema: NewsletterBody } } },
    },
  },
  [404],
);

export function addNewsletters(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
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
    const newsletter = await getNewsletter(context.table, c.req.valid('param').id);
    if (!newsletter) throw new KweekError('not_found', 'There is no such newsletter.');
    return c.json(show(newsletter), 200);
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
