import * as z from 'zod';
import { Language, Slug } from '../../../shared/domain/text.ts';
import { exampleLead } from '../api/examples.ts';
import { named } from '../api/schema-name.ts';
import { exampleConfig } from './config-example.ts';
import { TemplateBody } from './config-schema.ts';

export const TemplateSlug = z.object({ slug: Slug.clone().openapi({ example: 'hello' }) });

/** For whom, and of what, a mail is looked at. */
const look = {
  leadId: z
    .string()
    .optional()
    .openapi({ description: 'For a lead that there is.', example: exampleLead.id }),
  lead: z
    .strictObject({
      email: z.email().default('an@lindeveld.example'),
      language: Language.optional(),
      fields: z
        .record(z.string().max(40), z.union([z.string().max(4_096), z.number(), z.boolean()]))
        .default({}),
    })
    .optional()
    .openapi({ description: 'Or for one that you imagine.' }),
  language: Language.optional().openapi({ description: 'In this language, whatever the lead’s.' }),
  template: TemplateBody.optional().openapi({
    description: 'As it would be: not the one that is published.',
  }),
};

export const PreviewRequest = named('PreviewRequest', z.strictObject(look));
export const TestSendRequest = named(
  'TestSendRequest',
  z.strictObject({
    ...look,
    to: z.email().openapi({ description: 'One of `settings.colleagues`, or an address of a sender.' }),
  }),
);
export type Look = Omit<z.infer<typeof TestSendRequest>, 'to'>;

export const examplePreview = { lead: { fields: { first_name: 'An' } }, language: 'en' };
export const exampleTestSend = { to: exampleConfig.settings.sender.email };

const Finding = z.object({ pointer: z.string(), detail: z.string(), code: z.string().optional() });

export const PreviewBody = named(
  'Preview',
  z.object({
    from: z.string(),
    to: z.string(),
    replyTo: z.string().optional(),
    subject: z.string(),
    html: z.string(),
    text: z.string(),
    headers: z.record(z.string(), z.string()),
    bytes: z.int().openapi({ description: 'Of the HTML. Gmail shows 102 KB.' }),
    warnings: z.array(Finding).openapi({ description: 'What should be better: pointers into the template.' }),
  }),
  { description: 'A mail as it would leave. Its own links open nothing; the others lead where they should.' },
);

export const VersionBody = named(
  'TemplateVersion',
  z.object({
    version: z.int().openapi({ description: 'The number of the publication that made it so.' }),
    publishedAt: z.iso.datetime(),
    etag: z.string().nullable().openapi({ description: 'None: that publication took it out.' }),
    template: TemplateBody.nullable(),
  }),
);
