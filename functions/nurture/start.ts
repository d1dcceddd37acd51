import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { isColleagueMail } from '../../shared/actions/sending/mail-colleague.ts';
import { startRequested } from '../../shared/actions/sending/start-requested.ts';
import { type BatchFailures, handleBatch } from '../batch.ts';
import { log } from '../log.ts';
import { openSending } from './sending-context.ts';

const sending = openSending();

/**
 * The table's stream, leads with lane-0 work only: what they asked for leaves at once. Nothing here is
 * retried by the stream: whatever does not work out is found by the sweep.
 */
export async function handler(event: DynamoDBStreamEvent, lambda: Context): Promise<BatchFailures> {
  const context = sending(lambda.getRemainingTimeInMillis());
  const { programme } = context.clock.now();
  const due = newestByLead(event.Records).filter((record) => isDue(record, programme));
  await handleBatch(due, leadOf, leadOf, (record) => startRequested(context, leadOf(record)), log);
  return { batchItemFailures: [] };
}

const leadOf = (record: DynamoDBRecord) => record.dynamodb?.Keys?.pk?.S ?? '';

const newestByLead = (records: DynamoDBRecord[]) => [...new Map(records.map((r) => [leadOf(r), r])).values()];

/** Due now, and no worker is on it: an open send is looked after by whoever claimed it, or by the sweep. */
function isDue(record: DynamoDBRecord, programmeNow: number): boolean {
  const image = record.dynamodb?.NewImage;
  const isFree = image?.sk?.S === 'lead' ? image.os === undefined : isColleagueMail(leadOf(record));
  return isFree && Number(image?.da?.N) <= programmeNow;
}
