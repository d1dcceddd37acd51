import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { toItem } from '../../shared/store/lead-item.ts';

const atOnce = 8;

/** Puts leads there as they are, in batches. */
export async function writeLeads(
  client: DynamoDBClient,
  table: string,
  leads: Iterable<Lead>,
): Promise<void> {
  const iterator = leads[Symbol.iterator]();
  const nextBatch = () => {
    const puts = [];
    while (puts.length < 25) {
      const next = iterator.next();
      if (next.done) break;
      puts.push({ PutRequest: { Item: toItem(next.value) } });
    }
    return puts;
  };
  const work = async () => {
    for (let puts = nextBatch(); puts.length > 0; puts = nextBatch()) {
      const { UnprocessedItems = {} } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: puts } }),
      );
      if (Object.keys(UnprocessedItems).length > 0) throw new Error('DynamoDB Local left items unwritten.');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
