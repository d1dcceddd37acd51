import type { z } from '@hono/zod-openapi';

/** What a request or an answer holds, as JSON. `example`: where the schema has none of its own. */
export const jsonContent = <T extends z.ZodType>(schema: T, example?: unknown) => ({
  'application/json': { schema, ...(example === undefined ? {} : { example }) },
});

/** The body that a request must have. */
export const jsonBody = <T extends z.ZodType>(schema: T, example?: unknown) => ({
  required: true as const,
  content: jsonContent(schema, example),
});
