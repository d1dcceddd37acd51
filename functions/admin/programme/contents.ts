import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Partial } from '../../../shared/domain/programme/partial.ts';
import type { Template } from '../../../shared/domain/programme/template.ts';
import type { Form } from '../../../shared/domain/signup/form.ts';
import { type Magnet, magnetKinds } from '../../../shared/domain/signup/magnet.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { named } from '../api/schema-name.ts';
import { exampleConfig, exampleMagnet, examplePartial } from './config-example.ts';
import { FormBody, MagnetBody, PartialBody, TemplateBody } from './config-schema.ts';
import { addEntryRoutes } from './entry-routes.ts';

const Texts = z.record(z.string(), z.string());
const Languages = z.array(z.string());

/** Forms, magnets, templates and their pieces, each by itself. */
export function addContents(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  addEntryRoutes<Form>(app, parts, {
    kind: 'forms',
    tag: 'Forms',
    one: 'a form',
    many: 'forms',
    schema: FormBody as unknown as z.ZodType<Form>,
    example: { slug: 'newsletter', body: exampleConfig.forms.newsletter },
    row: named(
      'FormInList',
      z.object({
        title: Texts,
        languages: Languages,
        fields: Languages,
        magnets: Languages,
        doubleOptIn: z.boolean(),
      }),
    ),
    rowOf: ({ title, languages, fields, magnets, doubleOptIn }) => ({
      title,
      languages,
      fields: fields.map(({ name }) => name),
      magnets,
      doubleOptIn,
    }),
    removal: 'Signups to it are refused from then on.',
  });
  addEntryRoutes<Magnet>(app, parts, {
    kind: 'magnets',
    tag: 'Forms',
    one: 'a magnet',
    many: 'magnets',
    schema: MagnetBody as unknown as z.ZodType<Magnet>,
    example: { slug: 'checklist', body: exampleMagnet },
    row: named(
      'MagnetInList',
      z.object({
        kind: z.enum(magnetKinds),
        title: Texts,
        lives: z.enum(['url', 'page']),
        languages: Languages,
        template: z.string(),
        linkLasts: z.string(),
      }),
    ),
    rowOf: ({ kind, title, url, page, template, linkLasts }) => ({
      kind,
      title,
      lives: page ? 'page' : 'url',
      languages: Object.keys(page ?? url ?? {}),
      template,
      linkLasts,
    }),
    removal: 'Links to it in mails that left stop working.',
  });
  addEntryRoutes<Template>(app, parts, {
    kind: 'templates',
    tag: 'Templates',
    one: 'a template',
    many: 'templates',
    schema: TemplateBody as unknown as z.ZodType<Template>,
    example: { slug: 'hello', body: exampleConfig.templates.hello },
    row: named('TemplateInList', z.object({ kind: z.string(), languages: Languages, subjects: Texts })),
    rowOf: ({ kind, content }) => ({
      kind,
      languages: Object.keys(content),
      subjects: Object.fromEntries(
        Object.entries(content).map(([language, { subject }]) => [language, subject]),
      ),
    }),
    removal: 'A lead on an older version of a sequence that still comes to it will not get that mail.',
  });
  addEntryRoutes<Partial>(app, parts, {
    kind: 'partials',
    tag: 'Templates',
    one: 'a partial',
    many: 'partials',
    schema: PartialBody as unknown as z.ZodType<Partial>,
    example: { slug: 'signature', body: examplePartial },
    row: named('PartialInList', z.object({ languages: Languages })),
    rowOf: ({ html }) => ({ languages: Object.keys(html) }),
    removal: 'Templates that render it are named, and nothing is changed.',
  });
}
