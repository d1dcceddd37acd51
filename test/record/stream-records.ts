import type { DynamoDBRecord } from 'aws-lambda';
import { streamApi } from '../../infra/local/stream-api.ts';

/** Everything that a table's stream holds, as Lambda delivers it, oldest first. */
export async function readStream(endpoint: string, StreamArn: string): Promise<DynamoDBRecord[]> {
  const api = streamApi(endpoint);
  const { StreamDescription } = await api('DescribeStream', { StreamArn });
  const records: DynamoDBRecord[] = [];
  for (const { ShardId } of StreamDescription.Shards ?? []) {
    const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    let { ShardIterator } = await api('GetShardIterator', start);
    while (ShardIterator) {
      const page = await api('GetRecords', { ShardIterator });
      records.push(...(page.Records ?? []));
      ShardIterator = page.Records?.length ? page.NextShardIterator : undefined;
    }
  }
  return records;
}

/** In another order, the same each time. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return list
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}
