import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Checkpoint } from './stream-checkpoint.ts';
import { toLambdaRecord } from './stream-record.ts';

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
export function openShards(client: DynamoDBStreamsClient, streamArn: string, checkpoint: Checkpoint): Shards {
  const iterators = new Map<string, string>();
  let shards: Shard[] = [];
  let describedAt = 0;

  async function describe(): Promise<void> {
    const all: Shard[] = [];
    let after: string | undefined;
    do {
      const command = new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: after });
      const { StreamDescription: stream } = await client.send(command);
      all.push(...(stream?.Shards ?? []));
      after = stream?.LastEvaluatedShardId;
    } while (after);
    shards = all;
    describedAt = Date.now();
  }

  async function open(shard: string): Promise<string | undefined> {
    const ShardIteratorType = 'TRIM_HORIZON' as const;
    const oldest = { StreamArn: streamArn, ShardId: shard, ShardIteratorType };
    const position = checkpoint.get(shard);
    const wanted = position
      ? { ...oldest, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: position }
      : oldest;
    const answer = await client.send(new GetShardIteratorCommand(wanted)).catch((error) => {
      // Stopped for more than a day: what followed the checkpoint is gone.
      if (!(error instanceof TrimmedDataAccessException)) throw error;
      return client.send(new GetShardIteratorCommand(oldest));
    });
    return answer.ShardIterator;
  }

  return {
    async readable() {
      if (Date.now() - describedAt > describeEveryMs) await describe();
      const unread = shards.filter(({ ShardId = '' }) => checkpoint.get(ShardId) !== end);
      const waiting = new Set(unread.map(({ ShardId }) => ShardId));
      return unread.flatMap(({ ShardId, ParentShardId }) =>
        ShardId && !waiting.has(ParentShardId) ? [ShardId] : [],
      );
    },
    async next(shard, limit) {
      const iterator = iterators.get(shard) ?? (await open(shard));
      const command = new GetRecordsCommand({ ShardIterator: iterator, Limit: limit });
      const { Records = [], NextShardIterator } = await client.send(command);
      if (NextShardIterator) iterators.set(shard, NextShardIterator);
      const records = Records.map((record) => toLambdaRecord(record, streamArn));
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
