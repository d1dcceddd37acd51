import type { Log } from '../shared/actions/context.ts';

export interface BatchFailures {
  batchItemFailures: { itemIdentifier: string }[];
}

/** Records that touch the same lead go one after the other; this many groups go at once. */
const AT_ONCE = 10;

/**
 * Handles a batch of records, grouped by `groupOf`, in order within a group. A record that throws is
 * reported, and so are those behind it in its group: they are delivered again, nothing is skipped.
 */
export async function handleBatch<R>(
  records: R[],
  idOf: (record: R) => string,
  groupOf: (record: R) => string,
  handle: (record: R) => Promise<void>,
  log: Log,
): Promise<BatchFailures> {
  const groups = [...groupBy(records, groupOf).values()];
  const failed: string[] = [];
  const runGroup = async (group: R[]) => {
    for (const [i, record] of group.entries()) {
      try {
        await handle(record);
      } catch (error) {
        log.error('A record failed and is delivered again.', {
          error: error instanceof Error ? error.name : 'unknown',
        });
        failed.push(...group.slice(i).map(idOf));
        return;
      }
    }
  };
  const next = groups.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const group of next) await runGroup(group);
    }),
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

function groupBy<R>(records: R[], groupOf: (record: R) => string): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const record of records) {
    const key = groupOf(record);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return groups;
}
