import type { DynamoDBRecord } from 'aws-lambda';

export type BatchOptions = {
  deliver(event: { Records: DynamoDBRecord[] }): Promise<unknown>;
  /** Waits before the next try; answers false when there shall be none. */
  again(tries: number): Promise<boolean>;
  /** Called with the last record that needs no further try. */
  onProgress?(record: DynamoDBRecord): void;
  log?(line: string): void;
};

/**
 * Delivers records in order until all are handled. From the first one that the function names in
 * `batchItemFailures` (all of them when it throws) they are delivered again, without limit.
 * Answers false when `again` ended it early.
 */
export async function deliverInOrder(records: DynamoDBRecord[], options: BatchOptions): Promise<boolean> {
  let todo = records;
  for (let tries = 1; todo.length > 0; tries++) {
    const failed = await options.deliver({ Records: todo }).then(
      (result) => firstFailure(result, todo),
      () => 0,
    );
    const handled = todo[failed - 1];
    if (handled) {
      options.onProgress?.(handled);
      tries = 1;
    }
    todo = todo.slice(failed);
    if (todo.length === 0) return true;
    options.log?.(`${todo.length} of ${records.length} stream records failed, try ${tries}`);
    if (!(await options.again(tries))) return false;
  }
  return true;
}

/** Where the first failed record stands; beyond the end when none failed, 0 when a failure names no record. */
function firstFailure(result: unknown, records: DynamoDBRecord[]): number {
  const { batchItemFailures = [] } = (result ?? {}) as { batchItemFailures?: { itemIdentifier: string }[] };
  const places = batchItemFailures.map(({ itemIdentifier }) =>
    records.findIndex((record) => record.dynamodb?.SequenceNumber === itemIdentifier),
  );
  return Math.max(0, Math.min(records.length, ...places));
}

/** Splits records into `count` lanes that keep the order of each lead, as Lambda's parallelization factor does. */
export function toLanes(records: DynamoDBRecord[], count: number): DynamoDBRecord[][] {
  const lanes = Array.from({ length: count }, (): DynamoDBRecord[] => []);
  for (const record of records) {
    const key = JSON.stringify(record.dynamodb?.Keys?.pk ?? '');
    let hash = 0;
    for (const char of key) hash = (hash * 31 + char.charCodeAt(0)) % 65_521;
    lanes[hash % count]?.push(record);
  }
  return lanes.filter((lane) => lane.length > 0);
}
