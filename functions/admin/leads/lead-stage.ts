import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readLead, showLead } from '../../../shared/actions/lead/read-leads.ts';
import { setStage } from '../../../shared/actions/lead/set-stage.ts';
import { Slug } from '../../../shared/domain/text.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { named } from '../api/schema-name.ts';
import { LeadBody, LeadId } from './lead-schema.ts';
import { noSuchLead } from './leads.ts';

const pin = {
  pinned: z
    .boolean()
    .default(true)
    .openapi({ description: 'For 30 days nothing but events moves it. `false` lets go of it.' }),
};

const StageBody = named(
  'StageChoice',
  z.union([z.strictObject({ lifecycle: Slug, ...pin }), z.strictObject({ nurtureStage: Slug, ...pin })]),
  { description: 'A state of one of the two models in force.' },
);

const route = apiRoute(
  'POST /v1/leads/{id}/stage',
  {
    tags: ['Leads'],
    summary: 'Put a lead into a stage by hand',
    description:
      'The timeline says who did it, and the stage stays for 30 days: scores and time do not move it, events such as a deal won do. ' +
      'What follows from entering a stage follows here too: sequences, a hand-off to sales.',
    request: {
      params: LeadId,
      body: jsonBody(StageBody, { lifecycle: 'mql' }),
    },
    responses: {
      200: {
        description: '`set`; or `unchanged`: it was there already.',
        content: jsonContent(z.object({ status: z.enum(['set', 'unchanged']), lead: LeadBody })),
      },
    },
  },
  [400, 404, 413, 415, 422],
);

export function addLeadStage(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(route, async (c) => {
    const body = c.req.valid('json');
    const known = await readLead(context, c.req.valid('param').id);
    if (!known) throw noSuchLead();
    const chosen =
      'lifecycle' in body
        ? { field: 'lifecycle' as const, state: body.lifecycle }
        : { field: 'nurtureStage' as const, state: body.nurtureStage };
    const done = await setStage(context, known.id, { ...chosen, pinned: body.pinned, by: c.var.key.id });
    if (!done) throw noSuchLead();
    const status = done.changed ? ('set' as const) : ('unchanged' as const);
    return c.json({ status, lead: await showLead(context, done.lead) }, 200);
  });
}
