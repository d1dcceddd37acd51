import type { DynamoDBRecord } from 'aws-lambda';
import { type Shard, type StreamApi, StreamApiError } from './stream-api.ts';
import type { Checkpoint } from './stream-checkpoint.ts';

/** A shard that has been read to its end. */
const end = 'end';
const describeEveryMs = 5_000;

export type Shards = {
  /** Shards that may be read now: open, and their parents read to the end. */
  readable(): Promise<string[]>;
  /** The next records of a shard; `ended` when there will be no more. */
  next(shard: string, limit: number): Promise<{ records: DynamoDBRecord[]; ended: boolean }>;
  /** Reads this shard from its checkpoint again. */
  reopen(shard: string): void;
  /** Marks a shard as read to its end. */
  finish(shard: string): void;
};

/** The shards of a stream, read from their checkpoints on; from the oldest record where there is none. */
export function openShards(api: StreamApi, StreamArn: string, checkpoint: Checkpoint): Shards {
  const iterators = new Map<string, string>();
  let shards: Shard[] = [];
  let describedAt = 0;

  async function describe(): Promise<void> {
    const all: Shard[] = [];
    let after: string | undefined;
    do {
      const { StreamDescription } = await api('DescribeStream', { StreamArn, ExclusiveStartShardId: after });
      all.push(...(StreamDescription.Shards ?? []));
      after = StreamDescription.LastEvaluatedShardId;
    } while (after);
    shards = all;
    describedAt = Date.now();
  }

  async function open(ShardId: string): Promise<string | undefined> {
    const oldest = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    const SequenceNumber = checkpoint.get(ShardId);
    const next = { StreamArn, ShardId, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber };
    const answer = await api('GetShardIterator', SequenceNumber ? next : oldest).catch((error) => {
      // Stopped for more than a day: what followed the checkpoint is gone.
      if (!(error instanceof StreamApiError && error.message.startsWith('Trimmed'))) throw error;
      return api('GetShardIterator', oldest);
    });
    return answer.ShardIterator;
  }

  return {
    async readable() {
      if (Date.now() - describedAt > describeEveryMs) await describe();
      const unread = shards.filter(({ ShardId }) => checkpoint.get(ShardId) !== end);
      const waiting = new Set(unread.map(({ ShardId }) => ShardId));
      return unread.flatMap(({ ShardId, ParentShardId }) =>
        ParentShardId && waiting.has(ParentShardId) ? [] : [ShardId],
      );
    },
    async next(shard, limit) {
      const iterator = iterators.get(shard) ?? (await open(shard));
      const { Records, NextShardIterator } = await api('GetRecords', {
        ShardIterator: iterator,
        Limit: limit,
      });
      if (NextShardIterator) iterators.set(shard, NextShardIterator);
      const records = (Records ?? []).map((record) => ({ ...record, eventSourceARN: StreamArn }));
      return { records, ended: !NextShardIterator };
    },
    reopen: (shard) => void iterators.delete(shard),
    finish(shard) {
      iterators.delete(shard);
      checkpoint.set(shard, end);
      describedAt = 0;
    },
  };
}
