import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from './attributes.ts';
import { idempotencyKey } from './keys.ts';
import type { Table } from './table.ts';

/** What a request with an Idempotency-Key was answered, sealed; none while it is worked on. Machine ms. */
export interface KeptAnswer {
  /** Of the request's content. */
  mark: string;
  /** Of the invocation that works on it. */
  token: string;
  /** Until then it counts. */
  until: number;
  sealed?: Uint8Array;
}

/** A day, and what DynamoDB takes to delete. */
const seconds = (ms: number) => Math.ceil(ms / 1_000);

/** Undefined: it is ours to answer. Otherwise what lies there. `now`: machine ms. */
export async function claimAnswer(
  table: Table,
  hash: string,
  answer: KeptAnswer,
  now: number,
): Promise<KeptAnswer | undefined> {
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: marshall({ ...idempotencyKey(hash), ...answer, ttl: seconds(answer.until) }),
        ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':now': { N: String(now) } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
    const known = unmarshall(error.Item) as KeptAnswer;
    // Our own put, whose answer was lost and that the SDK sent again.
    return known.token === answer.token ? undefined : known;
  }
}

/** Keeps the answer until then, unless another invocation works on the request by now. */
export async function keepAnswer(
  table: Table,
  hash: string,
  { token, until, sealed }: Omit<KeptAnswer, 'mark'>,
): Promise<void> {
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(idempotencyKey(hash)),
        UpdateExpression: 'SET sealed = :sealed, #until = :until, #ttl = :ttl',
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#until': 'until', '#ttl': 'ttl', '#token': 'token' },
        ExpressionAttributeValues: marshall({
          ':sealed': sealed,
          ':until': until,
          ':ttl': seconds(until),
          ':token': token,
        }),
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** The request failed on our side: it may be made again. */
export async function forgetAnswer(table: Table, hash: string, token: string): Promise<void> {
  try {
    await table.client.send(
      new DeleteItemCommand({
        TableName: table.name,
        Key: marshall(idempotencyKey(hash)),
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: token } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
