import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { APIGatewayProxyEventV2, DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type LocalStack, startLocal } from '../../infra/local/stack.ts';
import { localClient } from '../../infra/local/table.ts';
import { makeBundles } from './bundles.ts';

const bundles = makeBundles();
bundles.write(
  'capture',
  `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });`,
);
bundles.write('links', `export const handler = async () => { throw new TypeError('no'); };`);
bundles.write('nurture-start', `export const handler = async ({ Records }) => tell(Records);`);
bundles.write(
  'nurture-send',
  `export const handler = async () => { tell(process.env.KWEEK_CLOCK); return { sent: 0 }; };`,
);
bundles.write('record', `export const handler = async ({ Records }) => tell(Records);`);
bundles.write(
  'feedback',
  `
  export const handler = async ({ Records }) => {
    for (const { body } of Records) tell(JSON.parse(JSON.parse(body).Message));
  };`,
);

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocal({
    bundles: bundles.folder,
    dynamodb: inject('dynamodb'),
    sweep: false,
    env: { EXTRA: 'yes' },
  });
});
afterAll(async () => {
  await stack?.stop();
  bundles.remove();
});

it('serves a function over HTTP on both addresses of localhost', async () => {
  for (const host of ['localhost', '127.0.0.1', '[::1]']) {
    const response = await fetch(`${stack.url.replace('localhost', host)}/f/guide?a=1`, {
      method: 'POST',
      body: new URLSearchParams({ email: 'an@example.com' }),
    });
    const event = (await response.json()) as APIGatewayProxyEventV2;
    expect(event).toMatchObject({
      routeKey: 'POST /f/{formId}',
      pathParameters: { formId: 'guide' },
      queryStringParameters: { a: '1' },
      isBase64Encoded: true,
    });
    expect(Buffer.from(event.body ?? '', 'base64').toString()).toBe('email=an%40example.com');
  }
});

it('answers 500 for a function that throws and 404 where no route leads', async () => {
  const thrown = await fetch(`${stack.url}/l/x`);
  expect([thrown.status, await thrown.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  const lost = await fetch(`${stack.url}/nowhere`);
  expect([lost.status, await lost.json()]).toEqual([404, { message: 'Not Found' }]);
});

it('refuses a body beyond 6 MB', async () => {
  const response = await fetch(`${stack.url}/f/guide`, { method: 'POST', body: 'x'.repeat(7 * 1024 * 1024) });
  expect(response.status).toBe(413);
});

it('hands every record to one reader and work of lane 0 to the other', async () => {
  const client = localClient(stack.dynamodb);
  const put = (pk: string, dq?: string) =>
    client.send(
      new PutItemCommand({
        TableName: stack.table,
        Item: { pk: { S: pk }, sk: { S: 'L' }, ...(dq && { dq: { S: dq }, da: { N: '1' } }) },
      }),
    );
  for (const dq of ['0#1', '1#1', undefined]) await put(`lead-${dq}`, dq);
  await stack.settle();
  const keys = (name: 'record' | 'nurture-start') =>
    bundles.told<DynamoDBRecord[]>(name).flatMap((batch) => batch.map((one) => one.dynamodb?.Keys?.pk?.S));
  expect(keys('record')).toEqual(['lead-0#1', 'lead-1#1', 'lead-undefined']);
  expect(keys('nurture-start')).toEqual(['lead-0#1']);
  client.destroy();
});

it('plays Send and Delivery of a sent mail through feedback, and others on request', async () => {
  const client = new SESv2Client({
    endpoint: stack.mailUrl,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
  const { MessageId } = await client.send(
    new SendEmailCommand({
      FromEmailAddress: 'Kweek <hello@example.com>',
      Destination: { ToAddresses: ['an@example.com'] },
      Content: { Simple: { Subject: { Data: 'Hi' }, Body: { Text: { Data: 'Hi An' } } } },
      EmailTags: [{ Name: 'send', Value: 'send_1' }],
      ConfigurationSetName: 'kweek-local',
    }),
  );
  await stack.settle(); // events keep no order among themselves
  const play = (body: object) =>
    fetch(`${stack.url}/local/ses-events`, { method: 'POST', body: JSON.stringify(body) });
  const handled = await play({ messageId: MessageId, type: 'Bounce' });
  expect([handled.status, await handled.json()]).toEqual([200, { status: 'handled' }]);
  expect(bundles.told('feedback')).toMatchObject([
    { eventType: 'Send', mail: { messageId: MessageId, tags: { send: ['send_1'] } } },
    { eventType: 'Delivery', delivery: { recipients: ['an@example.com'] } },
    { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bounceSubType: 'General' } },
  ]);
  expect((await play({ messageId: 'none', type: 'Open' })).status).toBe(404);
  const wrong = await play({ messageId: MessageId, type: 'Bounce', subType: 'Sideways' });
  expect([wrong.status, wrong.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
  expect(await wrong.json()).toMatchObject({ errors: [{ pointer: '/subType' }] });
  client.destroy();
});

it('moves the clocks on request, in living functions too', async () => {
  expect(await stack.sweepNow()).toEqual({ sent: 0 });
  const before = stack.clock.programme();
  const response = await fetch(`${stack.url}/local/clock`, {
    method: 'POST',
    body: JSON.stringify({ programme: 'P30D', machine: 'PT1H' }),
  });
  const { programme, machine } = (await response.json()) as Record<string, string>;
  expect(Date.parse(programme ?? '') - before).toBeGreaterThanOrEqual(30 * 86_400_000);
  expect(Date.parse(machine ?? '')).toBeGreaterThan(Date.now() + 3_599_000);
  await stack.sweepNow();
  const [first = '', second = ''] = bundles.told<string>('nurture-send');
  expect(second).toBe(stack.clock.toString());
  expect(second).not.toBe(first);
  const back = await fetch(`${stack.url}/local/clock`, { method: 'POST', body: '{"programme":"-P1D"}' });
  expect(back.status).toBe(422);
});
