import { ConditionalCheckFailedException, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Counts, Entry } from '../domain/statistics/statistics.ts';
import { marshall } from './attributes.ts';
import { pendingResidueKey, residueKey } from './keys.ts';
import { LAST, queryBetween } from './query.ts';
import { packFigures, unpackEntries, unpackFigures } from './statistic-page.ts';
import { pagesFrom } from './statistic-pages.ts';
import type { Table } from './table.ts';

/** What an erased life adds to the statistics, as long as more of it may come and be counted twice. */
export interface PendingResidue {
  token: string;
  /** Of whom rows may still come: gone when they can not. */
  leadId: string;
  generation: number;
  /** When the newest of it was recorded, machine time, ms; 0 without entries. */
  newest: number;
  entries: Entry[];
}

/** Under a key made of its content: the same again is the same page. Without entries, one page says whose it is. */
export async function putPendingResidue(table: Table, residue: PendingResidue): Promise<void> {
  const { token, leadId, generation, newest, entries } = residue;
  for (const [hash, packed] of pagesFrom(entries)) {
    const item = { ...pendingResidueKey(token, hash), l: leadId, g: generation, u: newest, d: packed };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: marshall(item) }));
  }
}

/** The pages under one token, or under all. */
export async function* readPendingResidue(table: Table, token = ''): AsyncGenerator<PendingResidue> {
  const { pk, sk } = pendingResidueKey(token, '');
  const from = token ? sk : '\u0000';
  for await (const item of queryBetween(table, pk, from, `${token ? sk : ''}${LAST}`, true)) {
    const [of = ''] = String(item.sk).split('#');
    const { l, g, u, d } = item as { l: string; g: number; u: number; d: Uint8Array };
    yield { token: of, leadId: l, generation: g, newest: u, entries: unpackEntries(d) };
  }
}

export async function deletePendingResidue(table: Table, token: string): Promise<void> {
  const { pk, sk } = pendingResidueKey(token, '');
  for await (const item of queryBetween(table, pk, sk, `${sk}${LAST}`, true)) {
    const Key = marshall({ pk, sk: item.sk });
    await table.client.send(new DeleteItemCommand({ TableName: table.name, Key }));
  }
}

/** What an erased life adds to one day. The first that is put stays: when it was made, everything was still there. */
export async function putResidue(table: Table, day: string, id: string, counts: Counts): Promise<void> {
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: marshall({ ...residueKey(day, id), d: packFigures(counts) }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** What erased lives add to the days of one year. */
export async function* readResidue(
  table: Table,
  year: number,
): AsyncGenerator<{ day: string; counts: Counts }> {
  const { pk } = residueKey(String(year), '');
  for await (const { sk, d } of queryBetween(table, pk, '\u0000', LAST)) {
    yield { day: String(sk).slice(0, 10), counts: unpackFigures<Counts>(d as Uint8Array) };
  }
}
