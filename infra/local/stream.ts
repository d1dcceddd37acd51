import type { DynamoDBRecord } from 'aws-lambda';
import type { StreamApi } from './stream-api.ts';
import { deliverInOrder } from './stream-batch.ts';
import type { Checkpoint } from './stream-checkpoint.ts';
import { openShards } from './stream-shards.ts';

export type StreamReader = {
  /** Stops reading once the batch at hand is delivered; a batch that fails is tried again after `resume`. */
  pause(): Promise<void>;
  resume(): void;
  paused(): boolean;
  /** Resolves when all that was in the stream at the time of asking has been handled. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
};

export type StreamReaderOptions = {
  api: StreamApi;
  streamArn: string;
  checkpoint: Checkpoint;
  /** Handles a batch; may answer `batchItemFailures`. */
  deliver(event: { Records: DynamoDBRecord[] }): Promise<unknown>;
  /** Records that do not pass count as handled. */
  passes?: ((record: DynamoDBRecord) => boolean) | undefined;
  batchSize?: number;
  /** The pause after a poll that found nothing. */
  idleMs?: number;
  /** First and longest pause before a failed batch is tried again. */
  backoffMs?: { first: number; longest: number };
  log?: (line: string) => void;
};

type Found = 'records' | 'nothing' | 'failed';

/** Reads the table's stream for one function, as Lambda's event source mapping does. */
export function readStream(options: StreamReaderOptions): StreamReader {
  const { api, streamArn, checkpoint, deliver, passes = () => true, log = () => {} } = options;
  const { batchSize = 100, idleMs = 40, backoffMs = { first: 100, longest: 5_000 } } = options;
  const shards = openShards(api, streamArn, checkpoint);
  let going = true;
  let paused = false;
  let wake = () => {};
  let asking: (() => void)[] = [];

  const rest = (ms?: number) =>
    new Promise<void>((done) => {
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  const again = async (tries: number) => {
    if (going && !paused) await rest(Math.min(backoffMs.longest, backoffMs.first * 2 ** (tries - 1)));
    return going && !paused;
  };

  async function read(shard: string): Promise<Found> {
    const { records, ended } = await shards.next(shard, batchSize);
    const position = (record: DynamoDBRecord) => record.dynamodb?.SequenceNumber ?? '';
    const onProgress = (record: DynamoDBRecord) => checkpoint.set(shard, position(record));
    if (!(await deliverInOrder(records.filter(passes), { deliver, again, onProgress, log }))) {
      shards.reopen(shard);
      return 'failed';
    }
    const last = records.at(-1);
    if (last) checkpoint.set(shard, position(last));
    if (ended) shards.finish(shard);
    return last || ended ? 'records' : 'nothing';
  }

  async function round(): Promise<Found> {
    const found: Found[] = [];
    for (const shard of await shards.readable()) {
      const result = await read(shard).catch((error) => {
        if (going) log(`stream: ${error.name} ${error.message}`);
        shards.reopen(shard); // an iterator lives for 15 minutes, a laptop sleeps longer
        return 'failed' as const;
      });
      found.push(result);
    }
    if (found.includes('failed')) return 'failed';
    return found.includes('records') ? 'records' : 'nothing';
  }

  async function loop(): Promise<void> {
    while (going) {
      if (paused) {
        await rest();
        continue;
      }
      const asked = asking.splice(0);
      current = round().catch((): Found => 'failed');
      const found = await current;
      if (found === 'nothing') for (const caughtUp of asked) caughtUp();
      else asking = [...asked, ...asking];
      if (found !== 'records' && going && !paused) await rest(idleMs);
    }
  }

  let current: Promise<Found> = Promise.resolve('nothing');
  const running = loop();

  return {
    async pause() {
      paused = true;
      wake();
      await current;
    },
    resume() {
      paused = false;
      wake();
    },
    paused: () => paused,
    caughtUp: () => new Promise((caughtUp) => asking.push(caughtUp)),
    async stop() {
      going = false;
      wake();
      await running;
      checkpoint.flush();
      for (const caughtUp of asking) caughtUp();
    },
  };
}
