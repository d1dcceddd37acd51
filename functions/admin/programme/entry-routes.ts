import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readConfig } from '../../../shared/actions/programme/publish-config.ts';
import type { PublishedConfig } from '../../../shared/domain/programme/config.ts';
import { type ConfigPart, entryPart } from '../../../shared/domain/programme/config-part.ts';
import { Slug } from '../../../shared/domain/text.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonContent } from '../api/json-content.ts';
import { pageOf } from '../api/paging-schema.ts';
import { DryRun, editPart, IfMatch, PartTag, readPart } from './config-part.ts';
import { PublicationBody } from './config-schema.ts';

type Kind = 'forms' | 'magnets' | 'templates' | 'partials' | 'sequences';

/** What the four routes of a kind of thing are told apart by. */
interface Entries<T> {
  kind: Kind;
  tag: string;
  /** `a form`; `forms`. */
  one: string;
  many: string;
  schema: z.ZodType<T>;
  example: { slug: string; body: unknown };
  /** What the list shows of each beside its slug. */
  row: z.ZodObject;
  rowOf(entry: T, slug: string, config: PublishedConfig): Record<string, unknown>;
  /** What becomes of leads when one takes the place of another, where that needs saying. */
  replacement?: string;
  /** What becomes of leads when one is removed. */
  removal: string;
  /** Throws `conflict` when one must not be removed yet. */
  checkRemoval?(slug: string, config: PublishedConfig): void;
}

/** `GET`, `PUT` and `DELETE /v1/{kind}/{slug}`, and the list: each thing of the programme by itself. */
export function addEntryRoutes<T>(
  app: OpenAPIHono<AdminEnv>,
  parts: AdminParts,
  { kind, tag, one, many, schema, example, row, rowOf, replacement = '', removal, checkRemoval }: Entries<T>,
): void {
  const tags = [tag];
  const params = z.object({ slug: Slug.clone().openapi({ example: example.slug }) });
  const content = { 'application/json': { schema, example: example.body } };
  const published = {
    description: 'What was published, or would be.',
    headers: PartTag.partial(),
    content: jsonContent(PublicationBody),
  };

  const list = apiRoute(
    `GET /v1/${kind}`,
    {
      tags,
      summary: `List ${many}`,
      description: `All ${many} in force, in the order of the document.`,
      responses: {
        200: {
          description: 'All of them; there are no further pages.',
          content: jsonContent(pageOf(row.extend({ slug: z.string() }))),
        },
      },
    },
    [],
  );
  const get = apiRoute(
    `GET /v1/${kind}/{slug}`,
    {
      tags,
      summary: `Read ${one}`,
      description:
        'As it is published. Its ETag stands for its content, whatever else of the programme changes.',
      request: { params },
      responses: { 200: { description: 'As it is in force.', headers: PartTag, content } },
    },
    [404, 422],
  );
  const put = apiRoute(
    `PUT /v1/${kind}/{slug}`,
    {
      tags,
      summary: `Publish ${one}`,
      description:
        'Puts it in the place of the one with this slug, or adds it, and publishes the programme with it; or says all that ' +
        `is wrong, and changes nothing. ${replacement}`.trimEnd(),
      request: { params, query: DryRun, headers: IfMatch, body: { required: true, content } },
      responses: { 200: published },
    },
    [400, 409, 412, 413, 415, 422],
  );
  const remove = apiRoute(
    `DELETE /v1/${kind}/{slug}`,
    {
      tags,
      summary: `Remove ${one}`,
      description: `Publishes the programme without it, if nothing else names it. ${removal}`,
      request: { params, query: DryRun, headers: IfMatch },
      responses: { 200: published },
    },
    [404, 409, 412, 422],
  );
  const partOf = (slug: string) => entryPart(kind, slug) as unknown as ConfigPart<T>;

  app.openapi(list, async (c) => {
    const config = await readConfig(parts.context);
    const entries = Object.entries(config?.[kind] ?? {}) as [string, T][];
    const results = config ? entries.map(([slug, entry]) => ({ slug, ...rowOf(entry, slug, config) })) : [];
    return c.json({ results, paging: {} }, 200);
  });
  app.openapi(get, async (c) => {
    const { part, etag } = await readPart(parts, partOf(c.req.valid('param').slug));
    c.header('etag', etag);
    return c.json(part as object, 200);
  });
  app.openapi(put, async (c) => {
    const entry = c.req.valid('json') as T;
    const { publication, etag } = await editPart(parts, partOf(c.req.valid('param').slug), () => entry, {
      query: c.req.valid('query'),
      header: c.req.valid('header'),
    });
    if (etag) c.header('etag', etag);
    return c.json(publication, 200);
  });
  app.openapi(remove, async (c) => {
    const { slug } = c.req.valid('param');
    const part = partOf(slug);
    const { config } = await readPart(parts, part);
    checkRemoval?.(slug, config);
    const { publication } = await editPart(parts, part, () => undefined, {
      query: c.req.valid('query'),
      header: c.req.valid('header'),
    });
    return c.json(publication, 200);
  });
}
