import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Suppression } from '../domain/lead/lead.ts';
import { marshall, unmarshall } from './attributes.ts';
import { leadKey } from './keys.ts';
import type { Table } from './table.ts';

/** A lead that must not be written to: why, and since when. */
export interface SuppressionPlace {
  id: string;
  reason: Suppression;
  since: number;
}

/** Those of one reason, the newest first. `after`: the last one of the page before. */
export async function listSuppressionPlaces(
  table: Table,
  reason: Suppression,
  limit: number,
  after?: SuppressionPlace,
): Promise<SuppressionPlace[]> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'suppressions',
      KeyConditionExpression: 'sq = :reason',
      ExpressionAttributeValues: { ':reason': { S: reason } },
      ScanIndexForward: false,
      Limit: limit,
      ...(after
        ? { ExclusiveStartKey: marshall({ ...leadKey(after.id), sq: reason, sa: after.since }) }
        : {}),
    }),
  );
  const places = Items.map((item) => unmarshall(item) as { pk: string; sa: number });
  return places.map(({ pk, sa }) => ({ id: pk, reason, since: sa }));
}
