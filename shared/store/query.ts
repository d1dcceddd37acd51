import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from './attributes.ts';
import type { Table } from './table.ts';

/** Later than every sort key that begins with what stands before it. */
export const LAST = '\uffff';

/** The items of one partition from one sort key to another, both included, in their order. `strong`: nothing written before is missed. */
export async function* queryBetween(
  table: Table,
  partition: string,
  from: string,
  to: string,
  strong = false,
): AsyncGenerator<Record<string, unknown>> {
  if (from > to) return;
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: marshall({ ':partition': partition, ':from': from, ':to': to }),
        ConsistentRead: strong,
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    for (const item of page.Items ?? []) yield unmarshall(item);
    start = page.LastEvaluatedKey;
  } while (start);
}
