import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import OpenAPIClientAxios from 'openapi-client-axios';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { exampleConfig } from '../../functions/admin/config-example.ts';
import { type ApiDocument, endpointsOf } from '../../functions/admin/docs/document.ts';
import { exampleLead } from '../../functions/admin/examples.ts';
import { demoConfigFor } from '../../infra/local/demo/config.ts';
import { type LocalStack, startLocal } from '../../infra/local/stack.ts';

let stack: LocalStack;
let document: ApiDocument;
beforeAll(async () => {
  stack = await startLocal({ dynamodb: inject('dynamodb'), config: demoConfigFor, sweep: false });
  document = (await (await fetch(`${stack.url}/v1/openapi.json`)).json()) as ApiDocument;
}, 60_000);
afterAll(() => stack?.stop());

const call = async (method: string, path: string, body?: unknown) => {
  const headers = { authorization: `Bearer ${stack.adminKey}`, 'content-type': 'application/json' };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(stack.url + path, init);
  const type = answer.headers.get('content-type') ?? '';
  return {
    status: answer.status,
    type,
    body: type.includes('json') ? await answer.json() : await answer.text(),
  };
};

test('a public linter finds nothing in the document', async () => {
  const rules = { 'no-server-example.com': 'off', 'info-license': 'off', 'info-license-url': 'off' } as const;
  const config = await createConfig({ extends: ['recommended'], rules });
  const source = JSON.stringify(document);
  const found = await lintFromString({ source, absoluteRef: 'openapi.json', config });
  expect(
    found.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`),
  ).toEqual([]);
});

/** Stands in paths for what a stack makes itself; the others are in the example programme or put by an example. */
const made: Record<string, string> = {};
/** What the example programme has, so that examples of it are taken; others ask for what only a story brings about. */
const takes =
  /^\/v1\/(settings|senders|forms|magnets|templates|partials|sequences|config|statistics|reports|leads|scoring)\b/;
const storied = /\/(spam|sales-decision|conversions|deal|winner|stage|draft)\b/;
/** Whatever a stack holds, an example is as the schemas want it. */
const malformed = /^The body is not as it must be|^A parameter is not as it must be|not well-formed/;
const order = ['PUT', 'POST', 'PATCH', 'GET', 'DELETE'];

interface Example {
  name?: string;
  in?: string;
  example?: unknown;
  schema?: { example?: unknown };
}

describe('every example', () => {
  test('is a request that the API takes, and answers as the document says', {
    timeout: 120_000,
  }, async () => {
    expect((await call('PUT', '/v1/config', exampleConfig)).status).toBe(200);
    const signup = { email: 'an.example@voorbeeld.example', consent: { marketing: true } };
    await call('POST', '/f/newsletter', signup);
    const found = await call('GET', `/v1/leads?email=${encodeURIComponent(signup.email)}`);
    made[exampleLead.id] = (found.body as { results: { id: string }[] }).results[0]?.id ?? '';

    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema(document, 'api');
    const wrong: string[] = [];
    const endpoints = endpointsOf(document)
      .map((endpoint) => endpoint as unknown as { method: string; path: string; operation: Operation })
      .sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method));
    for (const { method, path, operation } of endpoints) {
      const { target, body } = requestOf(path, operation);
      const name = `${method} ${path}`;
      // Commands of ours ask for these; they have no example.
      if (operation.requestBody && body === undefined) continue;
      const answer = await call(method, target, body);
      const isRefused =
        answer.status >= 300 && takes.test(path) && !storied.test(path) && method !== 'DELETE';
      const { detail = '' } = answer.body as { detail?: string };
      if (isRefused || malformed.test(detail)) {
        wrong.push(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
      }
      const described = operation.responses[answer.status];
      const type = Object.keys(described?.content ?? {}).find((known) => answer.type.startsWith(known));
      if (!described || (described.content && !type)) {
        wrong.push(`${name}: ${answer.status} ${answer.type} is not in the document`);
        continue;
      }
      if (!type?.includes('json')) continue;
      const steps = [
        'paths',
        path,
        method.toLowerCase(),
        'responses',
        String(answer.status),
        'content',
        type,
        'schema',
      ];
      const pointer = steps
        .map((step) => encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1')))
        .join('/');
      const validate = ajv.compile({ $ref: `api#/${pointer}` });
      if (!validate(answer.body)) wrong.push(`${name}: ${ajv.errorsText(validate.errors)}`);
    }
    expect(wrong).toEqual([]);
  });
});

interface Operation {
  parameters?: (Example & { required?: boolean })[];
  requestBody?: { content: Record<string, { example?: unknown; schema?: { example?: unknown } }> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

/** The request that the examples of an operation make. */
function requestOf(
  path: string,
  { parameters = [], requestBody }: Operation,
): { target: string; body?: unknown } {
  const exampleOf = (one: Example) => one.example ?? one.schema?.example;
  const named = parameters.filter((one) => one.in === 'path');
  const target = named.reduce((whole, one) => {
    const example = String(exampleOf(one) ?? 'none');
    return whole.replace(`{${one.name}}`, encodeURIComponent(made[example] ?? example));
  }, path);
  const query = parameters
    .filter((one) => one.in === 'query' && one.required)
    .map((one): [string, string] => [one.name ?? '', String(exampleOf(one) ?? '')]);
  const content = requestBody?.content['application/json'];
  const body = content?.example ?? content?.schema?.example;
  const asked = new URLSearchParams(query).toString();
  return { target: asked ? `${target}?${asked}` : target, ...(requestBody ? { body } : {}) };
}

test('a client made of the document runs a programme', async () => {
  const api = new OpenAPIClientAxios({
    definition: document as never,
    axiosConfigDefaults: { headers: { authorization: `Bearer ${stack.adminKey}` } },
  });
  const client = (await api.getClient()) as unknown as Record<
    string,
    (
      parameters?: object | null,
      body?: unknown,
      config?: object,
    ) => Promise<{ status: number; headers: Record<string, string>; data: never }>
  >;
  const ask = (operation: string, ...args: Parameters<(typeof client)[string]>) => {
    const run = client[operation];
    if (!run) throw new Error(`the document has no operation ${operation}`);
    return run(...args);
  };
  const { data: settings, headers } = await ask('getSettings');
  const changed = { ...(settings as object), currency: 'CHF' };
  expect((await ask('putSettings', { 'if-match': headers.etag }, changed)).status).toBe(200);
  const stale = ask('putSettings', { 'if-match': headers.etag }, { ...changed, currency: 'GBP' });
  await expect(stale).rejects.toMatchObject({ response: { status: 412 } });
  expect((await ask('getSettings')).data).toMatchObject({ currency: 'CHF' });
  const seen = await ask('postTemplatesBySlugPreview', { slug: 'hello' }, { language: 'en' });
  expect(seen.data).toMatchObject({ subject: expect.any(String), warnings: [] });
  expect((await ask('getLeads')).data).toMatchObject({ results: expect.any(Array) });
});
