import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Lane } from '../domain/lead.ts';
import { dueShards } from './keys.ts';
import type { Table } from './table.ts';

export interface DueEntry {
  leadId: string;
  lane: Lane;
  at: number;
}

/** Where the next page of one lane starts, shard by shard; `null`: that shard is read to its end. */
export type DuePosition = Record<string, Record<string, AttributeValue> | null>;

/** The oldest due entries of one lane, over its shards, until `until` (programme time). */
export async function readDue(
  table: Table,
  lane: Lane,
  until: number,
  limit: number,
  from: DuePosition = {},
): Promise<{ entries: DueEntry[]; next: DuePosition }> {
  const next: DuePosition = {};
  const pages = await Promise.all(
    dueShards(lane).map(async (shard) => {
      const start = from[shard];
      if (start === null) {
        next[shard] = null;
        return [];
      }
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
      next[shard] = LastEvaluatedKey ?? null;
      return Items.map((item) => {
        const { pk, da } = unmarshall(item) as { pk: string; da: number };
        return { leadId: pk, lane, at: da };
      });
    }),
  );
  return { entries: pages.flat().sort((a, b) => a.at - b.at), next };
}

export const isReadOut = (position: DuePosition): boolean =>
  Object.values(position).every((start) => start === null);
