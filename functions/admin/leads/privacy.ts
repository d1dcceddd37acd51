import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readLead } from '../../../shared/actions/lead/read-leads.ts';
import { exportLead, readConsents } from '../../../shared/actions/privacy/export-lead.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonContent } from '../api/json-content.ts';
import { pageOf } from '../api/paging-schema.ts';
import { named } from '../api/schema-name.ts';
import { HappeningBody, LeadBody, LeadId } from './lead-schema.ts';
import { noSuchLead } from './leads.ts';

const Time = z.iso.datetime();

const Consent = named(
  'ConsentRecord',
  z.object({
    purpose: z.enum(['marketing', 'tracking']),
    granted: z.boolean(),
    at: Time,
    text: z.string().optional(),
    textHash: z.string().optional(),
    language: z.string().optional(),
    form: z.string().optional(),
    page: z.string().optional(),
    ip: z.string().optional(),
    userAgent: z.string().optional(),
    method: z.string().optional(),
    doubleOptIn: z
      .object({
        sentAt: Time.optional(),
        messageId: z.string().optional(),
        confirmedAt: Time.optional(),
        ip: z.string().optional(),
        userAgent: z.string().optional(),
        tokenHash: z.string().optional(),
      })
      .optional(),
    withdrawnAt: Time.optional(),
    withdrawnBy: z.string().optional(),
  }),
  {
    description:
      'What somebody agreed to, and how that is known. `text` names the words and their version, `textHash` is the ' +
      'SHA-256 of them as they were shown. With `doubleOptIn` it is granted once `confirmedAt` is there.',
    example: {
      purpose: 'marketing',
      granted: true,
      at: '2026-11-05T09:30:02.000Z',
      text: 'newsletter@2',
      textHash: '6f1c0b6a3f6ad0a0c6a7c5a3f5a1f1d2b7a4e0c9d8b7a6f5e4d3c2b1a0f9e8d7',
      language: 'nl',
      form: 'guide',
      page: 'https://lindeveld.example/gids',
      ip: '203.0.113.7',
      userAgent: 'Mozilla/5.0',
      method: 'unticked box, to be confirmed by mail',
      doubleOptIn: { sentAt: '2026-11-05T09:30:04.000Z', confirmedAt: '2026-11-05T09:31:12.000Z' },
    },
  },
);

const Export = named(
  'LeadExport',
  z.object({
    exportedAt: Time,
    lead: LeadBody,
    waiting: z.object({
      requests: z.array(z.object({ class: z.string(), form: z.string(), magnet: z.string().optional() })),
      sends: z.array(z.object({ template: z.string() })),
    }),
    memory: z.record(z.string(), z.unknown()),
    consents: z.array(Consent),
    timeline: z.array(HappeningBody),
  }),
  { description: 'Everything that is known of a lead: as it is, what it agreed to, what happened.' },
);

const consents = apiRoute(
  'GET /v1/leads/{id}/consents',
  {
    tags: ['Leads'],
    summary: 'Read what a lead agreed to',
    description:
      'The consent records of the lead’s present life, the oldest first: who agreed to which words, where, when and how. ' +
      'They are read out of the timeline, to which nothing but additions is made.',
    request: { params: LeadId },
    responses: {
      200: {
        description: 'All of them; there are no further pages.',
        content: jsonContent(pageOf(Consent)),
      },
    },
  },
  [404],
);

const everything = apiRoute(
  'GET /v1/leads/{id}/export',
  {
    tags: ['Leads'],
    summary: 'Export everything about a lead',
    description:
      'For a person who asks for it. JSON; or, with `Accept: text/html`, a page that people can read, in the lead’s language.',
    request: { params: LeadId },
    responses: {
      200: {
        description: 'All that is known.',
        content: { 'application/json': { schema: Export }, 'text/html': { schema: z.string() } },
      },
    },
  },
  [404],
);

/** What a person may ask of whoever keeps its data. */
export function addPrivacy(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(consents, async (c) => {
    const lead = await readLead(context, c.req.valid('param').id);
    if (!lead) throw noSuchLead();
    return c.json({ results: await readConsents(context, lead), paging: {} }, 200);
  });

  app.openapi(everything, async (c) => {
    const lead = await readLead(context, c.req.valid('param').id);
    if (!lead) throw noSuchLead();
    const data = await exportLead(context, lead);
    if (!(c.req.header('accept') ?? '').includes('text/html')) return c.json(data, 200);
    const { exportResponse } = await import('./export-page.tsx');
    return exportResponse(context, lead, data) as never;
  });
}
