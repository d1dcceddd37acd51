import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Counts } from '../domain/statistics/statistics.ts';
import type { Days, Summary } from '../domain/statistics/tally.ts';
import { marshall, unmarshall } from './attributes.ts';
import { foldingKey, minuteOf, openSlotKey, timeOf, totalKey } from './keys.ts';
import { LAST, queryBetween } from './query.ts';
import { packFigures, unpackFigures } from './statistic-page.ts';
import type { Table } from './table.ts';

/** How far folding has come; all machine time, ms. */
export interface Folding {
  /** Before this nobody needs to fold. */
  next?: number;
  /** What was recorded before this is folded, but for slots told of since. */
  folded?: number;
  /** The last sealed slot: the totals hold it and all before it. */
  sealed?: number;
}

/** `strong`: for whoever goes on from here. */
export async function readFolding(table: Table, strong = false): Promise<Folding> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(foldingKey), ConsistentRead: strong }),
  );
  return Item ? unmarshall(Item) : {};
}

/** Takes the next fold for oneself; false when someone else has it, or it is not time yet. */
export async function claimFolding(table: Table, now: number, next: number): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(foldingKey),
        UpdateExpression: 'SET #next = :next',
        ConditionExpression: 'attribute_not_exists(#next) OR #next <= :now',
        ExpressionAttributeNames: { '#next': 'next' },
        ExpressionAttributeValues: marshall({ ':next': next, ':now': now }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** How far it came; never back. */
export async function noteFolded(table: Table, folded: number, sealed: number): Promise<void> {
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(foldingKey),
        UpdateExpression: 'SET folded = :folded, sealed = :sealed',
        ConditionExpression: 'attribute_not_exists(folded) OR (folded <= :folded AND sealed <= :sealed)',
        ExpressionAttributeValues: marshall({ ':folded': folded, ':sealed': sealed }),
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Sealed slots lie in the totals; theirs are kept a while, for whoever reads just now. */
const OPEN_SLOTS_KEPT = 30 * 86_400_000;

/**
 * Replaces the figures of an open slot by others of more activities. Pages only ever come, so the fold of
 * all of them is the largest: one that was slow, or saw less, never takes its place.
 */
export async function putOpenSlot(table: Table, slot: number, { size, days }: Summary): Promise<void> {
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: marshall({
          ...openSlotKey(slot),
          n: size,
          d: packFigures(days),
          ttl: Math.floor((slot + OPEN_SLOTS_KEPT) / 1_000),
        }),
        ConditionExpression: 'attribute_not_exists(pk) OR n < :size',
        ExpressionAttributeValues: marshall({ ':size': size }),
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** The figures of open slots behind `after` up to `to`, by slot. */
export async function readOpenSlots(
  table: Table,
  after: number,
  to: number,
  strong = false,
): Promise<Map<number, Summary>> {
  const slots = new Map<number, Summary>();
  const { pk } = openSlotKey(0);
  for await (const { sk, n, d } of queryBetween(
    table,
    pk,
    `${minuteOf(after)}${LAST}`,
    minuteOf(to),
    strong,
  )) {
    slots.set(timeOf(String(sk)), { size: n as number, days: unpackFigures<Days>(d as Uint8Array) });
  }
  return slots;
}

/** The figures of one day of the programme, out of all slots up to `through`. */
export interface Total {
  counts: Counts;
  through: number;
}

/** The totals from one day to another (`2026-11-22`), both included, by day. */
export async function readTotals(
  table: Table,
  from: string,
  to: string,
  strong = false,
): Promise<Map<string, Total>> {
  const totals = new Map<string, Total>();
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    const { pk } = totalKey(String(year).padStart(4, '0'));
    for await (const { sk, d, through } of queryBetween(table, pk, from, to, strong)) {
      totals.set(sk as string, {
        counts: unpackFigures<Counts>(d as Uint8Array),
        through: through as number,
      });
    }
  }
  return totals;
}

/** Replaces a day's total if it is still the one that was read; false: someone else did meanwhile. */
export async function putTotal(table: Table, day: string, total: Total, read?: Total): Promise<boolean> {
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: marshall({ ...totalKey(day), d: packFigures(total.counts), through: total.through }),
        ConditionExpression: read ? 'through = :read' : 'attribute_not_exists(pk)',
        ...(read ? { ExpressionAttributeValues: marshall({ ':read': read.through }) } : {}),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
