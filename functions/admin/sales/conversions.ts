import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readLead, showLead } from '../../../shared/actions/lead/read-leads.ts';
import { recordConversion } from '../../../shared/actions/sales/record-conversion.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { named } from '../api/schema-name.ts';
import { LeadBody, LeadId } from '../leads/lead-schema.ts';
import { noSuchLead } from '../leads/leads.ts';
import { minorOf } from './money.ts';
import { MoneyShape, TellerId, ToldAt } from './sales-schema.ts';

const ConversionBody = named(
  'Conversion',
  z.strictObject({
    externalId: TellerId.openapi({
      description: 'Your id of the order or invoice: the same one again changes nothing.',
    }),
    ...MoneyShape,
    at: ToldAt,
  }),
  { description: 'A purchase. `value` in whole units of the programme’s currency.' },
);

const route = apiRoute(
  'POST /v1/leads/{id}/conversions',
  {
    tags: ['Sales'],
    summary: 'Record a purchase',
    description:
      'Makes the lead a customer, and a loyal one when it buys again. What brought it here (first, last and position-based ' +
      'touch, content before the purchase) is worked out and stands in the timeline and the figures. A purchase counts for a ' +
      'lead that unsubscribed, too.',
    request: {
      params: LeadId,
      body: jsonBody(ConversionBody, { externalId: 'invoice-2026-117', value: 4000, currency: 'EUR' }),
    },
    responses: {
      200: {
        description: '`recorded`; or `repeated`: it was known, and nothing changed. The lead as it is then.',
        content: jsonContent(z.object({ status: z.enum(['recorded', 'repeated']), lead: LeadBody })),
      },
    },
  },
  [400, 404, 413, 415, 422],
);

export function addConversions(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(route, async (c) => {
    const { externalId, at, ...money } = c.req.valid('json');
    const known = await readLead(context, c.req.valid('param').id);
    if (!known) throw noSuchLead();
    const { config } = await context.rules.current();
    const { value = 0, currency = config.settings.currency } = minorOf(money, config.settings.currency);
    const done = await recordConversion(context, known.id, {
      externalId,
      value,
      currency,
      ...(at ? { at: context.clock.toProgramme(Date.parse(at)) } : {}),
    });
    if (!done) throw noSuchLead();
    const status = done.changed ? ('recorded' as const) : ('repeated' as const);
    return c.json({ status, lead: await showLead(context, done.lead) }, 200);
  });
}
