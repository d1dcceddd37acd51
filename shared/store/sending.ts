import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from './attributes.ts';
import { controlKey, healthKey } from './keys.ts';
import type { Table } from './table.ts';

/** Who stopped sending, why, and since when (programme time, ms). */
export interface Pause {
  /** A person, whose `key` it was; the breaker; or SES itself, of which we heard. A person, when not told. */
  by?: 'person' | 'breaker' | 'ses';
  key?: string;
  reason: string;
  since: number;
}

/** What every sender asks before each round. */
export interface SendingControl {
  /** Nothing leaves while this stands. */
  paused?: Pause;
  /** Nothing but what leads asked for leaves while this stands. */
  nurturePaused?: Pause;
  /** Machine time until which the rate is lowered, after a throttle. */
  slowedUntil?: number;
  /** The account as SES last described it. */
  account?: { maxSendRate: number; max24Hour: number; sentLast24Hours: number; asOf: number };
}

/** Read strongly, on every round: "stop" means within seconds. */
export async function readControl(table: Table): Promise<SendingControl> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(controlKey), ConsistentRead: true }),
  );
  if (!Item) return {};
  const { pk: _, sk: __, ...control } = unmarshall(Item);
  return control;
}

/** Sets one part of the control and leaves the others. */
export async function setControl<K extends keyof SendingControl>(
  table: Table,
  part: K,
  value: SendingControl[K],
): Promise<void> {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall(controlKey),
      UpdateExpression: value === undefined ? 'REMOVE #part' : 'SET #part = :value',
      ExpressionAttributeNames: { '#part': part },
      ...(value === undefined ? {} : { ExpressionAttributeValues: marshall({ ':value': value }) }),
    }),
  );
}

/** Stops nurture. False: it is stopped already, and that stays as it was. */
export async function pauseUnlessPaused(table: Table, pause: Pause): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(controlKey),
        UpdateExpression: 'SET nurturePaused = :pause',
        ConditionExpression: 'attribute_not_exists(nurturePaused)',
        ExpressionAttributeValues: marshall({ ':pause': pause }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Claim times (machine, ms) that show whether feedback keeps up with the senders. */
export interface Health {
  /** Of the newest claim that a worker itself confirmed. */
  confirmed?: number;
  /** Of the newest claim whose SES event was handled. */
  handled?: number;
}

export async function readHealth(table: Table): Promise<Health> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(healthKey), ConsistentRead: true }),
  );
  return Item ? unmarshall(Item) : {};
}

/** Moves one mark forward; never back. */
export async function noteHealth(table: Table, mark: keyof Health, claimedAt: number): Promise<void> {
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(healthKey),
        UpdateExpression: 'SET #mark = :at',
        ConditionExpression: 'attribute_not_exists(#mark) OR #mark < :at',
        ExpressionAttributeNames: { '#mark': mark },
        ExpressionAttributeValues: { ':at': { N: String(claimedAt) } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
