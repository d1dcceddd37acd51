import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type FunctionName, functions } from '../../infra/functions.ts';
import { demoConfigFor } from '../../infra/local/demo/config.ts';
import { functionEnv } from '../../infra/local/local-env.ts';
import { openSecrets } from '../../infra/local/secrets.ts';
import { type LocalSes, startSes } from '../../infra/local/ses.ts';
import { createTable, localClient } from '../../infra/local/table.ts';
import { builtBundles } from '../bundles.ts';
import { linkIn } from '../e2e/tour/mailbox.ts';
import { through } from '../gateway.ts';
import { findNode24, invokeIn } from './other-node.ts';

const node24 = findNode24();
const secrets = openSecrets();
const url = 'https://kweek.example';
const adminKey = 'sk_a_key_for_tests';
/** Programme time stands still, so that two runs have the same times. */
const clock = `${Date.UTC(2026, 10, 23)}:${Date.UTC(2026, 10, 23, 10)}:0:0`;

let bundles: string;
beforeAll(async () => {
  bundles = await builtBundles();
}, 120_000);

/** Every function once or more, in this Node, from an empty table to a confirmed lead: what each of them answered. */
async function story(node: string) {
  const table = `kweek-${randomUUID()}`;
  const client = localClient(inject('dynamodb'));
  await createTable(client, table);
  const news: { Records: unknown[] }[] = [];
  const ses: LocalSes = await startSes({
    port: 0,
    configurationSet: 'kweek-local',
    deliver: async (event) => void news.push(event),
  });
  const env = functionEnv({
    ...{ table, url, secrets, adminKey, clock },
    ...{ dynamodb: inject('dynamodb'), ses: `http://127.0.0.1:${ses.port}` },
  });
  const parameters = new Map<FunctionName, number | undefined>();
  const versions = new Set<string>();
  const invoke = async (name: FunctionName, event: unknown) => {
    const told = await invokeIn(node, bundles, name, event, env);
    parameters.set(name, told.parameters);
    versions.add(told.node.split('.')[0] ?? '');
    return told.answer;
  };
  const at = (name: FunctionName) => through((event: unknown) => invoke(name, event));
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  const admin = async (target: string, call = {}) => {
    const { status, body } = await at('admin')(target, { headers, ...call });
    return { status, body: JSON.parse(body) };
  };
  const email = 'an@voorbeeld.be';
  const mail = (index: number) => ses.emails()[index]?.body.html ?? '';
  const record = async (id: string) => {
    const Key = { pk: { S: id }, sk: { S: 'lead' } };
    const { Item: NewImage } = await client.send(new GetItemCommand({ TableName: table, Key }));
    const dynamodb = { Keys: Key, NewImage, SequenceNumber: '1', StreamViewType: 'NEW_IMAGE' };
    return { Records: [{ eventName: 'INSERT', eventSource: 'aws:dynamodb', dynamodb }] };
  };
  try {
    const body = JSON.stringify(demoConfigFor(url));
    const published = await admin('/v1/config', { method: 'PUT', body });
    const page = await at('capture')('/f/guide?lang=nl');
    const posted = await at('capture')('/f/guide', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ email, first_name: 'An', marketing_consent: 'on' }).toString(),
    });
    const found = await admin(`/v1/leads?${new URLSearchParams({ email })}`);
    const id = found.body.results[0]?.id ?? '';
    const recorded = await invoke('record', await record(id));
    const started = await invoke('nurture-start', await record(id));
    await vi.waitFor(() => expect(news.flatMap(({ Records }) => Records)).toHaveLength(2), 5_000);
    const fedBack = await Promise.all(news.splice(0).map((event) => invoke('feedback', event)));
    const target = linkIn({ subject: '', html: mail(0) }, 'confirm').slice(url.length);
    const shown = await at('links')(target);
    const confirmed = await at('links')(target, { method: 'POST' });
    const swept = await invoke('nurture-send', { worker: 0 });
    const timeline = await admin(`/v1/leads/${id}/timeline`);
    return {
      versions: [...versions],
      parameters: Object.fromEntries(parameters),
      answers: {
        published,
        // Each page says when it was drawn.
        page: [page.status, page.body.replace(/(name="rendered_at" value=")[^"]*/, '$1')],
        posted: [posted.status, posted.body],
        found,
        started,
        recorded,
        fedBack: fedBack.length > 0 && fedBack.every((answer) => JSON.stringify(answer).includes('[]')),
        shown: shown.status,
        confirmed: confirmed.status,
        swept,
        subjects: ses.emails().map(({ subject }) => subject),
        timeline: timeline.body.results.map(({ type }: { type: string }) => type).sort(),
      },
    };
  } finally {
    await ses.stop();
    await client.send(new DeleteTableCommand({ TableName: table }));
    client.destroy();
  }
}

// A platform without the package has no Node 24 to try; CI's has.
describe.skipIf(!node24)('the bundles in Node 24, as Lambda runs them', { timeout: 180_000 }, () => {
  let there: Awaited<ReturnType<typeof story>>;
  beforeAll(async () => {
    there = await story(node24 ?? '');
  }, 180_000);

  it('answer every function’s event', () => {
    expect(there.versions).toEqual(['v24']);
    expect(Object.keys(there.parameters).sort()).toEqual(Object.keys(functions).sort());
    expect(there.answers).toMatchObject({
      published: { status: 200 },
      page: [200, expect.stringContaining('<form')],
      posted: [200, '{"status":"accepted"}'],
      found: { status: 200, body: { results: [{ email: 'an@voorbeeld.be' }] } },
      started: { batchItemFailures: [] },
      recorded: { batchItemFailures: [] },
      fedBack: true,
      shown: 200,
      confirmed: 200,
      swept: { sent: 1 },
    });
    expect(there.answers.subjects).toHaveLength(2);
    expect(there.answers.timeline).toEqual(expect.arrayContaining(['form.submitted', 'email.delivered']));
  });

  it('take no callback, which Lambda’s Node 24 knows no more', () => {
    for (const [name, parameters] of Object.entries(there.parameters))
      expect([name, parameters]).toEqual([name, expect.toSatisfy((count) => count <= 2)]);
  });

  it('answer as they do in the Node that runs everything else', async () => {
    const here = await story(process.execPath);
    expect(there.answers).toEqual(here.answers);
  });
});
