import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { KweekError } from '../../shared/domain/kweek-error.ts';
import type { AdminEnv, AdminParts } from './api/admin-env.ts';
import { answerErrors, answerInvalid, methodNotAllowed, notFound } from './api/api-problem.ts';
import { describeApi } from './api/openapi.ts';
import { addDocs } from './docs/add-docs.tsx';
import { addKeys } from './keys.ts';
import { addErasure } from './leads/erasure.ts';
import { addEvents } from './leads/events.ts';
import { addIdentity } from './leads/identity.ts';
import { addLeadStage } from './leads/lead-stage.ts';
import { addLeads } from './leads/leads.ts';
import { addPrivacy } from './leads/privacy.ts';
import { addRetention } from './leads/retention.ts';
import { addSuppressions } from './leads/suppressions.ts';
import { addTimeline } from './leads/timeline.ts';
import { addConfig } from './programme/config.ts';
import { addContents } from './programme/contents.ts';
import { addDrafts } from './programme/drafts.ts';
import { addFormTools } from './programme/form-tools.ts';
import { addMagnets } from './programme/magnets.ts';
import { addPreviews } from './programme/previews.ts';
import { addSequenceLife } from './programme/sequence-life.ts';
import { addSequenceResults } from './programme/sequence-results.ts';
import { addSequences } from './programme/sequences.ts';
import { addStages } from './programme/stages.ts';
import { addTemplates } from './programme/templates.ts';
import { addScoring, addSettings } from './programme/whole-parts.ts';
import { addForecast } from './reports/forecast.ts';
import { addFunnelReports } from './reports/funnel-reports.ts';
import { addOutlookReports } from './reports/outlook-reports.ts';
import { addRecount } from './reports/recount.ts';
import { addReportIndex } from './reports/report-index.ts';
import { addSalesReports } from './reports/sales-reports.ts';
import { addStatistics } from './reports/statistics.ts';
import { addConversions } from './sales/conversions.ts';
import { addSales } from './sales/sales.ts';
import { addNewsletters } from './sending/newsletters.ts';
import { addSenders } from './sending/senders.ts';
import { addSending } from './sending/sending.ts';

/** Far more than any programme, and less than Lambda hands on. */
const MAX_BODY = 4 * 1_024 * 1_024;

/** The admin API: `/v1/…`, what it is (`/v1/openapi.json`), and that to read (`/docs`). */
export function adminApp(parts: AdminParts): OpenAPIHono<AdminEnv> {
  const app = new OpenAPIHono<AdminEnv>({ defaultHook: answerInvalid });
  app.onError(answerErrors(parts.context.log));
  app.notFound(notFound);
  app.use(async (c, next) => {
    c.set('keys', parts.keys);
    c.set('context', parts.context);
    await next();
    c.header('cache-control', 'no-store');
  });
  app.use(
    bodyLimit({
      maxSize: MAX_BODY,
      onError: () => {
        throw new KweekError('too_large', 'A body is at most 4 MB.');
      },
    }),
  );
  addLeads(app, parts);
  addTimeline(app, parts);
  addEvents(app, parts);
  addSales(app, parts);
  addConversions(app, parts);
  addLeadStage(app, parts);
  addIdentity(app, parts);
  addErasure(app, parts);
  addPrivacy(app, parts);
  addRetention(app, parts);
  addStatistics(app, parts);
  addRecount(app, parts);
  addForecast(app);
  addReportIndex(app);
  addFunnelReports(app, parts);
  addSalesReports(app, parts);
  addOutlookReports(app, parts);
  addConfig(app, parts);
  addSending(app, parts);
  addSuppressions(app, parts);
  addSettings(app, parts);
  addSenders(app, parts);
  addScoring(app, parts);
  addStages(app, parts);
  addContents(app, parts);
  addMagnets(app, parts);
  addTemplates(app, parts);
  addFormTools(app, parts);
  addSequences(app, parts);
  addDrafts(app, parts);
  addSequenceLife(app, parts);
  addSequenceResults(app, parts);
  addPreviews(app, parts);
  addKeys(app, parts);
  addNewsletters(app, parts);
  addDocs(app, () => describeApi(app, parts.baseUrl));
  refuseOtherMethods(app);
  return app;
}

/** Comes last: what no route took, at a path that some route has. */
function refuseOtherMethods(app: OpenAPIHono<AdminEnv>): void {
  const routes = app.routes.filter(({ method }) => method !== 'ALL');
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
    app.all(path, methodNotAllowed([...new Set(methods)]));
  }
}
