import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { documentOf } from '../../../shared/actions/programme/edit-config.ts';
import { Grade } from '../../../shared/domain/lead/condition.ts';
import { behaviourProfiles } from '../../../shared/domain/presets/behaviour-profiles.ts';
import { entryPart } from '../../../shared/domain/programme/config-part.ts';
import { TimeZone } from '../../../shared/domain/programme/settings.ts';
import { Simulation } from '../../../shared/domain/rehearsal/behaviour-profile.ts';
import { scheduleOf } from '../../../shared/domain/rehearsal/schedule.ts';
import { simulate } from '../../../shared/domain/rehearsal/simulate.ts';
import { previewedTypes, previewScore } from '../../../shared/domain/score/score-preview.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { named } from '../api/schema-name.ts';
import { readPart } from './config-part.ts';
import { ScoringBody } from './config-schema.ts';
import { SequenceSlug } from './sequences.ts';

const Time = z.iso.datetime();
const When = z.iso.datetime({ offset: true });

const schedule = apiRoute(
  'GET /v1/sequences/{slug}/schedule',
  {
    tags: ['Sequences'],
    summary: 'See when each mail would leave',
    description:
      'For a lead that enters at `start` and does nothing: waits, windows, daylight saving and the frequency cap as the engine ' +
      'itself counts them.',
    request: {
      params: SequenceSlug,
      query: z.object({
        start: When.optional().openapi({
          description: 'Now, when not given.',
          example: '2026-03-27T08:00:00Z',
        }),
        timeZone: TimeZone.optional().openapi({
          type: 'string',
          description: 'The lead’s; that of the settings, when not given.',
          example: 'Europe/Amsterdam',
        }),
      }),
    },
    responses: {
      200: {
        description: 'The mails, in their order.',
        content: jsonContent(
          named('Schedule', z.object({ results: z.array(z.object({ step: z.string(), at: Time })) }), {
            example: { results: [{ step: 'hello', at: '2026-03-28T08:00:00.000Z' }] },
          }),
        ),
      },
    },
  },
  [404, 422],
);

const ScorePreview = named(
  'ScorePreview',
  z.strictObject({
    email: z.email().default('somebody@company.example'),
    fields: z
      .record(z.string().max(40), z.union([z.string().max(4_096), z.number(), z.boolean()]))
      .default({}),
    events: z
      .array(
        z.strictObject({
          type: z.enum(previewedTypes),
          at: When,
          subject: z.string().max(200).optional(),
          intent: z.literal('high').optional(),
        }),
      )
      .max(500)
      .default([]),
    at: When.optional(),
    model: ScoringBody.optional(),
  }),
  {
    description:
      'Somebody imagined, and what they did. `lead.recycled`: sales let it go for now, so that what it did counts no more, and ' +
      'what it does next counts as coming back (`lead.reengaged`). `model`: one to try; the published one, when not given.',
    example: {
      fields: { job_title: 'CEO' },
      events: [{ type: 'email.clicked', at: '2026-11-01T09:00:00Z', subject: 'first-mail' }],
      at: '2026-11-05T09:00:00Z',
    },
  },
);

const ScoreBody = named(
  'ScorePreviewed',
  z.object({
    score: z.object({ fit: z.number(), grade: Grade, engagement: z.number(), asOf: Time }),
    known: z.number(),
    attributes: z.array(z.object({ attribute: z.string(), known: z.boolean(), points: z.number() })),
    contributions: z.array(
      z.object({
        type: z.string(),
        at: Time,
        subject: z.string().optional(),
        intent: z.string().optional(),
        points: z.number(),
        worth: z.number(),
        counted: z.boolean(),
        reason: z.string().optional(),
      }),
    ),
    earlier: z.number(),
  }),
  {
    description:
      '`known`: the share of the weight of attributes that is known. Each event gives `points` when it is fresh, and is `worth` ' +
      'what decay left of them; `reason` says why one counts for nothing: `cap P7D`, `no rule`, `reset`, `later`. `earlier`: what ' +
      'events add that no longer stand by themselves.',
  },
);

const scoring = apiRoute(
  'POST /v1/scoring/preview',
  {
    tags: ['Configuration'],
    summary: 'Preview a score',
    description: 'The score of somebody imagined, with every contribution, cap and decay. Nothing is stored.',
    request: {
      body: jsonBody(ScorePreview),
    },
    responses: {
      200: { description: 'The score.', content: jsonContent(ScoreBody) },
    },
  },
  [400, 404, 409, 413, 415, 422],
);

const ByState = z.record(z.string(), z.int());

const SimulationBody = named(
  'SimulationResult',
  z.object({
    leads: z.int(),
    days: z.int(),
    funnel: z.array(z.object({ day: z.int(), nurtureStage: ByState, lifecycle: ByState })),
    mails: z.object({ total: z.int(), perDay: z.array(z.int()), mostOnADay: z.int() }),
    cost: z.object({ ses: z.number(), other: z.number(), total: z.number(), currency: z.literal('USD') }),
    enrollments: z.object({
      active: z.int(),
      completed: z.int(),
      exited: z.int(),
      cancelled: z.int(),
      held: z.int(),
    }),
    unsubscribed: z.int(),
    stuck: z.array(
      z.object({
        sequence: z.string().optional(),
        step: z.string().optional(),
        stage: z.string(),
        leads: z.int(),
      }),
    ),
  }),
  {
    description:
      '`funnel`: how many leads are in which state at the end of each day. `enrollments`: in this sequence, at the end. `stuck`: where ' +
      'leads are then, the most first; without a step, nothing is to come for them.',
  },
);

const simulation = apiRoute(
  'POST /v1/sequences/{slug}/simulate',
  {
    tags: ['Sequences'],
    summary: 'Simulate a sequence',
    description:
      'Sends imagined leads through the engine itself, beginning in this sequence, with behaviour drawn from profiles: chances to click, ' +
      'reply and unsubscribe for each mail, and what they do by themselves. The same seed gives the same answer. Nothing is sent or stored. ' +
      'What would take longer than a request may is answered 413: ask for fewer leads or days.',
    request: {
      params: SequenceSlug,
      body: jsonBody(
        named('Simulation', Simulation, {
          description: 'How many leads, how they behave, and for how long.',
        }),
        { leads: 100, days: 30, seed: 1 },
      ),
    },
    responses: {
      200: { description: 'What came of it.', content: jsonContent(SimulationBody) },
    },
  },
  [400, 404, 409, 413, 415, 422],
);

/** Of the 29 s that a request has, machine ms. */
const LONGEST_SIMULATION = 22_000;

export function addPreviews(app: OpenAPIHono<AdminEnv>, parts: AdminParts): void {
  const { context } = parts;

  app.openapi(schedule, async (c) => {
    const { slug } = c.req.valid('param');
    const { start, timeZone } = c.req.valid('query');
    const { part, config } = await readPart(parts, entryPart('sequences', slug));
    const from = start === undefined ? context.clock.now().programme : Date.parse(start);
    const zone = timeZone ?? config.settings.timeZone;
    const steps = scheduleOf(documentOf(config), slug, part, from, zone);
    return c.json({ results: steps.map(({ step, at }) => ({ step, at: iso(at) })) }, 200);
  });

  app.openapi(scoring, async (c) => {
    const { email, fields, events, at, model } = c.req.valid('json');
    const { config } = await context.rules.current();
    const asked = {
      email,
      fields,
      events: events.map((event) => ({ ...event, at: Date.parse(event.at) })),
      at: at === undefined ? context.clock.now().programme : Date.parse(at),
    };
    const { score, contributions, ...rest } = previewScore(asked, model ?? config.scoring);
    return c.json(
      {
        ...rest,
        score: { ...score, asOf: iso(score.asOf) },
        contributions: contributions.map((event) => ({ ...event, at: iso(event.at) })),
      },
      200,
    );
  });

  app.openapi(simulation, async (c) => {
    const { slug } = c.req.valid('param');
    const { profiles = behaviourProfiles, ...size } = c.req.valid('json');
    const { config } = await readPart(parts, entryPart('sequences', slug));
    const { programme, machine } = context.clock.now();
    const isLate = () => context.clock.now().machine - machine > LONGEST_SIMULATION;
    return c.json(simulate(documentOf(config), slug, size, profiles, programme, isLate), 200);
  });
}

const iso = (at: number) => new Date(at).toISOString();
