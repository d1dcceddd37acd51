import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { flowIn, statusOf } from '../../../shared/actions/programme/run-sequence.ts';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import type { Sequence } from '../../../shared/domain/sequence/sequence.ts';
import { Slug } from '../../../shared/domain/text.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { named } from '../api/schema-name.ts';
import { exampleConfig } from './config-example.ts';
import { SequenceBody } from './config-schema.ts';
import { addEntryRoutes } from './entry-routes.ts';

export const SequenceSlug = z.object({ slug: Slug.clone().openapi({ example: 'welcome' }) });

/** Sequences as they are in force; drafts and their life have routes of their own. */
export function addSequences(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  addEntryRoutes<Sequence>(app, parts, {
    kind: 'sequences',
    tag: 'Sequences',
    one: 'a sequence',
    many: 'sequences',
    schema: SequenceBody as unknown as z.ZodType<Sequence>,
    example: { slug: 'welcome', body: exampleConfig.sequences.welcome },
    row: named(
      'SequenceInList',
      z.object({
        title: z.string(),
        status: z.enum(['active', 'paused', 'archived']),
        version: z.int(),
        steps: z.int(),
      }),
    ),
    rowOf: ({ title, steps }, slug, config) => ({
      title,
      status: statusOf(flowIn(config, slug)),
      version: config.sequenceVersions[slug] ?? 1,
      steps: steps.length,
    }),
    replacement:
      'A change makes the next version; leads on their way stay on the one they began. To take them over, publish a draft.',
    removal: 'Only what is archived can be removed, so that no lead is on its way through it.',
    checkRemoval: (slug, config) => {
      if (statusOf(flowIn(config, slug)) === 'archived') return;
      const detail = `"${slug}" is active: archive it first, which takes its leads out of it.`;
      throw new KweekError('conflict', detail);
    },
  });
}
