import { DeleteItemCommand, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from './attributes.ts';
import { spamPartition } from './keys.ts';
import type { Table } from './table.ts';

/** A post that was taken for spam. `id`: its place, time first, in letters that an URL may hold. */
export interface SpamPost {
  id: string;
  /** Programme time, ms. */
  at: number;
  /** As it came, up to 20,000 characters of JSON. */
  posted: string;
}

/** Spam that a form got, newest first. `before`: the id of the last one of the page before. */
export async function listSpam(
  table: Table,
  form: string,
  limit: number,
  before?: string,
): Promise<{ posts: SpamPost[]; more: boolean }> {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
      ExpressionAttributeValues: marshall({
        ':pk': spamPartition(form),
        ...(before === undefined ? {} : { ':before': placeOf(before) }),
      }),
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return { posts: Items.map(read), more: LastEvaluatedKey !== undefined };
}

export async function getSpam(table: Table, form: string, id: string): Promise<SpamPost | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: keyOf(form, id), ConsistentRead: true }),
  );
  return Item && read(Item);
}

export async function deleteSpam(table: Table, form: string, id: string): Promise<void> {
  await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: keyOf(form, id) }));
}

const keyOf = (form: string, id: string) => marshall({ pk: spamPartition(form), sk: placeOf(id) });

const placeOf = (id: string): string => Buffer.from(id, 'base64url').toString('utf8');

function read(item: Parameters<typeof unmarshall>[0]): SpamPost {
  const { sk, posted } = unmarshall(item) as { sk: string; posted: string };
  return { id: Buffer.from(sk).toString('base64url'), at: Date.parse(sk.split('#')[0] ?? ''), posted };
}
