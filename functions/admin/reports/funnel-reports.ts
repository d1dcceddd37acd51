import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { readHistory } from '../../../shared/actions/statistics/read-history.ts';
import { cohortCurves } from '../../../shared/domain/reports/cohorts.ts';
import { dropOff } from '../../../shared/domain/reports/drop-off.ts';
import { funnel } from '../../../shared/domain/reports/funnel.ts';
import { timeInStage } from '../../../shared/domain/reports/time-in-stage.ts';
import type { AdminEnv, AdminParts } from '../api/admin-env.ts';
import { answerReport } from './answer.ts';
import { cohortChart, dropOffChart, funnelChart, timeChart } from './charts.ts';
import { language, lens, onlyOf, stageOf, windowOf, windowQuery } from './report-query.ts';
import { reportRoute } from './report-route.ts';
import { CohortsBody, DropOffBody, FunnelBody, TimeBody } from './report-schema.ts';

const slug = (description: string) => z.string().min(1).max(64).optional().openapi({ description });
const model = z.enum(['lifecycle', 'nurture']).default('lifecycle').openapi({
  description: 'Which stage model.',
});

const theFunnel = reportRoute('GET /v1/reports/funnel', {
  summary: 'The funnel',
  description:
    'By cohorts: of the leads that came in the window (whole weeks by their Monday; months where only a source or a form is ' +
    'asked for), how many ever reached each step, and with `horizon` within so many weeks. Shares are of cohorts old ' +
    'enough to tell: older than nine of ten customers took. Beside it the snapshot: who is where now.',
  query: {
    ...{ lens, ...windowQuery, language },
    source: slug('Only leads that first came from there.'),
    form: slug('Only leads that came through this form.'),
    sequence: slug('Only leads that have been in this sequence, and what they reached since; of all time.'),
    horizon: z.coerce.number().int().min(0).max(260).optional().openapi({
      description: 'Whole weeks after the cohort’s week; what is reached later does not count.',
    }),
  },
  schema: FunnelBody,
});

const theCohorts = reportRoute('GET /v1/reports/cohorts', {
  summary: 'Curves of cohorts',
  description:
    'For each week (each month, with a source or a form) in which leads came: how many of them had reached the goal by each ' +
    'week of age, which cohorts are too young to tell, and what they may come to (chain ladder).',
  query: {
    ...{ model, ...windowQuery },
    source: slug('Only leads that first came from there.'),
    form: slug('Only leads that came through this form.'),
  },
  schema: CohortsBody,
});

const theTimes = reportRoute('GET /v1/reports/time-in-stage', {
  summary: 'Time in stage',
  description:
    'How long leads stay in each stage (Kaplan–Meier, those still in it included) and where they go (Aalen–Johansen), with 95 % ' +
    'intervals; and for leads that have been there for a while, the share that still goes each way. In whole days.',
  query: { model, stage: slug('Only this stage.'), language },
  schema: TimeBody,
});

const theDropOff = reportRoute('GET /v1/reports/drop-off', {
  summary: 'Where leads are lost',
  description:
    'Of the moves out of each stage, how many went on, back or aside, with reasons where sales gave one. `baseline` tells whether ' +
    'the cohorts of four weeks do as those of the half-year before them did at the same age, step by step: what is unusual there ' +
    'is worth a look.',
  query: {
    ...{ model, ...windowQuery, language },
    weeks: z.coerce.number().int().min(0).max(52).default(4).openapi({
      description:
        'The age, in whole weeks after their own, at which cohorts are compared; younger ones wait.',
    }),
  },
  schema: DropOffBody,
});

export function addFunnelReports(app: OpenAPIHono<AdminEnv>, { context }: AdminParts): void {
  app.openapi(theFunnel, async (c) => {
    const { format, lens, language, horizon, ...query } = c.req.valid('query');
    const { history, models } = await readHistory(context);
    const only = onlyOf(query);
    const report = funnel(history, models, {
      ...{ lens, language, ...windowOf(history, query) },
      ...(only ? { only } : {}),
      ...(horizon === undefined ? {} : { horizon }),
    });
    return answerReport(c, report, { rows: ({ steps }) => steps, chart: funnelChart }, format);
  });

  app.openapi(theCohorts, async (c) => {
    const { format, model, source, form, ...query } = c.req.valid('query');
    const { history, models } = await readHistory(context);
    const only = source
      ? { by: 'source' as const, value: source }
      : form
        ? { by: 'form' as const, value: form }
        : undefined;
    const window = { ...windowOf(history, query), ...(only ? { only } : {}) };
    const report = cohortCurves(history, models[model], window);
    return answerReport(c, report, { rows: ({ cohorts }) => cohorts, chart: cohortChart }, format);
  });

  app.openapi(theTimes, async (c) => {
    const { format, model, stage, language } = c.req.valid('query');
    const { history, models } = await readHistory(context);
    const only = stage === undefined ? {} : { only: stageOf(models[model], stage, 'stage') };
    const report = timeInStage(history, models[model], { language, ...only });
    const rows = ({ stages }: typeof report) =>
      stages.flatMap(({ state, survival }) => survival.map((step) => ({ state, ...step })));
    return answerReport(c, report, { rows, chart: timeChart }, format);
  });

  app.openapi(theDropOff, async (c) => {
    const { format, model, language, weeks, ...query } = c.req.valid('query');
    const { history, models } = await readHistory(context);
    const report = dropOff(history, models[model], { ...windowOf(history, query), language, weeks });
    // Exits, and behind them the steps as they used to be.
    const rows = ({ stages, baseline: { steps } }: typeof report) => [
      ...stages.flatMap(({ state, exits }) => exits.map((exit) => ({ state, ...exit }))),
      ...steps.map(({ from, ...step }) => ({ state: from, ...step })),
    ];
    return answerReport(c, report, { rows, chart: dropOffChart }, format);
  });
}
