import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { idKeyCheck } from '../../../shared/actions/lead/lead-id.ts';
import {
  planDraft,
  publishDraft,
  readDraft,
  removeDraft,
  saveDraft,
} from '../../../shared/actions/programme/sequence-draft.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { named } from '../api/schema-name.ts';
import { exampleConfig } from './config-example.ts';
import { DryRun, IfMatch, PartTag } from './config-part.ts';
import { PublicationBody, SequenceBody } from './config-schema.ts';
import { SequenceSlug } from './sequences.ts';

const exampleSequence = exampleConfig.sequences.welcome;
const Found = z.array(z.object({ pointer: z.string(), detail: z.string(), code: z.string().optional() }));

const DraftCheck = named(
  'DraftCheck',
  z.object({ changes: z.array(z.string()), problems: Found, warnings: Found }),
  {
    description:
      '`changes`: how it differs from what is published, in words. `problems`: why it could not be published. `warnings`: what ' +
      'may well be meant, and is worth a look.',
  },
);

const SequencePublished = named(
  'SequencePublished',
  z.object({
    publication: PublicationBody,
    version: z.int(),
    changes: z.array(z.string()),
    warnings: Found,
    onTheirWay: z.object({
      steps: z.array(z.object({ version: z.int(), step: z.string(), leads: z.int() })),
      complete: z.boolean(),
    }),
    finished: z.object({ leads: z.int(), offered: z.int(), complete: z.boolean() }),
    choices: z.object({ stay: z.string(), migrate: z.string(), leave: z.string(), offer: z.string() }),
  }),
  {
    description:
      '`version` is the sequence’s own. `onTheirWay`: how many leads are before which step; not `complete` when there are so many ' +
      'that `/positions` counts them in slices. `finished`: how many had come to its end, and how many of them would go on if it were ' +
      'offered to them; not `complete` when there are so many leads that not all could be looked at. `choices`: what becomes of them ' +
      'by each.',
  },
);

const get = apiRoute(
  'GET /v1/sequences/{slug}/draft',
  {
    tags: ['Sequences'],
    summary: 'Read a draft',
    description: 'The sequence as it is being written, and not in force.',
    request: { params: SequenceSlug },
    responses: {
      200: {
        description: 'The draft.',
        headers: PartTag,
        content: jsonContent(SequenceBody, exampleSequence),
      },
    },
  },
  [404, 422],
);

const put = apiRoute(
  'PUT /v1/sequences/{slug}/draft',
  {
    tags: ['Sequences'],
    summary: 'Write a draft',
    description:
      'Keeps a sequence that is being written, and says what publishing it would meet. Templates and stages that it names need ' +
      'not be there yet.',
    request: {
      params: SequenceSlug,
      headers: IfMatch,
      body: jsonBody(SequenceBody, exampleSequence),
    },
    responses: {
      200: {
        description: 'The draft is kept.',
        headers: PartTag,
        content: jsonContent(DraftCheck),
      },
    },
  },
  [400, 409, 412, 413, 415, 422],
);

const remove = apiRoute(
  'DELETE /v1/sequences/{slug}/draft',
  {
    tags: ['Sequences'],
    summary: 'Throw a draft away',
    description: 'What is published stays.',
    request: { params: SequenceSlug },
    responses: { 204: { description: 'There is no draft any more.' } },
  },
  [422],
);

const Publish = z.strictObject({
  leads: z.enum(['stay', 'migrate']),
  reschedule: z.boolean().default(true),
  finished: z.enum(['leave', 'offer']).default('leave'),
});

const publish = apiRoute(
  'POST /v1/sequences/{slug}/publish',
  {
    tags: ['Sequences'],
    summary: 'Publish a draft',
    description:
      'Makes the draft the next version. Leads on their way `stay` on the version they began, or `migrate`: each goes on at the ' +
      'next step that is still there, what it was sent is not sent again, and waits under way last as long as the new version says ' +
      '(unless `reschedule` is false); what is over by that leaves spread, not at once. Leads that had `finished` are left alone ' +
      '(`leave`), or go on with what stands behind the end that they came to (`offer`): once, spread, and without what they were sent ' +
      'before; those who unsubscribed, were taken out, or would be out of it at once are left alone. A dry run says how many leads ' +
      'are where, and what each choice would do.',
    request: {
      params: SequenceSlug,
      query: DryRun,
      headers: IfMatch,
      body: jsonBody(Publish, { leads: 'stay' }),
    },
    responses: {
      200: {
        description: 'What was published, or would be.',
        content: jsonContent(SequencePublished),
      },
    },
  },
  [400, 404, 409, 412, 413, 415, 422],
);

const tagIn = (header: z.infer<typeof IfMatch>) =>
  header['if-match']?.replace(/^W\//, '').replaceAll('"', '');

export function addDrafts(app: OpenAPIHono<AdminEnv>, { context, idKey }: AdminParts): void {
  app.openapi(get, async (c) => {
    const { sequence, tag } = await readDraft(context, c.req.valid('param').slug);
    c.header('etag', `"${tag}"`);
    return c.json(sequence, 200);
  });

  app.openapi(put, async (c) => {
    const { slug } = c.req.valid('param');
    const sequence = c.req.valid('json');
    const tag = await saveDraft(context, slug, sequence, tagIn(c.req.valid('header')));
    c.header('etag', `"${tag}"`);
    return c.json(await planDraft(context, slug, sequence), 200);
  });

  app.openapi(remove, async (c) => {
    await removeDraft(context, c.req.valid('param').slug);
    return c.body(null, 204);
  });

  app.openapi(publish, async (c) => {
    const { slug } = c.req.valid('param');
    const dryRun = c.req.valid('query').dryRun === 'true';
    const ifMatch = tagIn(c.req.valid('header'));
    const done = await publishDraft(context, idKeyCheck(idKey), slug, c.req.valid('json'), {
      dryRun,
      ifMatch,
    });
    return c.json(done, 200);
  });
}
