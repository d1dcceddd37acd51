import { createHash } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Entry } from '../domain/statistics/statistics.ts';
import { marshall } from './attributes.ts';
import { lateSlotKey, minuteOf, pageKey, pagesOf, timeOf } from './keys.ts';
import { LAST, queryBetween } from './query.ts';
import { packEntries, unpackEntries } from './statistic-page.ts';
import type { Table } from './table.ts';

const DAY = 86_400_000;
/** Pages are folded within a day; they are kept longer in case nobody folds for some days. */
const PAGES_KEPT = 7 * DAY;
/** In one page, so that it fits into an item whatever it holds. */
const MOST_ENTRIES = 5_000;

/** Puts what a batch recorded in one slot under a key made of it: the same again is the same page. */
export async function putPage(table: Table, slot: number, entries: Entry[]): Promise<void> {
  for (const [hash, packed] of pagesFrom(entries)) {
    const item = { ...pageKey(slot, hash), d: packed, ttl: seconds(slot + PAGES_KEPT) };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(item) }));
  }
}

/** Entries as items hold them, each with the hash of its bytes; no entries are one empty page. */
export function pagesFrom(entries: Entry[]): [hash: string, packed: Uint8Array][] {
  const pages: [string, Uint8Array][] = [];
  for (let from = 0; from === 0 || from < entries.length; from += MOST_ENTRIES) {
    const packed = packEntries(entries.slice(from, from + MOST_ENTRIES));
    pages.push([createHash('sha256').update(packed).digest('base64url').slice(0, 22), packed]);
  }
  return pages;
}

export interface Page {
  slot: number;
  entries: Entry[];
}

/** The pages of the slots from one to another, both included, slot by slot; read strongly. */
export async function* readPages(table: Table, from: number, to: number): AsyncGenerator<Page> {
  for (let day = from; minuteOf(day).slice(0, 10) <= minuteOf(to).slice(0, 10); day += DAY) {
    const items = queryBetween(table, pagesOf(day), minuteOf(from), `${minuteOf(to)}${LAST}`, true);
    for await (const { sk, d } of items) {
      yield { slot: timeOf(String(sk).slice(0, 16)), entries: unpackEntries(d as Uint8Array) };
    }
  }
}

/** Tells of a page that came to a slot so late that nobody would look for it. After the page itself. */
export async function tellLate(table: Table, slot: number, now: number): Promise<void> {
  const item = { ...lateSlotKey(slot), at: now, ttl: seconds(now + PAGES_KEPT) };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(item) }));
}

/** The slots told of since a (machine) time. */
export async function readLate(table: Table, since: number): Promise<number[]> {
  const slots: number[] = [];
  const { pk, sk } = lateSlotKey(0);
  const prefix = sk.slice(0, -minuteOf(0).length);
  for await (const item of queryBetween(table, pk, prefix, `${prefix}${LAST}`, true)) {
    if ((item.at as number) >= since) slots.push(timeOf(String(item.sk).slice(prefix.length)));
  }
  return slots;
}

const seconds = (ms: number) => Math.floor(ms / 1_000);
