import type { OpenAPIHono } from '@hono/zod-openapi';
import { isLeadId } from '../../../shared/actions/lead/lead-id.ts';
import { eraseLead } from '../../../shared/actions/privacy/erase-lead.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { LeadId } from './lead-schema.ts';
import { noSuchLead } from './leads.ts';

const route = apiRoute(
  'DELETE /v1/leads/{id}',
  {
    tags: ['Leads'],
    summary: 'Erase a lead',
    description:
      'Forgets the person: the lead, its timeline, and within about a day what is still on its way. What stays is that the ' +
      'address must not be written to, if it unsubscribed, bounced or complained; and what it counted for in the statistics, ' +
      'without a name. Should the same person sign up again, a new life begins. Erasing twice is fine.',
    request: { params: LeadId },
    responses: { 204: { description: 'The lead is erased, now or before.' } },
  },
  [404],
);

export function addErasure(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    if (!isLeadId(id) || !(await eraseLead(context, id))) throw noSuchLead();
    return c.body(null, 204);
  });
}
