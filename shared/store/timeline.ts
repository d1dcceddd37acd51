import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Activity } from '../domain/activity.ts';
import { momentKey, rowKey, timelinePrefix } from './keys.ts';
import type { Table } from './table.ts';

/** What one version of a lead caused. `previous` names the row before (0: none), so that a gap shows. */
export interface TimelineRow {
  leadId: string;
  generation: number;
  version: number;
  previous: number;
  activities: Activity[];
}

/** Unconditional and the same each time: delivering a version again changes nothing. */
export async function putRow(table: Table, row: TimelineRow): Promise<void> {
  await put(table, {
    ...rowKey(row.leadId, row.generation, row.version),
    p: row.previous,
    v: row.version,
    ac: row.activities,
  });
}

/** A moment that left the lead as it was (delivered, opened, a machine's click); `contentHash` is its identity. */
export async function putMoment(
  table: Table,
  leadId: string,
  generation: number,
  contentHash: string,
  activity: Activity,
): Promise<void> {
  await put(table, { ...momentKey(leadId, generation, contentHash), ac: [activity] });
}

async function put(table: Table, item: Record<string, unknown>): Promise<void> {
  await table.client.send(
    new PutItemCommand({ TableName: table.name, Item: marshall(item, { removeUndefinedValues: true }) }),
  );
}

export interface TimelineEntry {
  activities: Activity[];
  /** Absent on moments. */
  version?: number;
  previous?: number;
}

/** The whole timeline of one generation of a lead, in no order; a lead's life is some hundred rows at most. */
export async function readTimeline(
  table: Table,
  leadId: string,
  generation: number,
): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :lead AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: marshall({
          ':lead': leadId,
          ':prefix': `${timelinePrefix}${generation}#`,
        }),
        ...(start ? { ExclusiveStartKey: start as never } : {}),
      }),
    );
    for (const item of Items) {
      const { ac, v, p } = unmarshall(item) as { ac: Activity[]; v?: number; p?: number };
      entries.push({
        activities: ac,
        ...(v !== undefined ? { version: v } : {}),
        ...(p !== undefined ? { previous: p } : {}),
      });
    }
    start = LastEvaluatedKey;
  } while (start);
  return entries;
}
