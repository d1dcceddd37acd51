import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { changeAddress } from '../../../shared/actions/lead/change-address.ts';
import { mergeLead } from '../../../shared/actions/lead/merge-leads.ts';
import { showLead } from '../../../shared/actions/lead/read-leads.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { exampleLead } from '../api/examples.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { DryRun, IfMatch } from '../programme/config-part.ts';
import { LeadBody, LeadId } from './lead-schema.ts';
import { EmailAddress } from './leads.ts';

const headers = IfMatch.extend({
  'if-match': IfMatch.shape['if-match'].openapi({
    description: 'The ETag that the dry run gave; somebody changed a lead since: 412.',
    example: '"v6x4"',
  }),
});
const Tagged = z.object({ etag: z.string().openapi({ example: '"v6x4"' }) });

const Note = z.object({
  about: z.string().openapi({ description: 'What the two differed in.' }),
  kept: z.string().openapi({ description: 'What the lead that is kept had.' }),
  other: z.string(),
  result: z.string(),
});

const exampleNote = { about: 'nurture stage', kept: 'awareness', other: 'engagement', result: 'engagement' };
const merge = apiRoute(
  'POST /v1/leads/{id}/merge',
  {
    tags: ['Leads'],
    summary: 'Merge a lead into another',
    description:
      'The two are one person. The lead `into` is kept, with its address and its own consent; what the other one withdrew counts, ' +
      'too. The further stage, both histories and both scores come together; of the same sequence one is left, and no step is ' +
      'sent twice. The old id leads to the kept lead from then on: in links of mails, in this API, in signups. There is no way back. ' +
      'With `dryRun` it says what would come together and what wins. Again, it changes nothing.',
    request: {
      params: LeadId,
      query: DryRun,
      headers,
      body: jsonBody(
        z.strictObject({
          into: z
            .string()
            .regex(/^lead_[a-z0-9]{1,60}$/, 'a lead’s id')
            .openapi({
              description: 'The id of the lead that is kept.',
            }),
        }),
        { into: exampleLead.id },
      ),
    },
    responses: {
      200: {
        description: 'What became of it, or would; the lead as it is then, and where the two differed.',
        headers: Tagged,
        content: jsonContent(
          z.object({
            status: z.enum(['merged', 'would_merge', 'already_merged']),
            lead: LeadBody,
            notes: z.array(Note),
          }),
          { status: 'merged' as const, lead: exampleLead as never, notes: [exampleNote] },
        ),
      },
    },
  },
  [400, 404, 409, 412, 413, 415, 422],
);

const address = apiRoute(
  'POST /v1/leads/{id}/address',
  {
    tags: ['Leads'],
    summary: 'Change the address of a lead',
    description:
      'Its life goes on under the new address, and under the id that belongs to it; the old id leads there. Nothing says that the new ' +
      'address is its own, so it is asked to confirm what the old one had agreed to, and is sent nothing else until it does. Who ' +
      'unsubscribed stays so. 409 when another lead has the address (merge the two), and when it must not be written to.',
    request: {
      params: LeadId,
      query: DryRun,
      headers,
      body: jsonBody(
        z.strictObject({
          email: EmailAddress.openapi({ type: 'string', example: 'an.peeters@lindeveld.example' }),
        }),
        { email: 'an.peeters@lindeveld.example' },
      ),
    },
    responses: {
      200: {
        description:
          'What became of it, or would; `asked`: whether the new address is asked to confirm. `unchanged`: it is the same mailbox.',
        headers: Tagged,
        content: jsonContent(
          z.object({
            status: z.enum(['changed', 'would_change', 'unchanged']),
            asked: z.boolean(),
            lead: LeadBody,
          }),
          { status: 'changed' as const, asked: true, lead: exampleLead as never },
        ),
      },
    },
  },
  [400, 404, 409, 412, 413, 415, 422],
);

interface Condition {
  query: z.infer<typeof DryRun>;
  header: z.infer<typeof headers>;
}

const optionsOf = ({ query, header }: Condition, by: string) => ({
  by,
  dryRun: query.dryRun === 'true',
  ifMatch: header['if-match']?.replace(/^W\//, '').replaceAll('"', ''),
});

/** One person behind two ids: two leads that are one, and a lead with another address. */
export function addIdentity(app: OpenAPIHono<AdminEnv>, { context, idKey }: AdminParts): void {
  app.openapi(merge, async (c) => {
    const options = optionsOf({ query: c.req.valid('query'), header: c.req.valid('header') }, c.var.key.id);
    const { into } = c.req.valid('json');
    const { status, lead, notes, tag } = await mergeLead(context, c.req.valid('param').id, into, options);
    c.header('etag', `"${tag}"`);
    return c.json({ status, lead: await showLead(context, lead), notes }, 200);
  });

  app.openapi(address, async (c) => {
    const options = optionsOf({ query: c.req.valid('query'), header: c.req.valid('header') }, c.var.key.id);
    const { email } = c.req.valid('json');
    const { id } = c.req.valid('param');
    const { status, lead, asked, tag } = await changeAddress(context, idKey, id, email, options);
    c.header('etag', `"${tag}"`);
    return c.json({ status, asked, lead: await showLead(context, lead) }, 200);
  });
}
