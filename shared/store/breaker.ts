import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Blow, Blows, SendMark } from '../domain/sending/breaker.ts';
import { marshall, unmarshall } from './attributes.ts';
import { blowsKey, marksKey } from './keys.ts';
import type { Table } from './table.ts';

/** How many mails left when, and which of them bounced or were complained of: two small items, whole seconds. */

interface Versioned {
  v: number;
  /** Who wrote it last: a write whose answer was lost is recognised. */
  w?: string;
}

interface MarksItem extends Versioned {
  /** `from`, length, mails; again and again. */
  m: number[];
}

interface BlowsItem extends Versioned {
  s: number;
  /** Mail and claim, again and again. */
  b: (string | number)[];
  c: (string | number)[];
}

const seconds = (ms: number) => Math.floor(ms / 1_000);

export async function readMarks(table: Table): Promise<SendMark[]> {
  return toMarks(await read<MarksItem>(table, marksKey));
}

export async function readBlows(table: Table): Promise<Blows> {
  return toBlows(await read<BlowsItem>(table, blowsKey));
}

/** Changes the marks; `writer` names this change, so that it is made once. */
export async function changeMarks(
  table: Table,
  writer: string,
  change: (marks: SendMark[]) => SendMark[],
): Promise<SendMark[]> {
  return update<MarksItem, SendMark[]>(table, marksKey, writer, toMarks, change, (marks) => ({
    m: marks.flatMap(({ from, to, sent }) => [seconds(from), seconds(to) + 1 - seconds(from), sent]),
  }));
}

/** Changes what bounced; the same as before is not written. */
export async function changeBlows(
  table: Table,
  writer: string,
  change: (blows: Blows) => Blows,
): Promise<Blows> {
  return update<BlowsItem, Blows>(
    table,
    blowsKey,
    writer,
    toBlows,
    change,
    ({ since, bounces, complaints }) => ({
      s: since,
      b: bounces.flatMap(({ mail, claimedAt }) => [mail, seconds(claimedAt)]),
      c: complaints.flatMap(({ mail, claimedAt }) => [mail, seconds(claimedAt)]),
    }),
  );
}

const toMarks = (item: MarksItem | undefined): SendMark[] =>
  inGroups(item?.m ?? [], 3).map(([from = 0, length = 0, sent = 0]) => ({
    from: from * 1_000,
    to: (from + length) * 1_000,
    sent,
  }));

const toBlows = (item: BlowsItem | undefined): Blows => ({
  since: item?.s ?? 0,
  bounces: readBlow(item?.b),
  complaints: readBlow(item?.c),
});

const readBlow = (list: (string | number)[] = []): Blow[] =>
  inGroups(list, 2).map(([mail, at]) => ({ mail: String(mail), claimedAt: Number(at) * 1_000 }));

function inGroups<T>(list: T[], size: number): T[][] {
  return Array.from({ length: list.length / size }, (_, i) => list.slice(i * size, (i + 1) * size));
}

type Key = { pk: string; sk: string };

async function read<T>(table: Table, key: Key): Promise<T | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(key), ConsistentRead: true }),
  );
  return Item && (unmarshall(Item) as T);
}

async function update<I extends Versioned, T>(
  table: Table,
  key: Key,
  writer: string,
  toValue: (item: I | undefined) => T,
  change: (value: T) => T,
  toItem: (value: T) => Omit<I, 'v' | 'w'>,
): Promise<T> {
  let item = await read<I>(table, key);
  for (;;) {
    const before = toValue(item);
    if (item?.w === writer) return before;
    const value = change(before);
    if (value === before) return before;
    try {
      await table.client.send(
        new PutItemCommand({
          TableName: table.name,
          Item: marshall({ ...key, ...toItem(value), v: (item?.v ?? 0) + 1, w: writer }),
          ConditionExpression: item ? 'v = :before' : 'attribute_not_exists(pk)',
          ...(item ? { ExpressionAttributeValues: marshall({ ':before': item.v }) } : {}),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return value;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      item = error.Item ? (unmarshall(error.Item) as I) : await read<I>(table, key);
    }
  }
}
