import { isDeepStrictEqual } from 'node:util';
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { Lead } from '../domain/lead/lead.ts';
import { marshall, unmarshall } from './attributes.ts';
import { leadKey, monthKey } from './keys.ts';
import { fromItem, toItem } from './lead-item.ts';
import type { Table } from './table.ts';

/** One lead, or undefined. `strong` reads what was written last (twice the read cost). */
export async function getLead(
  table: Table,
  leadId: string,
  defaultZone: string,
  strong = false,
): Promise<Lead | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(leadKey(leadId)), ConsistentRead: strong }),
  );
  return Item && fromItem(Item, defaultZone);
}

/** Saved; or what lies there instead, so that the caller decides again on that. Never forced. */
export type Saved = { saved: true } | { saved: false; current: Lead | undefined };

/** The only way a lead is written: its next version, if the one it was decided on is still the newest. */
export async function saveLead(table: Table, lead: Lead): Promise<Saved> {
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem(lead),
        ...conditionOn(lead),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { saved: true };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const current = error.Item && fromItem(error.Item, lead.timeZone);
    // A save whose answer was lost and that the SDK sent again finds itself.
    if (current && isDeepStrictEqual(current, fromItem(toItem(lead), lead.timeZone))) return { saved: true };
    return { saved: false, current };
  }
}

/** The version before is still the newest. */
export const conditionOn = (lead: Lead) =>
  lead.version === 1
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: 'v = :before',
        ExpressionAttributeValues: { ':before': { N: String(lead.version - 1) } },
      };

/** A lead's place in the list of leads. */
export interface LeadPlace {
  id: string;
  createdAt: number;
}

/** The leads created in one month (`2026-11`, UTC), newest first. `after`: the last one of the page before. */
export async function listLeadPlaces(
  table: Table,
  month: string,
  limit: number,
  after?: LeadPlace,
): Promise<{ places: LeadPlace[]; more: boolean }> {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'leads',
      KeyConditionExpression: 'lb = :month',
      ExpressionAttributeValues: { ':month': { S: month } },
      ScanIndexForward: false,
      Limit: limit,
      ...(after
        ? {
            ExclusiveStartKey: marshall({
              ...leadKey(after.id),
              lb: monthKey(after.createdAt),
              la: after.createdAt,
            }),
          }
        : {}),
    }),
  );
  const places = Items.map((item) => unmarshall(item) as { pk: string; la: number });
  return {
    places: places.map(({ pk, la }) => ({ id: pk, createdAt: la })),
    more: LastEvaluatedKey !== undefined,
  };
}
