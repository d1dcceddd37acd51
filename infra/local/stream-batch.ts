import type { DynamoDBRecord } from 'aws-lambda';

export type BatchOptions = {
  deliver(event: { Records: DynamoDBRecord[] }): Promise<unknown>;
  /** Waits before the next try; answers false when there shall be none. */
  again(tries: number): Promise<boolean>;
  /** Called with the last record that needs no further try. */
  onProgress(record: DynamoDBRecord): void;
  log?(line: string): void;
};

/**
 * Delivers records in order until all are handled, as Lambda does: from the first record named in
 * `batchItemFailures` on they are delivered again, without limit; a batch that throws is halved, until
 * the record that makes it throw stands alone. Answers false when `again` ended it early.
 */
export async function deliverInOrder(records: DynamoDBRecord[], options: BatchOptions): Promise<boolean> {
  let todo = records;
  let size = todo.length;
  for (let tries = 1; todo.length > 0; tries++) {
    const batch = todo.slice(0, size);
    const failed = await options.deliver({ Records: batch }).then(
      (result) => firstFailure(result, batch),
      () => 'threw' as const,
    );
    const done = failed === 'threw' ? 0 : failed;
    const last = batch[done - 1];
    if (last) {
      options.onProgress(last);
      tries = 1;
    }
    todo = todo.slice(done);
    size = failed === 'threw' ? Math.ceil(batch.length / 2) : todo.length;
    if (done === batch.length) continue;
    options.log?.(`${batch.length - done} stream records failed, try ${tries}`);
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
