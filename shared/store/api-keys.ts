import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from './attributes.ts';
import { apiKeyKey } from './keys.ts';
import { LAST, queryBetween } from './query.ts';
import type { Table } from './table.ts';

/** A key of the API as it lies on disk: never its secret. Times are machine time, ms. */
export interface StoredKey {
  id: string;
  name: string;
  scopes: string[];
  /** SHA-256 of the secret. */
  digest: Uint8Array;
  createdAt: number;
  rotatedAt?: number;
  revokedAt?: number;
  /** To the hour or so. */
  lastUsedAt?: number;
}

/** Read strongly: a revoked key opens nothing from that moment on. */
export async function getApiKey(table: Table, id: string): Promise<StoredKey | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(apiKeyKey(id)), ConsistentRead: true }),
  );
  return Item && (unmarshall(Item) as StoredKey);
}

export async function addApiKey(table: Table, key: StoredKey): Promise<void> {
  await table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: marshall({ ...apiKeyKey(key.id), ...key }),
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
}

/** Sets parts of a key that is there and not revoked; false when it is not. */
export async function updateApiKey(
  table: Table,
  id: string,
  parts: Partial<Pick<StoredKey, 'digest' | 'rotatedAt' | 'revokedAt' | 'lastUsedAt'>>,
): Promise<boolean> {
  const names = Object.keys(parts);
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(apiKeyKey(id)),
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(revokedAt)',
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: marshall(
          Object.fromEntries(Object.entries(parts).map(([name, value]) => [`:${name}`, value])),
        ),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** All keys, revoked ones too. */
export async function listApiKeys(table: Table): Promise<StoredKey[]> {
  const keys: StoredKey[] = [];
  for await (const item of queryBetween(table, apiKeyKey('').pk, 'key_', LAST, true)) {
    keys.push(item as unknown as StoredKey);
  }
  return keys;
}
