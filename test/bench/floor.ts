import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';

/** The least that takes a signup: one route, one item. What `capture` adds to it is what Kweek costs a visitor. */
const client = new DynamoDBClient({
  maxAttempts: 4,
  requestHandler: { requestTimeout: 3_000, connectionTimeout: 1_000 },
});
const app = new Hono();

app.post('/f/:formId', async (c) => {
  const { email } = await c.req.json<{ email: string }>();
  await client.send(
    new PutItemCommand({
      TableName: process.env.KWEEK_TABLE,
      Item: { pk: { S: `floor#${email}` }, sk: { S: c.req.param('formId') } },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
  return c.json({ status: 'accepted' });
});

export const handler = handle(app);
