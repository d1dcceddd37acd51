import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from './attributes.ts';
import { leadKey } from './keys.ts';
import type { Table } from './table.ts';

/** A lead's place in the queue of sales. */
export interface HandoffPlace {
  id: string;
  openedAt: number;
}

/** Leads that wait for sales (`open`) or that sales work on (`accepted`), the longest first. `after`: the last one of the page before. */
export async function listHandoffPlaces(
  table: Table,
  status: 'open' | 'accepted',
  limit: number,
  after?: HandoffPlace,
): Promise<{ places: HandoffPlace[]; more: boolean }> {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'handoffs',
      KeyConditionExpression: 'hq = :status',
      ExpressionAttributeValues: { ':status': { S: status } },
      Limit: limit,
      ...(after
        ? { ExclusiveStartKey: marshall({ ...leadKey(after.id), hq: status, ha: after.openedAt }) }
        : {}),
    }),
  );
  const places = Items.map((item) => unmarshall(item) as { pk: string; ha: number });
  return {
    places: places.map(({ pk, ha }) => ({ id: pk, openedAt: ha })),
    more: LastEvaluatedKey !== undefined,
  };
}
