import { ConditionalCheckFailedException, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { KweekError } from '../domain/kweek-error.ts';
import type { Suppression } from '../domain/lead/lead.ts';
import { marshall, unmarshall } from './attributes.ts';
import { erasureKey } from './keys.ts';
import type { Table } from './table.ts';

/** That a person was erased: all that a backup must be told, and nothing that says who it was. */
export interface ErasureEntry {
  leadId: string;
  /** This life and those before it. */
  generation: number;
  suppression?: Suppression;
  /** Machine time, ms. */
  at: number;
}

/** Once an entry stands here, the erasure holds against any backup. A later life's entry is not put back. */
export async function noteErasure(table: Table, entry: ErasureEntry): Promise<void> {
  const { leadId, generation, suppression, at } = entry;
  const item = { ...erasureKey(leadId), g: generation, sp: suppression, at };
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: logOf(table),
        Item: marshall(item),
        ConditionExpression: 'attribute_not_exists(pk) OR g <= :generation',
        ExpressionAttributeValues: { ':generation': { N: String(generation) } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** A page of the log, by lead id. `more`: there are entries behind the last. */
export async function readErasures(
  table: Table,
  limit: number,
  after?: string,
): Promise<{ entries: ErasureEntry[]; more: boolean }> {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: logOf(table),
      KeyConditionExpression: 'pk = :erased',
      ExpressionAttributeValues: { ':erased': { S: erasureKey('').pk } },
      Limit: limit,
      ...(after ? { ExclusiveStartKey: marshall(erasureKey(after)) } : {}),
    }),
  );
  return { entries: Items.map((item) => toEntry(unmarshall(item))), more: LastEvaluatedKey !== undefined };
}

function toEntry(item: Record<string, unknown>): ErasureEntry {
  const { sk, g, sp, at } = item as { sk: string; g: number; sp?: Suppression; at: number };
  return { leadId: sk, generation: g, at, ...(sp ? { suppression: sp } : {}) };
}

function logOf({ erasures }: Table): string {
  if (!erasures) throw new KweekError('misconfigured', 'KWEEK_ERASURES is not set: nobody may be erased.');
  return erasures;
}
