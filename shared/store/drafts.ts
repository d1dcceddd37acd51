import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Sequence } from '../domain/sequence/sequence.ts';
import { marshall, unmarshall } from './attributes.ts';
import { draftKey } from './keys.ts';
import type { Table } from './table.ts';

/** A sequence that is being written. `tag` names its content; `savedAt`: programme time, ms. */
export interface Draft {
  sequence: Sequence;
  tag: string;
  savedAt: number;
}

export async function getDraft(table: Table, slug: string): Promise<Draft | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(draftKey(slug)), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const { d, tag, savedAt } = unmarshall<{ d: string; tag: string; savedAt: number }>(Item);
  return { sequence: JSON.parse(d) as Sequence, tag, savedAt };
}

/** False: another one lies there than `ifTag` says, and stays. */
export async function putDraft(table: Table, slug: string, draft: Draft, ifTag?: string): Promise<boolean> {
  const { sequence, tag, savedAt } = draft;
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: marshall({ ...draftKey(slug), d: JSON.stringify(sequence), tag, savedAt }),
        ...(ifTag === undefined
          ? {}
          : { ConditionExpression: 'tag = :tag', ExpressionAttributeValues: { ':tag': { S: ifTag } } }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

export async function deleteDraft(table: Table, slug: string): Promise<void> {
  await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: marshall(draftKey(slug)) }));
}
