import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { contentHash } from '../../shared/actions/lead/lead-id.ts';
import { handleFeedback, type ReadLeads } from '../../shared/actions/sending/handle-feedback.ts';
import type { SesEvent } from '../../shared/domain/sending/ses-event.ts';
import { putAside } from '../../shared/store/set-aside.ts';
import { type BatchFailures, handleBatch } from '../batch.ts';
import { openContext } from '../environment.ts';
import { metrics } from '../metrics.ts';
import { readRecord } from './read-record.ts';

const context = { ...openContext(), metrics };

interface Delivered {
  record: SQSRecord;
  event: SesEvent | undefined;
}

/** SES's news, through SNS and SQS. */
export async function handler(event: SQSEvent): Promise<BatchFailures> {
  const read: ReadLeads = new Map();
  return handleBatch<Delivered>(
    event.Records.map((record) => ({ record, event: readRecord(record.body) })),
    ({ record }) => record.messageId,
    ({ record, event }) => event?.tags.lead ?? record.messageId,
    async ({ record, event }) => {
      if (event) return handleFeedback(context, event, read);
      context.log.error('A message of SES could not be read and is set aside.', {
        queued: record.messageId,
      });
      const at = context.clock.now().programme;
      metrics.count('SetAside');
      await putAside(context.table, 'feedback', contentHash(record.body), at, record.body);
    },
    context.log,
  );
}
