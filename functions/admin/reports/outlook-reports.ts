import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readHistory } from '../../../shared/actions/statistics/read-history.ts';
import { backTest } from '../../../shared/domain/reports/back-test.ts';
import { bottleneckReport } from '../../../shared/domain/reports/bottleneck.ts';
import { dealsWon } from '../../../shared/domain/reports/deals.ts';
import { forecastReport } from '../../../shared/domain/reports/forecast-report.ts';
import { leadsNeededReport } from '../../../shared/domain/reports/leads-needed-report.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { answerReport } from './answer.ts';
import { backTestChart, bottleneckChart, forecastChart, leadsNeededChart } from './charts.ts';
import { givenValue, language, valueQuery, whatIfOf, windowOf, windowQuery } from './report-query.ts';
import { reportRoute } from './report-route.ts';
import { BottleneckBody, ForecastReportBody, LeadsNeededBody } from './report-schema.ts';

/** Weeks at which a forecast is told, so that its fan is smooth where it bends most. */
const HORIZONS = [1, 2, 4, 8, 13, 20, 26, 39, 52];

const weeks = z.coerce.number().int().min(4).max(260).default(52).openapi({
  description: 'So many weeks of the past count at most.',
});

const theForecast = reportRoute('GET /v1/reports/forecast', {
  summary: 'The forecast',
  description:
    'How many of the leads that are here become customers, by stage and horizon, and what that is worth, with 80 and 95 % ' +
    'intervals that hold chance and the uncertainty of the rates: a weekly chain over lead-weeks, stays included, rows ' +
    'Dirichlet distributed, 10,000 seeded draws. With the back-test: forecasts of earlier Mondays made again from what had ' +
    'been counted by then, beside what came. `indicative`: fewer than 20 moves were counted in a row on the way, or fewer ' +
    'than 3 customers. The picture is the fan, or with `chart=back-test` the test.',
  query: {
    ...{ ...valueQuery, weeks, language },
    horizon: z.coerce.number().int().min(1).max(260).optional().openapi({
      description: 'One more week to tell; and how far the back-test looks (13, when not given).',
    }),
    seed: z.coerce.number().int().default(1).openapi({ description: 'Of the draws.' }),
    chart: z.enum(['fan', 'back-test']).default('fan').openapi({ description: 'Which picture.' }),
  },
  schema: ForecastReportBody,
});

const theLeadsNeeded = reportRoute('GET /v1/reports/leads-needed', {
  summary: 'Leads needed for so many customers',
  description: 'N / P(customer), by leads of cohorts old enough to tell, with a 95 % interval.',
  query: {
    customers: z.coerce.number().int().min(1).max(1e6).default(10).openapi({ description: 'How many.' }),
    ...windowQuery,
  },
  schema: LeadsNeededBody,
});

const theBottleneck = reportRoute('GET /v1/reports/bottleneck', {
  summary: 'The bottleneck, and what if',
  description:
    'What each step towards the goal would bring, were it taken a tenth more often each week. With `from_stage`, `to_stage` and ' +
    '`factor`: what that change would bring; what the step takes it takes from `instead`, or from all else evenly.',
  query: {
    ...{ ...valueQuery, weeks, language },
    horizon: z.coerce.number().int().min(1).max(260).default(52).openapi({ description: 'In weeks.' }),
    from_stage: z.string().max(64).optional().openapi({ description: 'Of the step to change.' }),
    to_stage: z.string().max(64).optional().openapi({ description: 'Of the step to change.' }),
    factor: z.coerce.number().min(0).max(100).default(1.1).openapi({
      description: 'How many times as often.',
    }),
    instead: z.string().max(64).optional().openapi({ description: 'Which other way it is taken from.' }),
  },
  schema: BottleneckBody,
});

export function addOutlookReports(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(theForecast, async (c) => {
    const { format, weeks, horizon, seed, language, chart, ...query } = c.req.valid('query');
    const { history, models } = await readHistory(context);
    const dealValue = givenValue(query) ?? dealsWon(history)[0];
    const horizons = [...new Set([...HORIZONS, ...(horizon ? [horizon] : [])])].sort((a, b) => a - b);
    const options = { language, horizons, weeks, seed, ...(dealValue ? { dealValue } : {}) };
    const report = {
      ...forecastReport(history, models.lifecycle, options),
      backTest: backTest(history, models.lifecycle, { horizonWeeks: horizon ?? 13, weeks }),
    };
    const picture = (it: typeof report) => (chart === 'fan' ? forecastChart(it) : backTestChart(it.backTest));
    return answerReport(c, report, { rows: ({ horizons: rows }) => rows, chart: picture }, format);
  });

  app.openapi(theLeadsNeeded, async (c) => {
    const { format, customers, ...query } = c.req.valid('query');
    const { history, models } = await readHistory(context);
    const report = leadsNeededReport(history, models, customers, windowOf(history, query));
    return answerReport(c, report, { rows: (it) => [it], chart: leadsNeededChart }, format);
  });

  app.openapi(theBottleneck, async (c) => {
    const { format, weeks, horizon, language, ...query } = c.req.valid('query');
    const { history, models } = await readHistory(context);
    const { lifecycle } = models;
    const whatIf = whatIfOf(lifecycle, query);
    const dealValue = givenValue(query) ?? dealsWon(history)[0];
    const report = bottleneckReport(history, lifecycle, {
      ...{ weeks, horizonWeeks: horizon, language },
      ...(dealValue ? { dealValue } : {}),
      ...(whatIf ? { whatIf } : {}),
    });
    return answerReport(c, report, { rows: ({ steps }) => steps, chart: bottleneckChart }, format);
  });
}
