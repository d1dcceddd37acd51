import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from './attributes.ts';
import { sourceKey } from './keys.ts';
import type { Table } from './table.ts';

const DAY = 86_400_000;

/** One more from this source in this window (its number since 1970); answers how many that makes. */
export async function countSource(
  table: Table,
  source: string,
  window: number,
  machineNow: number,
): Promise<number> {
  const { Attributes } = await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(sourceKey(source, window)),
      UpdateExpression: 'ADD n :one SET #ttl = if_not_exists(#ttl, :gone)',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: marshall({ ':one': 1, ':gone': Math.ceil((machineNow + 2 * DAY) / 1_000) }),
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return Number(Attributes?.n?.N ?? 0);
}
