import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readConfig } from '../../../shared/actions/programme/publish-config.ts';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import { entryPart } from '../../../shared/domain/programme/config-part.ts';
import { Language, Slug } from '../../../shared/domain/text.ts';
import { problemsOfPage, showMagnetPage } from '../../../shared/mail/magnet-page.ts';
import { magnetPage } from '../../../shared/pages/magnet-page.tsx';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { named } from '../api/schema-name.ts';
import { exampleMagnet } from './config-example.ts';
import { readPart } from './config-part.ts';
import { MagnetBody } from './config-schema.ts';

const Finding = z.object({ pointer: z.string(), detail: z.string(), code: z.string() });

const preview = apiRoute(
  'POST /v1/magnets/{slug}/preview',
  {
    tags: ['Forms'],
    summary: 'See a magnet’s page before it is given',
    description:
      'The page as its link shows it, by the magnet in force or one that you send along, and what is left out of it. Nothing is saved.',
    request: {
      params: z.object({ slug: Slug.clone().openapi({ example: 'checklist' }) }),
      body: jsonBody(
        z.strictObject({
          language: Language.optional().openapi({
            description: 'The reader’s; the programme’s first, when not given.',
          }),
          magnet: MagnetBody.optional().openapi({
            description: 'As it would be: not the one that is published.',
          }),
        }),
        { language: 'en', magnet: exampleMagnet },
      ),
    },
    responses: {
      200: {
        description: 'The whole page, in the language that it is written in for this reader.',
        content: jsonContent(
          named(
            'MagnetPage',
            z.object({
              title: z.string(),
              language: z.string(),
              html: z.string(),
              warnings: z.array(Finding),
            }),
          ),
        ),
      },
    },
  },
  [400, 404, 413, 415, 422],
);

/** What can be done with a magnet beside reading and writing it. */
export function addMagnets(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  app.openapi(preview, async (c) => {
    const { language, magnet: draft } = c.req.valid('json');
    const config = await readConfig(parts.context);
    if (!config) throw new KweekError('not_found', 'Nothing is published yet: PUT /v1/config first.');
    const magnet = draft ?? (await readPart(parts, entryPart('magnets', c.req.valid('param').slug))).part;
    const problems = problemsOfPage(magnet, config);
    if (problems.length > 0) {
      throw new KweekError('invalid', 'This page cannot be shown like this.', problems);
    }
    const { company, languages, timeZone } = config.settings;
    const reader = language ?? languages[0] ?? 'en';
    const shown = showMagnetPage(magnet, reader, config, parts.baseUrl);
    if (!shown) {
      const problem = { pointer: '/magnet/page', detail: 'This magnet is an address: open that.' };
      throw new KweekError('invalid', 'There is no page to show.', [problem]);
    }
    const page = magnetPage({
      language: reader,
      companyName: company.name,
      companyAddress: company.address,
      kind: magnet.kind,
      title: shown.title,
      body: shown.html,
      bodyLanguage: shown.language,
      timeZone,
    });
    const pointer = `/page/${shown.language}`;
    return c.json(
      {
        title: shown.title,
        language: shown.language,
        html: String(await page),
        warnings: shown.findings.map((found) => ({ pointer, ...found })),
      },
      200,
    );
  });
}
