import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { postEvent } from '../../../shared/actions/lead/post-event.ts';
import { readLead, showLead } from '../../../shared/actions/lead/read-leads.ts';
import { referLead } from '../../../shared/actions/sales/refer-lead.ts';
import { isScored } from '../../../shared/domain/consent/mailability.ts';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import { postableEventTypes } from '../../../shared/domain/score/event-types.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { named } from '../api/schema-name.ts';
import { LeadBody, LeadId } from './lead-schema.ts';
import { EmailAddress, noSuchLead } from './leads.ts';

const Id = z.string().min(1).max(200);

const EventBody = named(
  'Event',
  z.strictObject({
    type: z.enum(postableEventTypes),
    at: z.iso
      .datetime({ offset: true })
      .optional()
      .openapi({ description: 'When it happened; now, when not given. A time to come is taken as now.' }),
    id: Id.optional().openapi({
      description:
        'Your id for it: the same one again changes nothing. The header Idempotency-Key may stand for it.',
    }),
    subject: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .openapi({ description: 'What it is about: a webinar, a page. Some rules count each subject once.' }),
    intent: z
      .literal('high')
      .optional()
      .openapi({ description: 'A page that only people look at who mean to buy.' }),
    score: z
      .int()
      .min(0)
      .max(10)
      .optional()
      .openapi({ description: 'Of `nps.answered`, and required there: how likely they recommend you.' }),
    referred: z
      .strictObject({
        email: EmailAddress,
        fields: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), z.string().max(200)).default({}),
      })
      .optional()
      .openapi({
        description:
          'Of `referral.made`: whom they named, not themselves. That person becomes a lead that is sent nothing until it asks for ' +
          'something itself.',
        example: { email: 'bram@lindeveld.example', fields: { first_name: 'Bram' } },
      }),
  }),
  { description: 'Something that a person did outside our own mails and forms.' },
);

const route = apiRoute(
  'POST /v1/leads/{id}/events',
  {
    tags: ['Leads'],
    summary: 'Tell what a lead did',
    description:
      'Scores the lead, and may move its stages and start or end its sequences. Without `id` and `at`, each call is an event of its own.',
    request: {
      params: LeadId,
      headers: z.object({
        'idempotency-key': Id.optional().openapi({ description: 'Stands for `id` when the body has none.' }),
      }),
      body: jsonBody(EventBody, { type: 'webinar.attended', subject: 'autumn-2026', id: 'webinar-4711' }),
    },
    responses: {
      200: {
        description:
          '`recorded`; or `repeated`: it was known, and nothing changed; or `ignored`: a lead that unsubscribed, bounced or complained no longer scores.',
        content: jsonContent(
          z.object({ status: z.enum(['recorded', 'repeated', 'ignored']), lead: LeadBody }),
        ),
      },
    },
  },
  [400, 404, 413, 415, 422],
);

export function addEvents(app: OpenAPIHono<AdminEnv>, { context, idKey }: AdminParts): void {
  app.openapi(route, async (c) => {
    const body = c.req.valid('json');
    const {
      type,
      at,
      subject,
      intent,
      score,
      referred,
      id = c.req.valid('header')['idempotency-key'],
    } = body;
    checkDetails(body);
    const known = await readLead(context, c.req.valid('param').id);
    const told = {
      ...(at ? { at: context.clock.toProgramme(Date.parse(at)) } : {}),
      ...(id ? { id } : {}),
    };
    const more = {
      event: type,
      ...(subject ? { subject } : {}),
      ...(intent ? { intent } : {}),
      ...(score === undefined ? {} : { score }),
    };
    const posted =
      known &&
      (referred
        ? await referLead(context, idKey, known, { address: referred.email, fields: referred.fields }, told)
        : await postEvent(context, known.id, { ...told, ...more }));
    if (!posted) throw noSuchLead();
    const unchanged = isScored(posted.lead) ? 'repeated' : 'ignored';
    const status = posted.changed ? 'recorded' : unchanged;
    return c.json({ status, lead: await showLead(context, posted.lead) } as const, 200);
  });
}

/** Each of these belongs to one type. */
function checkDetails({ type, score, referred }: z.infer<typeof EventBody>): void {
  const problems = [
    ...(type === 'nps.answered' && score === undefined
      ? [{ pointer: '/score', detail: 'Say how likely they recommend you, from 0 to 10.' }]
      : []),
    ...(type !== 'nps.answered' && score !== undefined
      ? [{ pointer: '/score', detail: 'Only "nps.answered" has a score.' }]
      : []),
    ...(type !== 'referral.made' && referred !== undefined
      ? [{ pointer: '/referred', detail: 'Only "referral.made" names somebody.' }]
      : []),
  ];
  if (problems.length > 0) throw new KweekError('invalid', 'The event is not as it must be.', problems);
}
