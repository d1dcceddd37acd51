import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readLead, showLead } from '../../../shared/actions/lead/read-leads.ts';
import { type HandedOver, listHandoffs } from '../../../shared/actions/sales/list-handoffs.ts';
import { tellSales } from '../../../shared/actions/sales/tell-sales.ts';
import { readStatistics } from '../../../shared/actions/statistics/read-statistics.ts';
import type { SalesTold } from '../../../shared/domain/lead/lead-event.ts';
import { viewOf } from '../../../shared/domain/lead/lead-view.ts';
import { qualityOf } from '../../../shared/domain/sales/handoff-quality.ts';
import type { Counts } from '../../../shared/domain/statistics/statistics.ts';
import { addCounts } from '../../../shared/domain/statistics/tally.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { cursorOf, encodeCursor } from '../api/cursor.ts';
import { exampleCursor } from '../api/examples.ts';
import { jsonBody, jsonContent } from '../api/json-content.ts';
import { Limit, pageOf } from '../api/paging-schema.ts';
import { LeadBody, LeadId } from '../leads/lead-schema.ts';
import { noSuchLead } from '../leads/leads.ts';
import { Day } from '../reports/statistics-schema.ts';
import { minorOf } from './money.ts';
import { type Decision, DecisionBody, QualityBody, QueueEntry } from './sales-schema.ts';

const tags = ['Sales'];

const decide = apiRoute(
  'POST /v1/leads/{id}/sales-decision',
  {
    tags,
    summary: 'Tell what sales decided',
    description:
      'Accept a lead that was handed over, reject it with a reason, give it back; tell of contacts, assessments and deals. What ' +
      'is known already changes nothing. A lead that unsubscribed can still be sold to.',
    request: {
      params: LeadId,
      body: jsonBody(DecisionBody, { decision: 'accept', owner: 'sofie', note: 'Calls on Thursday.' }),
    },
    responses: {
      200: {
        description: '`recorded`; or `repeated`: it was known, and nothing changed. The lead as it is then.',
        content: jsonContent(z.object({ status: z.enum(['recorded', 'repeated']), lead: LeadBody })),
      },
    },
  },
  [400, 404, 409, 413, 415, 422],
);

const PlaceBody = z
  .tuple([z.int(), z.string().regex(/^lead_\w+$/)])
  .transform(([openedAt, id]) => ({ openedAt, id }));

const list = apiRoute(
  'GET /v1/handoffs',
  {
    tags,
    summary: 'Read the queue of sales',
    description:
      'Leads that marketing handed over and nobody decided on yet, the longest first; with `status=accepted` those that sales ' +
      'work on. Each with its score at the time, the rule that did it, and the five events that counted most.',
    request: {
      query: z.object({
        status: z.enum(['open', 'accepted']).default('open'),
        limit: Limit.openapi({ description: 'How many a page has.' }),
        after: cursorOf(PlaceBody).optional().openapi({
          description: '`paging.next.after` of the page before.',
          example: exampleCursor,
        }),
      }),
    },
    responses: {
      200: {
        description: 'The hand-offs of this page.',
        content: jsonContent(pageOf(QueueEntry)),
      },
    },
  },
  [422],
);

const quality = apiRoute(
  'GET /v1/handoffs/quality',
  {
    tags,
    summary: 'Judge the rule that hands leads over',
    description:
      'By version of the rule: how many hand-offs sales accepted, rejected and why, won; and where the threshold would lie by the ' +
      'deals that were won.',
    request: {
      query: z.object({
        from: Day.optional().openapi({ description: 'The first day; when not given, 365 days back.' }),
        to: Day.optional().openapi({ description: 'The last day; today, when not given.' }),
      }),
    },
    responses: {
      200: {
        description: 'Rules and thresholds; empty when nothing was handed over.',
        content: jsonContent(QualityBody),
      },
    },
  },
  [422],
);

const events = {
  accept: 'sales.accepted',
  reject: 'sales.rejected',
  return: 'sales.returned',
  contact: 'sales.contacted',
  assess: 'sales.assessed',
  open: 'deal.opened',
  won: 'deal.won',
  lost: 'deal.lost',
  assign: 'owner.set',
} as const satisfies Record<Decision['decision'], string>;

export function addSales(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(decide, async (c) => {
    const told = c.req.valid('json');
    const known = await readLead(context, c.req.valid('param').id);
    if (!known) throw noSuchLead();
    const { config } = await context.rules.current();
    const done = await tellSales(context, known.id, {
      ...eventOf(told, config.settings.currency),
      ...(told.at ? { at: context.clock.toProgramme(Date.parse(told.at)) } : {}),
    });
    if (!done) throw noSuchLead();
    const status = done.changed ? ('recorded' as const) : ('repeated' as const);
    return c.json({ status, lead: await showLead(context, done.lead) }, 200);
  });

  app.openapi(quality, async (c) => {
    const asked = c.req.valid('query');
    const to = asked.to ?? dayOf(context.clock.now().programme);
    const from = asked.from ?? dayOf(Date.parse(to) - 365 * DAY);
    const counts: Counts = {};
    for (const day of Object.values(await readStatistics(context, from, to))) addCounts(counts, day);
    return c.json({ from, to, ...qualityOf(counts), shows, showsNot }, 200);
  });

  app.openapi(list, async (c) => {
    const { status, limit, after } = c.req.valid('query');
    const { leads, next } = await listHandoffs(context, status, limit, after);
    const results = await Promise.all(leads.map((lead) => entryOf(lead, context)));
    const paging = next ? { next: { after: encodeCursor([next.openedAt, next.id]) } } : {};
    return c.json({ results, paging }, 200);
  });
}

const shows =
  'What became of the hand-offs that were decided in these days, by the version of the rule that made them.';
const showsNot =
  'Why sales decided so, and what would have become of leads that were never handed over: a stricter rule always looks more precise.';

const DAY = 86_400_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** A decision as the engine takes it: amounts in minor units, what was not said left out. */
function eventOf(told: Decision, ownCurrency: string): Omit<SalesTold, 'type' | 'at'> {
  const { decision, at: _, value, currency, ...rest } = { value: undefined, currency: undefined, ...told };
  const said = Object.fromEntries(Object.entries(rest).filter(([, part]) => part !== undefined));
  return { ...said, ...minorOf({ value, currency }, ownCurrency), event: events[decision] };
}

async function entryOf(lead: HandedOver, context: AdminParts['context']) {
  const view = viewOf(lead, await context.rules.forLead(lead), context.clock.now().programme);
  const { id, email, fields, lifecycle, owner, language, handoff, deal } = view;
  if (!handoff) throw new Error('the queue holds leads that were handed over');
  return { ...handoff, lead: { id, email, fields, lifecycle, owner, language }, ...(deal ? { deal } : {}) };
}
