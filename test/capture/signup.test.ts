import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import { getLead } from '../../shared/store/leads.ts';
import { type DynamoDbProxy, startDynamoDbProxy } from '../dynamodb-proxy.ts';
import { type Answer, type Call, through } from '../gateway.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { idKey, openSuiteTable, type SuiteTable } from '../suite-table.ts';
import { TestClock } from '../test-clock.ts';

let proxy: DynamoDbProxy;
let table: SuiteTable;
let clock: TestClock;
let call: (target: string, call?: Call) => Promise<Answer>;
beforeAll(async () => {
  proxy = await startDynamoDbProxy(inject('dynamodb'));
  table = await openSuiteTable({ proxy: proxy.endpoint });
  clock = new TestClock();
  await table.publish(sampleProgramme());
  const { handler } = await import('../../functions/capture/index.ts');
  call = through(handler);
});
afterAll(async () => {
  await table?.drop();
  await proxy?.stop();
});
beforeEach(() => proxy.clear());

let people = 0;
const stranger = () => `person${++people}@voorbeeld.be`;
const load = (email: string) => getLead(table, leadIdOf(email, idKey), 'Europe/Brussels', true);

const json = (body: unknown, headers: Record<string, string> = {}): Call => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const form = (values: Record<string, string>, headers: Record<string, string> = {}): Call => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: new URLSearchParams(values).toString(),
});
const html = { accept: 'text/html,application/xhtml+xml' };

async function multipart(values: Record<string, string>): Promise<Call> {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  data.set('photo', new Blob(['not wanted']), 'photo.png');
  const request = new Request('http://localhost', { method: 'POST', body: data });
  return {
    method: 'POST',
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    body: new Uint8Array(await request.arrayBuffer()),
  };
}

describe('a signup', () => {
  it.each([
    [
      'urlencoded, which the gateway hands on as base64',
      (email: string) => form({ email, first_name: 'Zoë' }),
    ],
    ['multipart, with a file that nobody wants', (email: string) => multipart({ email, first_name: 'Zoë' })],
    ['JSON', (email: string) => json({ email, firstName: 'Zoë' })],
    [
      'JSON sent as text, as a beacon does',
      (email: string) => json({ email, firstName: 'Zoë' }, { 'content-type': 'text/plain;charset=UTF-8' }),
    ],
  ])('is taken as %s', async (_, post) => {
    const email = stranger();
    const answer = await call('/f/guide', await post(email));
    expect(answer).toMatchObject({ status: 200, body: '{"status":"accepted"}' });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(await load(email)).toMatchObject({
      version: 1,
      email,
      fields: { first_name: 'Zoë' },
      mailability: 'pending_confirmation',
      requests: [{ class: 'confirmation', form: 'guide' }],
      due: { lane: 0 },
    });
  });

  it('of a browser is answered with the thank-you page, in the reader’s language', async () => {
    const headers = { ...html, 'accept-language': 'nl-BE,nl;q=0.9,en;q=0.5' };
    const answer = await call('/f/guide', form({ email: stranger() }, headers));
    expect(answer).toMatchObject({ status: 303, body: '' });
    expect(answer.headers.location).toMatch(/^\/f\/guide\/thanks\?/);
    const page = await call(answer.headers.location ?? '', { headers: html });
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.body).toContain('<html lang="nl">');
  });

  it('leads to the thank-you page that the form names, and to none that the request names', async () => {
    const values = {
      email: stranger(),
      thankYouUrl: 'https://evil.example',
      redirect: 'https://evil.example',
    };
    const answer = await call('/f/away?next=https://evil.example', form(values, html));
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe(`https://www.acme.example/${encodeURIComponent('спасибо')}`);
  });

  it.each([
    ['a script', {}],
    ['a browser', html],
  ])('of %s is answered the same whether new, known, repeated or spam', async (_, headers) => {
    const email = stranger();
    const post = (values: Record<string, string>) => call('/f/guide', form({ email, ...values }, headers));
    const fresh = await post({ first_name: 'An' });
    const others = [
      await post({ first_name: 'Anna' }),
      await post({ first_name: 'Anna' }),
      await post({ first_name: 'An', website: 'https://spam.example' }),
      await call('/f/guide', form({ email: 'not an address', website: 'x' }, headers)),
      await call('/f/guide', form({ email, website: 'x', 'language[x]': 'y' }, headers)),
    ];
    for (const other of others) {
      expect([other.status, other.headers, other.body]).toEqual([fresh.status, fresh.headers, fresh.body]);
    }
    expect(await load(email)).toMatchObject({ version: 2, fields: { first_name: 'Anna' } });
  });

  it('of a stranger costs one request to DynamoDB, of a known lead two, repeated one', async () => {
    await call('/f/guide', json({ email: stranger() }));
    const email = stranger();
    const costs: string[][] = [];
    for (const first_name of ['An', 'Anna', 'Anna']) {
      proxy.clear();
      await call('/f/guide', json({ email, first_name }));
      costs.push(proxy.requests.filter((r) => r.body.Key?.sk?.S !== 'current').map((r) => r.operation));
    }
    expect(costs).toEqual([['PutItem'], ['PutItem', 'PutItem'], ['PutItem']]);
  });

  it('that fills the honeypot is kept for a look, and makes no lead', async () => {
    const email = stranger();
    await call('/f/guide', form({ email, first_name: 'Robot', website: 'https://spam.example' }));
    expect(await load(email)).toBeUndefined();
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :spam',
        ExpressionAttributeValues: { ':spam': { S: 'spam#guide' } },
      }),
    );
    const kept = Items.find((item) => item.posted?.S?.includes(email));
    expect(kept?.posted?.S).toContain('Robot');
    const days = (Number(kept?.ttl?.N) - clock.now().programme / 1_000) / 86_400;
    expect(Math.round(days)).toBe(30);
  });

  it('keeps proof of what was agreed to: words, page, campaign, address and browser', async () => {
    const email = stranger();
    await call('/f/guide', {
      ...json(
        {
          email,
          consent: { marketing: true, textId: 'news@1' },
          page: 'https://acme.example/?utm_source=li',
        },
        { 'accept-language': 'nl', 'user-agent': 'Firefox/1' },
      ),
      ip: '198.51.100.3',
    });
    const lead = await load(email);
    expect(lead?.activities[0]).toMatchObject({
      type: 'form.submitted',
      page: 'https://acme.example/',
      attribution: { utm_source: 'li' },
      consent: {
        marketing: { granted: true, text: 'news@1', textHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
        tracking: { granted: false },
        language: 'nl',
        ip: '198.51.100.3',
        userAgent: 'Firefox/1',
      },
    });
    expect(lead).toMatchObject({ language: 'nl', attribution: { first: { utm_source: 'li' } } });
    // Asked, and not yet confirmed.
    expect(lead?.consent).toEqual({});
    expect(lead?.awaited).toMatchObject({ marketing: true, tracking: false });
  });
});

it('two boxes are two consents, each in the words that stood beside it', async () => {
  const email = stranger();
  await call('/f/guide', json({ email, consent: { marketing: true, tracking: true } }));
  expect((await load(email))?.awaited).toMatchObject({ text: 'news@1', trackingText: 'tracking@1' });
});

it('a box that the form does not have is no consent', async () => {
  const email = stranger();
  await call('/f/quick', json({ email, consent: { marketing: true, tracking: true } }));
  expect(await load(email)).toMatchObject({ mailability: 'requested_only', consent: {}, enrollments: [] });
});

describe('the same signup again', () => {
  it.each([
    ['from a page', 303, (email: string) => form({ email, first_name: 'An' }, html)],
    ['from a script', 200, (email: string) => json({ email, first_name: 'An' })],
  ])('E8: a double-click %s, 30 ms apart, is one submission, and both are answered', async (_, ok, how) => {
    const email = stranger();
    const post = () => call('/f/guide', how(email));
    const first = post();
    await new Promise((later) => setTimeout(later, 30));
    const answers = await Promise.all([first, post()]);
    expect(answers.map((answer) => answer.status)).toEqual([ok, ok]);
    const at_once = await Promise.all([post(), post(), post()]);
    expect(at_once.map((answer) => answer.status)).toEqual([ok, ok, ok]);
    const lead = await load(email);
    expect(lead).toMatchObject({ version: 1, interactions: 0 });
    expect(lead?.requests).toHaveLength(1);
    expect(lead?.submissions).toHaveLength(1);
  });

  it('E8: is one wherever the clock stands: at any moment of ten minutes', async () => {
    for (let moment = 0; moment < 25; moment++) {
      const email = stranger();
      await call('/f/news', json({ email, first_name: 'An' }));
      clock.laterMachine(25_000);
      await call('/f/news', json({ email, first_name: 'An' }));
      expect([moment, (await load(email))?.version]).toEqual([moment, 1]);
    }
  });

  it('is known by the client’s id, however late it comes and whatever it says', async () => {
    const email = stranger();
    await call('/f/guide', json({ email, firstName: 'An', submissionId: 'uuid-1' }));
    clock.later(3 * 3_600_000);
    await call('/f/guide', json({ email, firstName: 'Other', submissionId: 'uuid-1' }));
    expect(await load(email)).toMatchObject({ version: 1, fields: { first_name: 'An' } });
    await call('/f/guide', json({ email, firstName: 'An', submissionId: 'uuid-2' }));
    expect(await load(email)).toMatchObject({ version: 2, interactions: 1 });
  });

  it('without an id is a new one after ten minutes', async () => {
    const email = stranger();
    await call('/f/guide', json({ email }));
    clock.later(11 * 60_000);
    await call('/f/guide', json({ email }));
    expect(await load(email)).toMatchObject({ version: 2, interactions: 1 });
  });
});
