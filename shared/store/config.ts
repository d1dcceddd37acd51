import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import {
  GetItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { completeConfig } from '../domain/programme/complete-config.ts';
import type { PublishedConfig } from '../domain/programme/config.ts';
import type { Sequence } from '../domain/sequence/sequence.ts';
import { marshall, unmarshall } from './attributes.ts';
import { configDocumentKey, configKey, sequenceKey } from './keys.ts';
import type { Table } from './table.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** What is published, and the check value of the id key that leads are named with. */
export interface ConfigPointer {
  version: number;
  idKeyCheck?: string;
}

/** The number of the newest publication; 0 before the first. `strong` reads what was published last. */
export async function readConfigPointer(table: Table, strong = false): Promise<ConfigPointer> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(configKey), ConsistentRead: strong }),
  );
  return Item ? unmarshall<ConfigPointer>(Item) : { version: 0 };
}

/** A publication's document: immutable, so it may be cached for ever. */
export async function readConfigDocument(
  table: Table,
  version: number,
): Promise<PublishedConfig | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: marshall(configDocumentKey(version)),
      ConsistentRead: true,
    }),
  );
  return Item && completeConfig((await thaw(Item.d?.B)) as PublishedConfig);
}

/** One immutable version of a sequence. */
export async function readSequence(
  table: Table,
  slug: string,
  version: number,
): Promise<Sequence | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: marshall(sequenceKey(slug, version)),
      ConsistentRead: true,
    }),
  );
  return Item && ((await thaw(Item.d?.B)) as Sequence);
}

/**
 * Publishes the document, its changed sequences and the pointer to it in one transaction, if the
 * version before it is still the newest. False: someone else published meanwhile, nothing changed.
 */
export async function publishConfig(
  table: Table,
  config: PublishedConfig,
  changedSequences: string[],
  idKeyCheck: string,
): Promise<boolean> {
  const before = config.version - 1;
  const puts: TransactWriteItem[] = [];
  for (const slug of changedSequences) {
    const key = sequenceKey(slug, config.sequenceVersions[slug] ?? 1);
    puts.push(await putNew(table, key, config.sequences[slug]));
  }
  puts.push(await putNew(table, configDocumentKey(config.version), config));
  puts.push({
    Put: {
      TableName: table.name,
      Item: marshall({ ...configKey, version: config.version, idKeyCheck }),
      ConditionExpression: before === 0 ? 'attribute_not_exists(pk)' : '#version = :before',
      ...(before === 0
        ? {}
        : {
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':before': { N: String(before) } },
          }),
    },
  });
  try {
    await table.client.send(new TransactWriteItemsCommand({ TransactItems: puts }));
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}

async function putNew(table: Table, key: object, document: unknown): Promise<TransactWriteItem> {
  return {
    Put: {
      TableName: table.name,
      Item: marshall({ ...key, d: await zip(JSON.stringify(document)) }),
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

const thaw = async (bytes: Uint8Array | undefined): Promise<unknown> =>
  JSON.parse((await unzip(bytes ?? new Uint8Array())).toString('utf8'));
