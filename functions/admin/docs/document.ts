/** The parts of an OpenAPI document that the page shows. */
export interface ApiDocument {
  info: { title: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Operation {
  summary: string;
  description: string;
  tags: string[];
  'x-scopes': string[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, MediaType> };
  responses: Record<string, { description: string; content?: Record<string, MediaType> }>;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: Schema;
}

export interface MediaType {
  schema: Schema;
  example?: unknown;
}

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  example?: unknown;
  enum?: unknown[];
  default?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

/** One operation, as the page lists it. */
export interface Endpoint {
  id: string;
  method: string;
  path: string;
  operation: Operation;
}

/** Every operation, in the order of the document. */
export const endpointsOf = (document: ApiDocument): Endpoint[] =>
  Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      id: anchor(`${method} ${path}`),
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );

export const anchor = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();

/** `#/components/schemas/Lead` → `Lead` */
export const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref;

/** An example of a body: the operation's own, or that of its schema. */
export function exampleOf({ example, schema }: MediaType, document: ApiDocument): unknown {
  return (
    example ?? schema.example ?? (schema.$ref && document.components.schemas[nameOf(schema.$ref)]?.example)
  );
}
