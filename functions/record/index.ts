import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { contentHash } from '../../shared/actions/lead-id.ts';
import { recordVersion } from '../../shared/actions/record-version.ts';
import { putAside } from '../../shared/store/set-aside.ts';
import { readVersion } from '../../shared/store/stream-image.ts';
import type { TimelineRow } from '../../shared/store/timeline.ts';
import { type BatchFailures, handleBatch } from '../batch.ts';
import { openContext } from '../environment.ts';

const context = openContext();

/** The table's stream: every version of a lead that caused something gets its timeline row. */
export async function handler(event: DynamoDBStreamEvent): Promise<BatchFailures> {
  const result = await handleBatch(event.Records, sequenceOf, leadOf, recordOne, context.log);
  // A shard is read on from the first failure: what comes after it arrives again, and changes nothing.
  return result;
}

const sequenceOf = (record: DynamoDBRecord) => record.dynamodb?.SequenceNumber ?? '';
const leadOf = (record: DynamoDBRecord) => record.dynamodb?.Keys?.pk?.S ?? '';

async function recordOne(record: DynamoDBRecord): Promise<void> {
  const image = record.dynamodb?.NewImage;
  if (image?.sk?.S !== 'lead') return;
  let version: TimelineRow;
  try {
    version = readVersion(image);
  } catch {
    const body = JSON.stringify(image);
    context.log.error('A stream record could not be read and is set aside.', {
      sequence: sequenceOf(record),
    });
    await putAside(context.table, 'record', contentHash(body), context.clock.now().programme, body);
    return;
  }
  await recordVersion(context, version);
}
