import {
  type AttributeValue,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { Activity } from '../domain/lead/activity.ts';
import type { Life } from '../domain/lead/life.ts';
import { marshall, unmarshall } from './attributes.ts';
import { momentKey, rowKey, timelinePrefix } from './keys.ts';
import type { Table } from './table.ts';

/** What one version of a lead caused. `previous` names the row before (0: none), so that a gap shows. */
export interface TimelineRow extends Life {
  leadId: string;
  generation: number;
  version: number;
  previous: number;
  /** When the version was saved (machine time, ms): where its statistics are filed. */
  recordedAt: number;
  /** Where the lead first came from, in one word. */
  source: string;
  activities: Activity[];
}

/** Unconditional and the same each time: delivering a version again changes nothing. */
export async function putRow(table: Table, row: TimelineRow): Promise<void> {
  await put(table, {
    ...rowKey(row.leadId, row.generation, row.version),
    p: row.previous,
    v: row.version,
    u: row.recordedAt,
    s: row.source === 'direct' ? undefined : row.source,
    b: row.born,
    f: row.form,
    q: row.sequences,
    ac: row.activities,
  });
}

/**
 * A moment that left the lead as it was (delivered, opened, a machine's click); `contentHash` is its identity.
 * The first to write it wins, with its `recordedAt` (machine time, ms), so that it is never filed anew.
 */
export async function putMoment(
  table: Table,
  leadId: string,
  generation: number,
  contentHash: string,
  activity: Activity,
  recordedAt: number,
): Promise<void> {
  const item = { ...momentKey(leadId, generation, contentHash), u: recordedAt, ac: [activity] };
  try {
    await put(table, item, 'attribute_not_exists(pk)');
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Is this moment there? Read strongly. */
export async function hasMoment(
  table: Table,
  leadId: string,
  generation: number,
  contentHash: string,
): Promise<boolean> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: marshall(momentKey(leadId, generation, contentHash)),
      ProjectionExpression: 'pk',
      ConsistentRead: true,
    }),
  );
  return Item !== undefined;
}

async function put(table: Table, item: Record<string, unknown>, condition?: string): Promise<void> {
  await table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: marshall(item),
      ...(condition ? { ConditionExpression: condition } : {}),
    }),
  );
}

/** When a mail was delivered for the first time (programme time, ms); undefined when nobody has told. */
export async function deliveredAt(
  table: Table,
  leadId: string,
  generation: number,
  deliveryHash: string,
): Promise<number | undefined> {
  const { sk } = momentKey(leadId, generation, deliveryHash);
  const moments = (await queryTimeline(table, leadId, sk, false)) as { ac?: Activity[] }[];
  const times = moments.flatMap(({ ac = [] }) => ac.map(({ at }) => at));
  return times.length > 0 ? Math.min(...times) : undefined;
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
  const items = await queryTimeline(table, leadId, `${timelinePrefix}${generation}#`, false);
  return items.map((item) => {
    const { ac, v, p } = item as { ac: Activity[]; v?: number; p?: number };
    return {
      activities: ac,
      ...(v !== undefined ? { version: v } : {}),
      ...(p !== undefined ? { previous: p } : {}),
    };
  });
}

/** The items of a lead's timeline whose key begins so. */
export async function queryTimeline(
  table: Table,
  leadId: string,
  prefix: string,
  strong: boolean,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :lead AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: marshall({ ':lead': leadId, ':prefix': prefix }),
        ConsistentRead: strong,
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}
