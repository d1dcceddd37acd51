import { type ApiDocument, type Endpoint, exampleOf, type Schema } from './document.ts';

/** Longer bodies are read from a file. */
const SHORT = 120;

/** The operation as a line for a shell, with the examples of the document. */
export function curlOf({ method, path, operation }: Endpoint, document: ApiDocument): string {
  const parameters = operation.parameters ?? [];
  const place = parameters.reduce(
    (text, { name, schema }) => text.replace(`{${name}}`, String(schema.example ?? name)),
    path,
  );
  const query = parameters
    .filter(({ in: where, schema }) => where === 'query' && isWorthShowing(schema))
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(schema.example))}`)
    .slice(0, 1);
  const url = `${document.servers[0]?.url ?? ''}${place}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const body = operation.requestBody?.content['application/json'];
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quote(url)}`,
    `-H "Authorization: Bearer $KWEEK_KEY"`,
    ...(body ? ["-H 'content-type: application/json'", `-d ${dataOf(exampleOf(body, document))}`] : []),
  ].join(' \\\n  ');
}

const isWorthShowing = ({ example }: Schema) => example !== undefined;

function dataOf(example: unknown): string {
  const text = JSON.stringify(example ?? {});
  return text.length > SHORT ? '@body.json' : quote(text);
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
