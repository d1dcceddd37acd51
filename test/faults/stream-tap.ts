import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBRecord } from 'aws-lambda';
import { streamApi } from '../../infra/local/stream-api.ts';
import { deliverInOrder } from '../../infra/local/stream-batch.ts';
import { openCheckpoint } from '../../infra/local/stream-checkpoint.ts';
import { passesFilter, type StreamFilter } from '../../infra/local/stream-filter.ts';
import { openShards } from '../../infra/local/stream-shards.ts';

/** The table's stream for one function, read only when told to: what is delivered when is the test's choice. */
export interface StreamTap {
  /** Delivers what there is, until `version` of the lead has come by; answers how many records it delivered. */
  pump(leadId: string, version: number): Promise<number>;
  /** Passes over all that is there; the lead is at this version by then. */
  skip(leadId: string, version: number): Promise<void>;
}

/** As often as a failing batch is tried; a single fault takes one. */
const MOST_TRIES = 8;

export function openStreamTap(
  endpoint: string,
  streamArn: string,
  handOver: (records: DynamoDBRecord[]) => Promise<unknown>,
  filter?: StreamFilter,
): StreamTap {
  const checkpoint = openCheckpoint(streamArn);
  const shards = openShards(streamApi(endpoint), streamArn, checkpoint);
  const seen = new Map<string, number>();
  const deliver = ({ Records }: { Records: DynamoDBRecord[] }) => handOver(Records);

  const read = async () => {
    const found: DynamoDBRecord[] = [];
    for (const shard of await shards.readable()) {
      const { records, ended } = await shards.next(shard, 100);
      found.push(...records);
      const last = records.at(-1)?.dynamodb?.SequenceNumber;
      if (last) checkpoint.set(shard, last);
      if (ended) shards.finish(shard);
    }
    for (const { dynamodb } of found) {
      if (dynamodb?.Keys?.sk?.S !== 'lead') continue;
      seen.set(dynamodb.Keys.pk?.S ?? '', Number(dynamodb.NewImage?.v?.N ?? 0));
    }
    return found;
  };

  return {
    async pump(leadId, version) {
      let delivered = 0;
      for (const until = Date.now() + 5_000; ; ) {
        const found = await read();
        const records = found.filter((record) => !filter || passesFilter(record, filter));
        if (records.length > 0) {
          const again = async (tries: number) => tries < MOST_TRIES;
          const done = await deliverInOrder(records, { deliver, again, onProgress: () => {} });
          if (!done) throw new Error('a batch of the stream fails again and again');
          delivered += records.length;
        }
        if (found.length > 0) continue;
        if ((seen.get(leadId) ?? 0) >= version) return delivered;
        if (Date.now() > until) throw new Error(`version ${version} does not come by in the stream`);
        await sleep(2);
      }
    },
    async skip(leadId, version) {
      while ((await read()).length > 0);
      seen.clear();
      seen.set(leadId, version);
    },
  };
}
