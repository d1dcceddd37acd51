import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { contentHash } from '../../shared/actions/lead/lead-id.ts';
import { recordStatistics } from '../../shared/actions/statistics/record-statistics.ts';
import { recordVersion } from '../../shared/actions/statistics/record-version.ts';
import type { Erasure } from '../../shared/domain/lead/lead.ts';
import type { Recorded } from '../../shared/store/recorded.ts';
import { putAside } from '../../shared/store/set-aside.ts';
import { type BatchFailures, handleBatch } from '../batch.ts';
import { openContext } from '../environment.ts';
import { metrics } from '../metrics.ts';
import { type ReadRecord, readRecord } from './read-record.ts';

const context = openContext();

interface Delivered {
  record: DynamoDBRecord;
  read: ReadRecord;
  /** What is to be counted, once it is in the timeline. */
  recorded?: Recorded | undefined;
}

/** The table's stream: every version of a lead that caused something gets its row, and statistics their pages. */
export async function handler(event: DynamoDBStreamEvent): Promise<BatchFailures> {
  const batch = event.Records.map((record): Delivered => ({ record, read: readRecord(record) }));
  const erasures = erasuresIn(batch);
  const result = await handleBatch(
    batch,
    sequenceOf,
    leadOf,
    async (delivered) => {
      delivered.recorded = await recordOne(delivered, erasures.get(leadOf(delivered)));
    },
    context.log,
  );
  // A shard is read on from the first failure: what comes after it arrives again, and is counted then.
  const failed = new Set(result.batchItemFailures.map((failure) => failure.itemIdentifier));
  const firstFailed = batch.findIndex((delivered) => failed.has(sequenceOf(delivered)));
  const done = firstFailed < 0 ? batch : batch.slice(0, firstFailed);
  try {
    await recordStatistics(
      context,
      done.flatMap(({ recorded }) => recorded ?? []),
    );
  } catch (error) {
    context.log.error('What a batch counts for could not be recorded; all of it is delivered again.', {
      error: error instanceof Error ? error.name : 'unknown',
    });
    return { batchItemFailures: batch.slice(0, 1).map((first) => ({ itemIdentifier: sequenceOf(first) })) };
  }
  return result;
}

const sequenceOf = ({ record }: Delivered) => record.dynamodb?.SequenceNumber ?? '';
const leadOf = ({ record }: Delivered) => record.dynamodb?.Keys?.pk?.S ?? '';

/** The newest erasure that this batch tells of each lead: what came before it needs no row any more. */
const erasuresIn = (batch: Delivered[]): Map<string, Erasure> =>
  new Map(
    batch.flatMap(({ read }) =>
      read.kind === 'version' && read.version.erasure ? [[read.version.leadId, read.version.erasure]] : [],
    ),
  );

async function recordOne(delivered: Delivered, erasure?: Erasure): Promise<Recorded | undefined> {
  const { read } = delivered;
  if (read.kind === 'version') return recordVersion(context, read.version, erasure);
  if (read.kind === 'moment') return read.moment;
  if (read.kind === 'unreadable') await setAside(delivered, JSON.stringify(read.image));
  return undefined;
}

async function setAside(delivered: Delivered, body: string): Promise<void> {
  context.log.error('A stream record could not be read and is set aside.', {
    sequence: sequenceOf(delivered),
  });
  metrics.count('SetAside');
  await putAside(context.table, 'record', contentHash(body), context.clock.now().programme, body);
}
