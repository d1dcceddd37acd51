import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { KweekError } from '../../shared/domain/kweek-error.ts';
import type { AdminEnv, AdminParts } from './admin-env.ts';
import { answerErrors, answerInvalid, methodNotAllowed, notFound } from './api-problem.ts';
import { addConfig } from './config.ts';
import { addContents } from './contents.ts';
import { addConversions } from './conversions.ts';
import { addDocs } from './docs/add-docs.tsx';
import { addDrafts } from './drafts.ts';
import { addErasure } from './erasure.ts';
import { addEvents } from './events.ts';
import { addForecast } from './forecast.ts';
import { addFormTools } from './form-tools.ts';
import { addIdentity } from './identity.ts';
import { addKeys } from './keys.ts';
import { addLeadStage } from './lead-stage.ts';
import { addLeads } from './leads.ts';
import { addMagnets } from './magnets.ts';
import { addNewsletters } from './newsletters.ts';
import { describeApi } from './openapi.ts';
import { addPreviews } from './previews.ts';
import { addPrivacy } from './privacy.ts';
import { addRecount } from './recount.ts';
import { addFunnelReports } from './reports/funnel-reports.ts';
import { addOutlookReports } from './reports/outlook-reports.ts';
import { addSalesReports } from './reports/sales-reports.ts';
import { addRetention } from './retention.ts';
import { addSales } from './sales.ts';
import { addScoring } from './scoring.ts';
import { addSenders } from './senders.ts';
import { addSending } from './sending.ts';
import { addSequenceLife } from './sequence-life.ts';
import { addSequenceResults } from './sequence-results.ts';
import { addSequences } from './sequences.ts';
import { addSettings } from './settings.ts';
import { addStages } from './stages.ts';
import { addStatistics } from './statistics.ts';
import { addSuppressions } from './suppressions.ts';
import { addTemplates } from './templates.ts';
import { addTimeline } from './timeline.ts';

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
