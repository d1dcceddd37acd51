import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readStatistics } from '../../../shared/actions/statistics/read-statistics.ts';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import { entryPart } from '../../../shared/domain/programme/config-part.ts';
import type { Sequence } from '../../../shared/domain/sequence/sequence.ts';
import { resultsOf } from '../../../shared/domain/sequence/sequence-results.ts';
import { addCounts } from '../../../shared/domain/statistics/tally.ts';
import { Slug } from '../../../shared/domain/text.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { named } from '../api/schema-name.ts';
import { Day } from '../reports/statistics-schema.ts';
import { editPart, IfMatch, readPart } from './config-part.ts';
import { PublicationBody } from './config-schema.ts';
import { SequenceSlug } from './sequences.ts';

const count = z.int();
const Interval = z.object({ low: z.number(), high: z.number() });
const outcomes = { sent: count, delivered: count, opened: count, clicked: count, bounced: count };
const Arm = z.object({ leads: count, goals: count, rate: z.number(), interval: Interval });

const ResultsBody = named(
  'SequenceResults',
  z.object({
    sequence: z.string(),
    from: Day,
    to: Day,
    enrollments: z.object({
      started: count,
      continued: count,
      completed: count,
      exited: count,
      cancelled: count,
      goals: count,
    }),
    mails: z.array(z.object({ step: z.string(), template: z.string(), ...outcomes })),
    tests: z.array(
      z.object({
        step: z.string(),
        winner: z.string().optional(),
        variants: z.array(
          z.object({
            template: z.string(),
            ...outcomes,
            rate: z.number(),
            interval: Interval,
            pBest: z.number(),
          }),
        ),
      }),
    ),
    holdout: z
      .object({ mailed: Arm, held: Arm, lift: z.number(), interval: Interval, pBetter: z.number() })
      .optional(),
  }),
  {
    description:
      'Counted from what happened in these days. `rate`: of a variant clicks by mails sent, of a side of a holdout goals by leads; ' +
      '`interval` holds the true one in 95 of 100 cases. `pBest`: the probability that no other variant is better; `pBetter`: that ' +
      'the mails help at all. `lift`: how much higher the rate of those who got mails is; a holdout is there once it has leads on ' +
      'both sides. Shares and their intervals are made as those of `GET /v1/reports/sequences` are (Jeffreys).',
  },
);

const YEAR = 365 * 86_400_000;
const MOST_DAYS = 750;

const get = apiRoute(
  'GET /v1/sequences/{slug}/results',
  {
    tags: ['Sequences'],
    summary: 'Read what came of a sequence',
    description:
      'Leads, mails, tests of variants with the probability of each to be the best, and what a holdout shows.',
    request: {
      params: SequenceSlug,
      query: z.object({
        from: Day.optional().openapi({
          description: 'The first day; a year back, when not given.',
          example: '2026-11-01',
        }),
        to: Day.optional().openapi({
          description: 'The last day; today, when not given.',
          example: '2026-11-30',
        }),
      }),
    },
    responses: {
      200: { description: 'The figures.', content: jsonContent(ResultsBody) },
    },
  },
  [404, 422],
);

const pick = apiRoute(
  'POST /v1/sequences/{slug}/winner',
  {
    tags: ['Sequences'],
    summary: 'Pick the winner of a test',
    description:
      'From now on every lead that comes to this step gets this variant, in whichever version it is.',
    request: {
      params: SequenceSlug,
      headers: IfMatch,
      body: jsonBody(z.strictObject({ step: Slug, template: Slug }), {
        step: 'subject-line',
        template: 'hello',
      }),
    },
    responses: {
      200: {
        description: 'The publication that says so.',
        content: jsonContent(PublicationBody),
      },
    },
  },
  [400, 404, 409, 412, 413, 415, 422],
);

export function addSequenceResults(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  app.openapi(get, async (c) => {
    const { slug } = c.req.valid('param');
    const asked = c.req.valid('query');
    const { part } = await readPart(parts, entryPart('sequences', slug));
    const to = asked.to ?? dayOf(parts.context.clock.now().programme);
    const from = asked.from ?? dayOf(Date.parse(to) - YEAR);
    const length = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    if (length > MOST_DAYS) {
      const detail = `At most ${MOST_DAYS} days at once.`;
      throw new KweekError('invalid', 'A parameter is not as it must be.', [{ pointer: '/from', detail }]);
    }
    const counts = {};
    const days = length < 0 ? {} : await readStatistics(parts.context, from, to);
    for (const day of Object.values(days)) addCounts(counts, day);
    return c.json({ sequence: slug, from, to, ...resultsOf(slug, part, counts) }, 200);
  });

  app.openapi(pick, async (c) => {
    const { slug } = c.req.valid('param');
    const { step, template } = c.req.valid('json');
    const part = entryPart('sequences', slug);
    await readPart(parts, part);
    const change = (before: Sequence | undefined) => before && withWinner(before, step, template);
    const request = { query: { dryRun: 'false' as const }, header: c.req.valid('header') };
    const { publication } = await editPart(parts, part, change, request);
    return c.json(publication, 200);
  });
}

function withWinner(sequence: Sequence, id: string, template: string): Sequence {
  const test = sequence.steps.find((step) => step.id === id);
  if (test?.type !== 'ab_test') throw wrong('/step', `"${id}" is no test of this sequence.`);
  if (!test.variants.some((variant) => variant.template === template)) {
    throw wrong('/template', `"${template}" is no variant of "${id}".`);
  }
  const steps = sequence.steps.map((step) => (step === test ? { ...test, winner: template } : step));
  return { ...sequence, steps };
}

const wrong = (pointer: string, detail: string) =>
  new KweekError('invalid', 'There is no such variant.', [{ pointer, detail }]);

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
