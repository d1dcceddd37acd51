import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AdminEnv } from './admin-env.ts';
import { schemaNotes } from './schema-notes.ts';

export type OpenApiDocument = ReturnType<OpenAPIHono<AdminEnv>['getOpenAPI31Document']>;

const description = `The whole programme and its leads, over HTTP.

Send a key with every request: \`Authorization: Bearer sk_…\`. A key has scopes; each operation names those that may call it.

Times are ISO 8601, UTC. Lists answer \`{results, paging}\`: \`paging.next.after\` is the \`after\` of the next page, and the last \
page has none. What goes wrong is answered as a problem (RFC 9457), with everything there is to repair in \`errors\`.

A request that changes something takes effect once under its \`Idempotency-Key\` (any text of your own, a UUID say): for a day, \
the same request has the same answer, and another request under the same key is refused (409).`;

/** The API as a document (OpenAPI 3.1), made from the routes themselves. */
export function describeApi(app: OpenAPIHono<AdminEnv>, baseUrl: string): OpenApiDocument {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key: `sk_…`.',
  });
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Kweek', version: '1', description },
    servers: [{ url: baseUrl }],
    tags: [
      { name: 'Leads', description: 'The people that forms brought in, and what they did since.' },
      { name: 'Sales', description: 'Leads that were handed over, deals, purchases.' },
      { name: 'Privacy', description: 'How long leads are kept, and that who was erased stays so.' },
      { name: 'Statistics', description: 'What happened, counted by day.' },
      { name: 'Reports', description: 'What the figures tell, and what may come of it.' },
      { name: 'Sending', description: 'Whether mails leave, and who may not be written to.' },
      { name: 'Keys', description: 'Who may ask for what.' },
      { name: 'Sequences', description: 'Mails and waits, and the leads on their way through them.' },
      { name: 'Forms', description: 'What visitors fill in, and what they get for it.' },
      { name: 'Templates', description: 'Mails, and the pieces that they share.' },
      { name: 'Configuration', description: 'Forms, mails, sequences, scoring and stages: one document.' },
    ],
  });
  return withNotes(withPlainPatterns(document) as OpenApiDocument);
}

/** The generator leaves the flags of a regular expression behind its pattern. */
function withPlainPatterns(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainPatterns);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === 'pattern' && typeof inner === 'string'
        ? inner.replace(/\/[a-z]+$/, '')
        : withPlainPatterns(inner),
    ]),
  );
}

interface Node {
  description?: string;
  properties?: Record<string, Node>;
  items?: Node;
  additionalProperties?: Node;
}

/** Writes the notes into the named schemas. Throws when one is about a property that there is not. */
function withNotes(document: OpenApiDocument): OpenApiDocument {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Node>;
  for (const [name, notes] of Object.entries(schemaNotes)) {
    for (const [path, note] of Object.entries(notes)) {
      const property = path.split('.').reduce<Node | undefined>(propertyOf, schemas[name]);
      if (!property) throw new Error(`There is no ${path} in ${name} to write a note on.`);
      property.description = note;
    }
  }
  return document;
}

/** A property of an object, of each in a list, or of each by name. */
const propertyOf = (node: Node | undefined, name: string): Node | undefined =>
  node &&
  (node.properties?.[name] ??
    (node.items ? propertyOf(node.items, name) : undefined) ??
    (node.additionalProperties ? propertyOf(node.additionalProperties, name) : undefined));
