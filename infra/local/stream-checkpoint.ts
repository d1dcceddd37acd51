import { readJson, writeJson } from './data-folder.ts';

/** How far a reader has come in each shard: the last sequence number it needs no more, or `end`. */
export type Checkpoint = {
  get(shard: string): string | undefined;
  set(shard: string, position: string): void;
  /** Writes what is not yet written. */
  flush(): void;
};

type Stored = { streamArn: string; shards: Record<string, string> };

const writeEveryMs = 100;

/** Keeps a reader's place in `file`. A place in another stream (the table was made anew) is forgotten. */
export function openCheckpoint(streamArn: string, file?: string): Checkpoint {
  const stored = file ? readJson<Stored>(file) : undefined;
  const shards = stored?.streamArn === streamArn ? stored.shards : {};
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (file) writeJson(file, { streamArn, shards } satisfies Stored);
  };
  return {
    get: (shard) => shards[shard],
    set(shard, position) {
      shards[shard] = position;
      timer ??= setTimeout(flush, writeEveryMs).unref();
    },
    flush,
  };
}
