import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readLead } from '../../../shared/actions/lead/read-leads.ts';
import { previewTemplate } from '../../../shared/actions/programme/preview-template.ts';
import { readConfig } from '../../../shared/actions/programme/publish-config.ts';
import {
  listTemplateVersions,
  readTemplateVersion,
} from '../../../shared/actions/programme/template-versions.ts';
import { mailColleague } from '../../../shared/actions/sending/mail-colleague.ts';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import { entryPart } from '../../../shared/domain/programme/config-part.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { cursorOf, encodeCursor } from '../api/cursor.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { pageOf } from '../api/paging-schema.ts';
import { noSuchLead } from '../leads/leads.ts';
import { DryRun, editPart, IfMatch, PartTag, readPart } from './config-part.ts';
import { PublicationBody } from './config-schema.ts';
import {
  examplePreview,
  exampleTestSend,
  type Look,
  PreviewBody,
  PreviewRequest,
  TemplateSlug,
  TestSendRequest,
  VersionBody,
} from './template-schema.ts';

const tags = ['Templates'];

const preview = apiRoute(
  'POST /v1/templates/{slug}/preview',
  {
    tags,
    summary: 'See a mail before it is sent',
    description:
      'The whole mail with its headers, for a lead that there is or one that you imagine, by the template in force or one that ' +
      'you send along. Nothing is sent or saved.',
    request: {
      params: TemplateSlug,
      body: jsonBody(PreviewRequest, examplePreview),
    },
    responses: {
      200: {
        description: 'The mail, and what should be better about it.',
        content: jsonContent(PreviewBody),
      },
    },
  },
  [400, 404, 413, 415, 422],
);

const testSend = apiRoute(
  'POST /v1/templates/{slug}/test-send',
  {
    tags,
    summary: 'Send a mail to a colleague',
    description:
      'As a preview, in a mailbox: `[Test]` stands before the subject, its own links open nothing, and nobody counts it. At most 60 an hour.',
    request: {
      params: TemplateSlug,
      body: jsonBody(TestSendRequest, exampleTestSend),
    },
    responses: {
      200: {
        description: 'It leaves within seconds, or with the next sweep, a minute later at most.',
        content: jsonContent(z.object({ id: z.string(), to: z.string(), subject: z.string() })),
      },
    },
  },
  [400, 404, 413, 415, 422, 429],
);

const versions = apiRoute(
  'GET /v1/templates/{slug}/versions',
  {
    tags,
    summary: 'List the versions of a template',
    description:
      'Every publication that changed it, newest first. A page looks through 40 publications and may be empty.',
    request: {
      params: TemplateSlug,
      query: z.object({ after: cursorOf(z.tuple([z.int().min(1)])).optional() }),
    },
    responses: {
      200: {
        description: 'What became of it.',
        content: jsonContent(pageOf(VersionBody)),
      },
    },
  },
  [422],
);

const rollback = apiRoute(
  'POST /v1/templates/{slug}/rollback',
  {
    tags,
    summary: 'Go back to an earlier version',
    description: 'Publishes the template as a publication had it, as a new publication: nothing is lost.',
    request: {
      params: TemplateSlug,
      query: DryRun,
      headers: IfMatch,
      body: jsonBody(z.strictObject({ version: z.int().min(1) }), { version: 2 }),
    },
    responses: {
      200: {
        description: 'What was published, or would be.',
        headers: PartTag.partial(),
        content: jsonContent(PublicationBody),
      },
    },
  },
  [400, 404, 409, 412, 413, 415, 422],
);

/** What can be done with a template beside reading and writing it. */
export function addTemplates(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  const { context } = parts;

  app.openapi(preview, async (c) => {
    const { message, bytes, warnings } = await lookAt(parts, c.req.valid('param').slug, c.req.valid('json'));
    const { tags: _, ...mail } = message;
    return c.json({ ...mail, bytes, warnings }, 200);
  });

  app.openapi(testSend, async (c) => {
    const { to, ...look } = c.req.valid('json');
    const { message, settings } = await lookAt(parts, c.req.valid('param').slug, look);
    const { from, html, text, replyTo } = message;
    const subject = `[Test] ${message.subject}`;
    const note = { from, to, subject, html, text, ...(replyTo ? { replyTo } : {}) };
    return c.json({ id: await mailColleague(context, settings, note), to, subject }, 200);
  });

  app.openapi(versions, async (c) => {
    const [before] = c.req.valid('query').after ?? [];
    const { versions: found, next } = await listTemplateVersions(context, c.req.valid('param').slug, before);
    const results = found.map(({ version, publishedAt, template = null, tag }) => ({
      version,
      publishedAt: new Date(publishedAt).toISOString(),
      etag: tag ? `"${tag}"` : null,
      template,
    }));
    return c.json({ results, paging: next ? { next: { after: encodeCursor([next]) } } : {} }, 200);
  });

  app.openapi(rollback, async (c) => {
    const { slug } = c.req.valid('param');
    const former = await readTemplateVersion(context, slug, c.req.valid('json').version);
    const { publication, etag } = await editPart(parts, entryPart('templates', slug), () => former, {
      query: c.req.valid('query'),
      header: c.req.valid('header'),
    });
    if (etag) c.header('etag', etag);
    return c.json(publication, 200);
  });
}

/** Who sends a template along may give it a slug that is not there yet. */
async function lookAt(parts: AdminParts, slug: string, { leadId, lead, language, template }: Look) {
  const { context, baseUrl } = parts;
  const config = await readConfig(context);
  const part = entryPart('templates', slug);
  const chosen = template ?? (await readPart(parts, part)).part;
  if (!config) throw new KweekError('not_found', 'Nothing is published yet: PUT /v1/config first.');
  const real = leadId === undefined ? undefined : await readLead(context, leadId);
  if (leadId !== undefined && !real) throw noSuchLead();
  const imagined = { email: 'an@lindeveld.example', fields: {}, ...lead };
  const { email, fields, language: spoken } = real ?? imagined;
  const reader = { email, fields, language: language ?? spoken ?? config.settings.languages[0] ?? 'en' };
  return { ...previewTemplate(context, config, slug, chosen, reader, baseUrl), settings: config.settings };
}
