import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { releaseSpam } from '../../../shared/actions/signup/release-spam.ts';
import { entryPart } from '../../../shared/domain/programme/config-part.ts';
import { offeredLanguage } from '../../../shared/domain/signup/accept-language.ts';
import { snippetsOf } from '../../../shared/domain/signup/form-snippets.ts';
import { Language, Slug } from '../../../shared/domain/text.ts';
import { formWordsIn } from '../../../shared/pages/form-words.ts';
import { listSpam } from '../../../shared/store/spam.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { cursorOf, encodeCursor } from '../api/cursor.ts';
import { exampleLead } from '../api/examples.ts';
import { jsonContent } from '../api/json-content.ts';
import { Limit, pageOf } from '../api/paging-schema.ts';
import { named } from '../api/schema-name.ts';
import { readPart } from './config-part.ts';

const tags = ['Forms'];
const params = z.object({ slug: Slug.clone().openapi({ example: 'newsletter' }) });
const spamId = 'MjAyNi0xMS0wNVQwOTozMToxMi4wMDBaI2E';

const snippets = apiRoute(
  'GET /v1/forms/{slug}/snippets',
  {
    tags,
    summary: 'What to paste where a form is to stand',
    description: 'A page of its own, a plain form without scripts, and a script that draws the form.',
    request: {
      params,
      query: z.object({
        language: Language.optional().openapi({
          description: 'One of the form’s; the first, when not given.',
        }),
      }),
    },
    responses: {
      200: {
        description: 'Paste one of these. `policy` is what a page with a Content-Security-Policy must allow.',
        content: jsonContent(
          named(
            'Snippets',
            z.object({
              page: z.string(),
              html: z.string(),
              script: z.string(),
              policy: z.string(),
              notes: z.array(z.string()),
            }),
          ),
        ),
      },
    },
  },
  [404, 422],
);

const SpamBody = named(
  'SpamPost',
  z.object({
    id: z.string(),
    at: z.iso.datetime(),
    posted: z.record(z.string(), z.unknown()).openapi({ description: 'As it came.' }),
  }),
);

const spam = apiRoute(
  'GET /v1/forms/{slug}/spam',
  {
    tags,
    summary: 'List what was taken for spam',
    description: 'Posts that filled in what people do not see, newest first. They are kept for 30 days.',
    request: {
      params,
      query: z.object({ limit: Limit, after: cursorOf(z.tuple([z.string().max(100)])).optional() }),
    },
    responses: {
      200: {
        description: 'One page of it.',
        content: jsonContent(pageOf(SpamBody)),
      },
    },
  },
  [422],
);

const release = apiRoute(
  'POST /v1/forms/{slug}/spam/{id}/release',
  {
    tags,
    summary: 'Take a post for the signup that it is',
    description: 'As if it came now. Whoever must confirm is asked to.',
    request: { params: params.extend({ id: z.string().max(100).openapi({ example: spamId }) }) },
    responses: {
      200: {
        description: 'The lead that it made, or added to.',
        content: jsonContent(z.object({ leadId: z.string() }), { leadId: exampleLead.id }),
      },
    },
  },
  [404, 409, 422],
);

/** What can be done with a form beside reading and writing it. */
export function addFormTools(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  const { context, idKey, baseUrl } = parts;

  app.openapi(snippets, async (c) => {
    const { slug } = c.req.valid('param');
    const { part: form } = await readPart(parts, entryPart('forms', slug));
    const wanted = c.req.valid('query').language ?? '';
    const language = offeredLanguage(wanted, form.languages) ?? form.languages[0] ?? 'en';
    const { send, choose, leaveEmpty } = formWordsIn(language).form;
    return c.json(snippetsOf(form, `${baseUrl}/f/${slug}`, language, { send, choose, leaveEmpty }), 200);
  });

  app.openapi(spam, async (c) => {
    const { limit, after } = c.req.valid('query');
    const { posts, more } = await listSpam(context.table, c.req.valid('param').slug, limit, after?.[0]);
    const results = posts.map(({ id, at, posted }) => ({
      id,
      at: new Date(at).toISOString(),
      posted: parsed(posted),
    }));
    const last = posts.at(-1);
    return c.json({ results, paging: more && last ? { next: { after: encodeCursor([last.id]) } } : {} }, 200);
  });

  app.openapi(release, async (c) => {
    const { slug, id } = c.req.valid('param');
    return c.json(await releaseSpam(context, idKey, slug, id), 200);
  });
}

function parsed(posted: string): Record<string, unknown> {
  try {
    return JSON.parse(posted) as Record<string, unknown>;
  } catch {
    return { cutOff: posted };
  }
}
