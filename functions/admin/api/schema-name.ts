import { z } from '@hono/zod-openapi';

type Naming = (
  this: z.ZodType,
  name: string,
  details: { description?: string; example?: unknown },
) => z.ZodType;

/**
 * The same schema, with a name of its own in the OpenAPI document. The library gives schemas a method for
 * this when they are made; those of the domain may be made before it is loaded, so it is borrowed.
 */
export const named = <S extends z.ZodType>(
  name: string,
  schema: S,
  details: { description?: string; example?: unknown } = {},
): S =>
  (z.ZodType as unknown as { prototype: { openapi: Naming } }).prototype.openapi.call(
    schema,
    name,
    details,
  ) as S;
