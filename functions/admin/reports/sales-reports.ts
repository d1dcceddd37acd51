import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { rankNewestLeads } from '../../../shared/actions/sales/rank-leads.ts';
import { readHistory } from '../../../shared/actions/statistics/read-history.ts';
import { flywheelReport } from '../../../shared/domain/reports/flywheel-report.ts';
import { influence } from '../../../shared/domain/reports/influence.ts';
import { viewThrough } from '../../../shared/domain/reports/lens.ts';
import { sequenceResults } from '../../../shared/domain/reports/sequence-results.ts';
import { stockOf } from '../../../shared/domain/reports/stock.ts';
import { velocityReport } from '../../../shared/domain/reports/velocity-report.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { answerReport } from './answer.ts';
import { flywheelChart, influenceChart, rankingChart, sequenceChart, velocityChart } from './charts.ts';
import { givenValue, valueQuery, windowOf, windowQuery } from './report-query.ts';
import { reportRoute } from './report-route.ts';
import { FlywheelBody, InfluenceBody, RankingBody, SequencesBody, VelocityBody } from './report-schema.ts';

const theVelocity = reportRoute('GET /v1/reports/velocity', {
  summary: 'Velocity',
  description:
    'Revenue a day: opportunities × win rate × mean value / days in the last step, and new leads and customers by week.',
  query: valueQuery,
  schema: VelocityBody,
});

const theSequences = reportRoute('GET /v1/reports/sequences', {
  summary: 'Sequences and their steps',
  description:
    'What became of the mails of each step, which part of them advertised, how many began, went on, finished and left, who ' +
    'became a customer after it; and with a ' +
    'hold-out, how much more often leads with mails reached the goal than leads without, with a 95 % interval.',
  query: {
    ...windowQuery,
    sequence: z.string().min(1).max(64).optional().openapi({ description: 'Only this one.' }),
  },
  schema: SequencesBody,
});

const theInfluence = reportRoute('GET /v1/reports/influence', {
  summary: 'What came before a purchase',
  description:
    'Contents that customers had clicked before they first bought, the share who had stood up for us by then, and revenue that ' +
    'marketing brought or touched.',
  query: windowQuery,
  schema: InfluenceBody,
});

const theFlywheel = reportRoute('GET /v1/reports/flywheel', {
  summary: 'The flywheel',
  description:
    'Speed (new customers and referrals a month, days from attract to delight), friction (broken promises, rejects, stuck leads, ' +
    'complaints) and mass (customers and advocates).',
  query: windowQuery,
  schema: FlywheelBody,
});

const theRanking = reportRoute('GET /v1/reports/ranking', {
  summary: 'Leads by chance × value',
  description:
    'The leads that came last, at most 500, with the highest chance of their stage to become a customer within a year × the ' +
    'value of a deal first. The one report that reads leads, by the index of months; its cost is bounded, not constant.',
  query: {
    ...valueQuery,
    limit: z.coerce.number().int().min(1).max(100).default(20).openapi({ description: 'How many.' }),
  },
  schema: RankingBody,
});

export function addSalesReports(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(theVelocity, async (c) => {
    const { format, ...query } = c.req.valid('query');
    const { history, models } = await readHistory(context);
    const report = velocityReport(history, models.lifecycle, givenValue(query));
    return answerReport(c, report, { rows: ({ weekly }) => weekly, chart: velocityChart }, format);
  });

  app.openapi(theSequences, async (c) => {
    const { format, sequence, ...query } = c.req.valid('query');
    const { history, models, templates } = await readHistory(context);
    const only = sequence === undefined ? {} : { only: sequence };
    const report = sequenceResults(history, models.lifecycle, {
      ...{ ...windowOf(history, query), ...only, templates },
    });
    // Each sequence with what its hold-out tells, and behind it its steps; last what all have sent.
    const rows = ({ sequences, promotion }: typeof report) => [
      ...sequences.flatMap((all) => [all, ...all.steps.map((step) => ({ sequence: all.sequence, ...step }))]),
      { sequence: '', promotion },
    ];
    return answerReport(c, report, { rows, chart: sequenceChart }, format);
  });

  app.openapi(theInfluence, async (c) => {
    const { format, ...query } = c.req.valid('query');
    const { history } = await readHistory(context);
    const report = influence(history, windowOf(history, query));
    return answerReport(c, report, { rows: ({ contents }) => contents, chart: influenceChart }, format);
  });

  app.openapi(theFlywheel, async (c) => {
    const { format, ...query } = c.req.valid('query');
    const { history, models } = await readHistory(context);
    const { steps } = viewThrough('flywheel', models, 'en');
    const stages = steps.map(({ label, model, state }) => ({
      ...{ label, leads: stockOf(history, model).get(state) ?? 0 },
    }));
    const report = { ...flywheelReport(history, models, windowOf(history, query)), stages };
    const rows = ({ speed, friction, mass }: typeof report) => [{ speed, friction, mass }];
    return answerReport(c, report, { rows, chart: (it) => flywheelChart(it, it.stages) }, format);
  });

  app.openapi(theRanking, async (c) => {
    const { format, limit, ...query } = c.req.valid('query');
    const given = givenValue(query);
    const report = await rankNewestLeads(context, { limit, ...(given ? { given } : {}) });
    const chart = ({ leads, examined }: typeof report) => rankingChart(leads, examined);
    return answerReport(c, report, { rows: ({ leads }) => leads, chart }, format);
  });
}
