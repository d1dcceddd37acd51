import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { Newsletter } from '../domain/sequence/newsletter.ts';
import { marshall, unmarshall } from './attributes.ts';
import { dueKey, newsletterEntryKey, newsletterKey, newslettersPartition } from './keys.ts';
import type { Table } from './table.ts';

export async function getNewsletter(table: Table, id: string): Promise<Newsletter | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(newsletterKey(id)), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const { pk: _, sk: __, dq: ___, da: ____, ...newsletter } = unmarshall(Item);
  return { id, ...newsletter } as Newsletter;
}

/** Enters a newsletter in the list of them; the same entry whoever does it again. */
export async function listNewsletter(table: Table, { id, startedAt }: Newsletter): Promise<void> {
  const Item = marshall({ ...newsletterEntryKey(id, startedAt), id });
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
}

/** The newest first, `limit` at a time; `next`: where the next page begins, if there is one. */
export async function readNewsletters(
  table: Table,
  limit: number,
  after?: string,
): Promise<{ newsletters: Newsletter[]; next?: string }> {
  const start =
    after === undefined ? {} : { ExclusiveStartKey: marshall({ pk: newslettersPartition, sk: after }) };
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :all',
      ExpressionAttributeValues: marshall({ ':all': newslettersPartition }),
      ScanIndexForward: false,
      Limit: limit,
      ...start,
    }),
  );
  const entries = Items.map((item) => unmarshall(item) as { id: string });
  const found = await Promise.all(entries.map(({ id }) => getNewsletter(table, id)));
  const next = LastEvaluatedKey && (unmarshall(LastEvaluatedKey) as { sk: string }).sk;
  return { newsletters: found.filter((one) => one !== undefined), ...(next ? { next } : {}) };
}

/**
 * Saves a newsletter as it is after its next slice, if nobody did that before; due again at a (programme) time, or
 * no more. False: somebody else did, nothing changed. Slice 0 is its beginning.
 */
export async function saveNewsletter(table: Table, newsletter: Newsletter, dueAt?: number): Promise<boolean> {
  const { id, ...content } = newsletter;
  const due = dueAt === undefined ? {} : { dq: dueKey(id, 2), da: Math.floor(dueAt) };
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: marshall({ ...newsletterKey(id), ...due, ...content }),
        ...(newsletter.slice === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'slice = :before',
              ExpressionAttributeValues: marshall({ ':before': newsletter.slice - 1 }),
            }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
