import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from './attributes.ts';
import { rateKey } from './keys.ts';
import type { Table } from './table.ts';

/**
 * The account's sending rate as one shared allowance: the generic cell rate algorithm (GCRA) over one
 * item. `t` is the time at which the next free slot begins; reserving n slots moves it by n intervals.
 */

/** Share of the account's rate that is used: SES counts a little differently than we do. */
export const SHARE = 0.97;
/** Nobody reserves further ahead than this, ms: a stop takes effect within it. */
const FURTHEST_AHEAD = 2_000;
/** A throttle (429) lowers the rate to this share, for a minute. */
const SLOWED = 0.5;
const SLOWED_FOR = 60_000;

/** Slots to send in: the first may begin at `from` (machine time, ms), each `interval` ms after the one before. */
export interface Slots {
  count: number;
  from: number;
  interval: number;
}

const none: Slots = { count: 0, from: 0, interval: 0 };

/** Reserves up to `wanted` slots of `ratePerSecond`; fewer, or none, when the next two seconds are taken. */
export async function reserveSlots(
  table: Table,
  wanted: number,
  ratePerSecond: number,
  machineNow: number,
  slowedUntil = 0,
): Promise<Slots> {
  const rate = ratePerSecond * SHARE * (slowedUntil > machineNow ? SLOWED : 1);
  const interval = 1_000 / rate;
  const most = Math.max(1, Math.floor(FURTHEST_AHEAD / interval));
  let count = Math.min(wanted, most);
  let start: number | undefined;
  for (let tries = 0; tries < 6 && count > 0; tries++) {
    const from: number = start ?? machineNow;
    const taken = await take(table, from, Math.ceil(count * interval), machineNow, start !== undefined);
    if (taken.ok) return { count, from, interval };
    if (taken.busyUntil <= machineNow) {
      start = undefined;
      continue;
    }
    start = taken.busyUntil;
    count = Math.min(wanted, Math.floor((machineNow + FURTHEST_AHEAD - start) / interval));
  }
  return none;
}

/** One conditional update: from now if nobody holds later slots, else exactly behind the one who does. */
async function take(
  table: Table,
  from: number,
  span: number,
  machineNow: number,
  behind: boolean,
): Promise<{ ok: true } | { ok: false; busyUntil: number }> {
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(rateKey),
        UpdateExpression: 'SET t = :until',
        ConditionExpression: behind ? 't = :from' : 'attribute_not_exists(t) OR t <= :now',
        ExpressionAttributeValues: marshall({
          ':until': from + span,
          ...(behind ? { ':from': from } : { ':now': machineNow }),
        }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { ok: true };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { ok: false, busyUntil: Number(error.Item?.t?.N ?? 0) };
  }
}

export const slowedUntilAfterThrottle = (machineNow: number): number => machineNow + SLOWED_FOR;
