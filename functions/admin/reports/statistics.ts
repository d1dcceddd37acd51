import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readStatistics } from '../../../shared/actions/statistics/read-statistics.ts';
import { KweekError } from '../../../shared/domain/kweek-error.ts';
import { dayView } from '../../../shared/domain/statistics/statistics-view.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonContent } from '../api/json-content.ts';
import { pageOf } from '../api/paging-schema.ts';
import { Day, StatisticsDay } from './statistics-schema.ts';

const DAY = 86_400_000;
/** Two leap years and a bit: more is asked for year by year. */
const MOST_DAYS = 750;
const DAYS_UNASKED = 30;

const route = apiRoute(
  'GET /v1/statistics',
  {
    tags: ['Statistics'],
    summary: 'Read the figures of each day',
    description:
      'Leads, sources, forms, stages with the time in them, sequences, what became of mails, hand-offs, deals and purchases, ' +
      'day by day, the oldest first. ' +
      'Days are those of the programme in UTC; days on which nothing happened are left out. Each thing that happened is counted ' +
      'once, on the day on which it happened, some seconds after it did.',
    request: {
      query: z.object({
        from: Day.optional().openapi({
          description: 'The first day; when not given, a month back.',
          example: '2026-11-01',
        }),
        to: Day.optional().openapi({
          description: 'The last day; today, when not given.',
          example: '2026-11-30',
        }),
      }),
    },
    responses: {
      200: {
        description: 'All the days; there are no further pages.',
        content: jsonContent(pageOf(StatisticsDay)),
      },
    },
  },
  [422],
);

export function addStatistics(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(route, async (c) => {
    const asked = c.req.valid('query');
    const to = asked.to ?? dayOf(context.clock.now().programme);
    const from = asked.from ?? dayOf(Date.parse(to) - DAYS_UNASKED * DAY);
    const length = (Date.parse(to) - Date.parse(from)) / DAY + 1;
    if (length > MOST_DAYS)
      throw invalid('from', `At most ${MOST_DAYS} days at once: ask for them in parts.`);
    const days = length > 0 ? await readStatistics(context, from, to) : {};
    const results = Object.keys(days)
      .sort()
      .map((day) => dayView(day, days[day] ?? {}));
    return c.json({ results, paging: {} }, 200);
  });
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

const invalid = (parameter: string, detail: string) =>
  new KweekError('invalid', 'A parameter is not as it must be.', [{ pointer: `/${parameter}`, detail }]);
