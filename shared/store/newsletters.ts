import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Newsletter } from '../domain/newsletter.ts';
import { marshall, unmarshall } from './attributes.ts';
import { dueKey, newsletterKey } from './keys.ts';
import type { Table } from './table.ts';

export async function getNewsletter(table: Table, id: string): Promise<Newsletter | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(newsletterKey(id)), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const { pk: _, sk: __, dq: ___, da: ____, ...newsletter } = unmarshall(Item);
  return { id, ...newsletter } as Newsletter;
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
