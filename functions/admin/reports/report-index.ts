import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { AdminEnv } from '../api/admin-env.ts';
import { apiRoute } from '../api/api-route.ts';
import { jsonContent } from '../api/json-content.ts';
import { pageOf } from '../api/paging-schema.ts';
import { named } from '../api/schema-name.ts';

const ReportEntry = named(
  'ReportEntry',
  z.object({ path: z.string(), title: z.string(), shows: z.string(), formats: z.array(z.string()) }),
  { description: 'A report: where it is, what it tells, and the media types that it can be asked for as.' },
);
type ReportEntry = z.infer<typeof ReportEntry>;

const PATH = '/v1/reports';

const route = apiRoute(
  'GET /v1/reports',
  {
    tags: ['Reports'],
    summary: 'List the reports',
    description: 'Every report that there is: its path, what it shows, and as what it can be asked for.',
    responses: {
      200: {
        description: 'All the reports; there are no further pages.',
        content: jsonContent(pageOf(ReportEntry)),
      },
    },
  },
  [],
);

export function addReportIndex(app: OpenAPIHono<AdminEnv>): void {
  app.openapi(route, (c) => c.json({ results: reportsOf(app), paging: {} }, 200));
}

/** From the routes themselves: a report that is added stands in the list. */
function reportsOf({ openAPIRegistry }: OpenAPIHono<AdminEnv>): ReportEntry[] {
  return openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== 'route') return [];
    const { method, path, summary = '', description = '', responses } = definition.route;
    if (method !== 'get' || !path.startsWith(`${PATH}/`)) return [];
    const answer = responses[200];
    const formats = answer && 'content' in answer ? Object.keys(answer.content ?? {}) : [];
    return [{ path, title: summary, shows: description, formats }];
  });
}
