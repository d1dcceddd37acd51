import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from './attributes.ts';
import { asideKey, spamKey } from './keys.ts';
import type { Table } from './table.ts';

const DAYS = 86_400;

/** A signup that filled the honeypot: kept for a look, for 30 days; nobody is mailed and no lead is made. */
export async function putSpam(
  table: Table,
  form: string,
  at: number,
  id: string,
  posted: unknown,
): Promise<void> {
  await table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: marshall({
        ...spamKey(form, at, id),
        posted: JSON.stringify(posted).slice(0, 20_000),
        ttl: Math.floor(at / 1_000) + 30 * DAYS,
      }),
    }),
  );
}

/** An event that a worker could not read: kept for 14 days, so that nothing behind it waits and nothing is lost. */
export async function putAside(
  table: Table,
  source: string,
  contentHash: string,
  at: number,
  body: string,
): Promise<void> {
  await table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: marshall({
        ...asideKey(source, contentHash),
        at,
        body: body.slice(0, 300_000),
        ttl: Math.floor(at / 1_000) + 14 * DAYS,
      }),
    }),
  );
}
