import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import OpenAPIClientAxios from 'openapi-client-axios';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleLead } from '../../functions/admin/api/examples.ts';
import { type ApiDocument, endpointsOf } from '../../functions/admin/docs/document.ts';
import { exampleConfig } from '../../functions/admin/programme/config-example.ts';
import type { LocalStack } from '../../infra/local/stack.ts';
import { startDemo } from './fresh-stack.ts';

let stack: LocalStack;
let document: ApiDocument;
beforeAll(async () => {
  stack = await startDemo();
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
type Answer = Awaited<ReturnType<typeof call>>;

interface Example {
  name?: string;
  in?: string;
  example?: unknown;
  schema?: { example?: unknown };
}

/** What must have happened for an example to be taken, beside the examples before it. */
const before: Record<string, () => Promise<unknown>> = {
  // Hand-offs, and the stage that the example names, are of the model that is there by default.
  'POST /v1/leads/{id}/sales-decision': async () => {
    await done('PUT', '/v1/stages', { lifecycle: 'kmo-b2b' });
    await done('POST', `/v1/leads/${made[exampleLead.id]}/stage`, { lifecycle: 'mql' });
  },
  'POST /v1/sequences/{slug}/winner': async () => {
    const variants = [{ template: 'hello' }, { template: 'hello-again' }];
    await done('PUT', '/v1/templates/hello-again', exampleConfig.templates.hello);
    await done('PUT', '/v1/sequences/welcome', {
      ...exampleConfig.sequences.welcome,
      steps: [{ id: 'subject-line', type: 'ab_test', variants }],
    });
  },
  'POST /v1/newsletters': () =>
    done('PUT', '/v1/sequences/november', {
      ...exampleConfig.sequences.welcome,
      triggers: [],
      steps: [{ id: 'letter', type: 'email', template: 'hello' }],
    }),
  // Publishing took it.
  'GET /v1/sequences/{slug}/draft': () =>
    done('PUT', '/v1/sequences/welcome/draft', exampleConfig.sequences.welcome),
  // It names the template.
  'DELETE /v1/templates/{slug}': async () => {
    await done('POST', '/v1/sequences/november/archive');
    await done('DELETE', '/v1/sequences/november');
  },
};

/** What a stack names by itself, for examples that name it otherwise. */
const ids: Record<string, () => Promise<string>> = {
  'POST /v1/forms/{slug}/spam/{id}/release': async () => {
    await call('POST', '/f/newsletter', { email: 'wim@voorbeeld.example', website: 'https://wim.example' });
    const { results } = (await done('GET', '/v1/forms/newsletter/spam')) as { results: { id: string }[] };
    return results[0]?.id ?? '';
  },
  // Its confirmation mail bounces for good, as at AWS.
  'POST /v1/suppressions/{id}/lift': async () => {
    const email = 'bounce@simulator.amazonses.com';
    await call('POST', '/f/newsletter', { email, consent: { marketing: true } });
    await stack.sweepNow(); // the examples before it may have used up the second's mails
    await stack.settle();
    const path = `/v1/suppressions?email=${encodeURIComponent(email)}`;
    const { results } = (await done('GET', path)) as { results: { leadId: string }[] };
    return results[0]?.leadId ?? '';
  },
  // Somebody else who turns out to be the lead of the examples.
  'POST /v1/leads/{id}/merge': async () => {
    const email = 'an.too@voorbeeld.example';
    await call('POST', '/f/newsletter', { email, consent: { marketing: true } });
    const path = `/v1/leads?email=${encodeURIComponent(email)}`;
    const { results } = (await done('GET', path)) as { results: { id: string }[] };
    return results[0]?.id ?? '';
  },
  'POST /v1/keys/{id}/rotate': keyId,
  'DELETE /v1/keys/{id}': keyId,
  'GET /v1/newsletters/{id}': newsletterId,
  'POST /v1/newsletters/{id}/stop': newsletterId,
};
const seen = new Map<string, Answer>();
async function keyId(): Promise<string> {
  const made = seen.get('POST /v1/keys') as Answer;
  return (made.body as { id: string }).id;
}
async function newsletterId(): Promise<string> {
  const begun = seen.get('POST /v1/newsletters') as Answer;
  return (begun.body as { newsletter: { id: string } }).newsletter.id;
}

async function done(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await call(method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Things are made before they are read, and read before they are done away with: what names others first. */
const order = ['PUT', 'POST', 'PATCH', 'GET', 'DELETE'];
const last = ['PUT /v1/stages', 'DELETE /v1/sequences/{slug}', 'DELETE /v1/'];
const rankOf = (name: string) => {
  const late = last.findIndex((one) => name.startsWith(one));
  return late < 0 ? order.indexOf(name.split(' ')[0] ?? '') : order.length + late;
};

describe('every example', () => {
  let operations: { name: string; method: string; path: string; operation: Operation }[];

  beforeAll(async () => {
    expect((await call('PUT', '/v1/config', exampleConfig)).status).toBe(200);
    const signup = { email: 'an.example@voorbeeld.example', consent: { marketing: true } };
    await call('POST', '/f/newsletter', signup);
    const found = await call('GET', `/v1/leads?email=${encodeURIComponent(signup.email)}`);
    made[exampleLead.id] = (found.body as { results: { id: string }[] }).results[0]?.id ?? '';
    operations = endpointsOf(document)
      .map((endpoint) => endpoint as unknown as { method: string; path: string; operation: Operation })
      .map((endpoint) => ({ ...endpoint, name: `${endpoint.method} ${endpoint.path}` }))
      .sort((a, b) => rankOf(a.name) - rankOf(b.name));
    for (const { name, method, path, operation } of operations) {
      await before[name]?.();
      const { target, body } = requestOf(path, operation, await ids[name]?.());
      seen.set(name, await call(method, target, body));
    }
  }, 120_000);

  test('is there where an operation takes a body or names a thing', () => {
    const lacking = operations.filter(({ path, operation }) => {
      const { target, body } = requestOf(path, operation);
      return /undefined|=$|\/none\b/.test(target) || (operation.requestBody && body === undefined);
    });
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });

  test('is taken, with the success that the document says', () => {
    const refused = operations.flatMap(({ name, operation }) => {
      const answer = seen.get(name);
      const success = Object.keys(operation.responses).filter((status) => /^[23]/.test(status));
      if (success.includes(String(answer?.status))) return [];
      return [`${name}: ${answer?.status} ${JSON.stringify(answer?.body).slice(0, 400)}`];
    });
    expect(refused).toEqual([]);
  });

  test('is answered as the document says', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema(document, 'api');
    const wrong = operations.flatMap(({ name, method, path, operation }) => {
      const answer = seen.get(name) as Answer;
      const described = operation.responses[answer.status];
      const type = Object.keys(described?.content ?? {}).find((known) => answer.type.startsWith(known));
      if (!described || (described.content && !type)) {
        return [`${name}: ${answer.status} ${answer.type} is not in the document`];
      }
      if (!type?.includes('json')) return [];
      const status = String(answer.status);
      const steps = ['paths', path, method.toLowerCase(), 'responses', status, 'content', type, 'schema'];
      const pointer = steps
        .map((step) => encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1')))
        .join('/');
      const validate = ajv.compile({ $ref: `api#/${pointer}` });
      return validate(answer.body) ? [] : [`${name}: ${ajv.errorsText(validate.errors)}`];
    });
    expect(wrong).toEqual([]);
  });
});

interface Operation {
  parameters?: (Example & { required?: boolean })[];
  requestBody?: {
    content: Record<string, { example?: unknown; schema?: { example?: unknown; $ref?: string } }>;
  };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

/** The request that the examples of an operation make; `id`: of what the stack made instead. */
function requestOf(
  path: string,
  { parameters = [], requestBody }: Operation,
  id?: string,
): { target: string; body?: unknown } {
  const exampleOf = (one: Example) => one.example ?? one.schema?.example;
  const named = parameters.filter((one) => one.in === 'path');
  const target = named.reduce((whole, one) => {
    const example = String((one.name === 'id' ? id : undefined) ?? exampleOf(one) ?? 'none');
    return whole.replace(`{${one.name}}`, encodeURIComponent(made[example] ?? example));
  }, path);
  const query = parameters
    .filter((one) => one.in === 'query' && one.required)
    .map((one): [string, string] => [one.name ?? '', String(exampleOf(one) ?? '')]);
  const content = requestBody?.content['application/json'];
  const ref = content?.schema?.$ref?.split('/').at(-1) ?? '';
  const schemas = document.components.schemas as Record<string, { example?: unknown }>;
  const written = content?.example ?? content?.schema?.example ?? schemas[ref]?.example;
  const body = written && JSON.parse(JSON.stringify(written), (_, value) => made[value] ?? value);
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
  expect((await ask('putConfig', null, exampleConfig)).status).toBe(200);
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
