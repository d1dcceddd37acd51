import * as z from 'zod';
import type { RouteName } from '../access.ts';
import { apiRoute } from '../api/api-route.ts';
import { format } from './report-query.ts';

/** A report as a route: JSON, rows for a spreadsheet, or a picture. */
export function reportRoute<N extends RouteName, Q extends z.ZodRawShape, S extends z.ZodType>(
  name: N,
  { query, schema, ...words }: { summary: string; description: string; query: Q; schema: S },
) {
  return apiRoute(
    name,
    {
      ...words,
      tags: ['Reports'],
      request: { query: z.object({ ...query, format }) },
      responses: {
        200: {
          description: 'The report; `about` says what it shows and what it does not.',
          content: {
            'application/json': { schema },
            'text/csv': { schema: z.string().openapi({ description: 'Its main rows, with names above.' }) },
            'image/svg+xml': {
              schema: z.string().openapi({ description: 'A picture, for light and dark pages.' }),
            },
          },
        },
      },
    },
    [409, 422],
  );
}
