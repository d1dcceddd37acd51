import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Lane } from '../domain/lead/lead.ts';
import { unmarshall } from './attributes.ts';
import { dueShards } from './keys.ts';
import type { Table } from './table.ts';

export interface DueEntry {
  leadId: string;
  lane: Lane;
  at: number;
}

/** Where the next page of one lane starts, shard by shard; `null`: that shard is read to its end. */
export type DuePosition = Record<string, Record<string, AttributeValue> | null>;

export interface Reading {
  from?: DuePosition | undefined;
  /** Leads to pass over. */
  isKnown?: (leadId: string) => boolean;
  /** Of the lane; all of them. */
  shards?: readonly string[];
}

/**
 * The oldest due entries of one lane, over its shards, until `until` (programme time). Leads that the reader
 * knows already are passed over: a shard is read on until it has others, or to its end.
 */
export async function readDue(
  table: Table,
  lane: Lane,
  until: number,
  limit: number,
  { from = {}, isKnown = () => false, shards = dueShards(lane) }: Reading = {},
): Promise<{ entries: DueEntry[]; next: DuePosition }> {
  const next: DuePosition = {};
  const pages = await Promise.all(
    shards.map(async (shard) => {
      let entries: DueEntry[] = [];
      let start = from[shard];
      while (start !== null && entries.length === 0) {
        const page = await readShard(table, shard, until, limit, start);
        entries = page.entries.filter((entry) => !isKnown(entry.leadId)).map((entry) => ({ ...entry, lane }));
        start = page.next;
      }
      next[shard] = start ?? null;
      return entries;
    }),
  );
  return { entries: pages.flat().sort((a, b) => a.at - b.at), next };
}

async function readShard(
  table: Table,
  shard: string,
  until: number,
  limit: number,
  start: Record<string, AttributeValue> | undefined,
): Promise<{ entries: Omit<DueEntry, 'lane'>[]; next: Record<string, AttributeValue> | null }> {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'due',
      KeyConditionExpression: 'dq = :shard AND da <= :until',
      ExpressionAttributeValues: { ':shard': { S: shard }, ':until': { N: String(Math.floor(until)) } },
      Limit: limit,
      ...(start ? { ExclusiveStartKey: start } : {}),
    }),
  );
  const items = Items.map((item) => unmarshall(item) as { pk: string; da: number });
  return { entries: items.map(({ pk, da }) => ({ leadId: pk, at: da })), next: LastEvaluatedKey ?? null };
}

/** Until when (programme ms) the entries of every shard are read. */
export const readUpTo = (position: DuePosition): number =>
  Math.min(
    ...Object.values(position).map((start) =>
      start === null ? Number.POSITIVE_INFINITY : Number(start.da?.N),
    ),
  );

export const isReadOut = (position: DuePosition): boolean =>
  Object.values(position).every((start) => start === null);
