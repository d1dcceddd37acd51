import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SQSEvent } from 'aws-lambda';
import type { Lead } from '../../shared/domain/lead/lead.ts';

export type News =
  | 'send'
  | 'delivery'
  | 'bounce-permanent'
  | 'bounce-transient'
  | 'complaint'
  | 'complaint-not-spam'
  | 'open';

/** SES's record (test/fixtures/ses) about a lead's mail. `to`: another recipient than the lead. */
export function recordOf(news: News, lead: Lead, about: { send?: string; to?: string } = {}): object {
  const [open] = lead.openSends;
  const text = readFileSync(new URL(`../fixtures/ses/${news}.json`, import.meta.url), 'utf8')
    .replaceAll('MESSAGE_ID', '010201988f2c41d7-3f0c9a3e-77aa-4b1e-9d53-0a4b1c2d3e4f-000000')
    .replaceAll('RECIPIENT', about.to ?? lead.email)
    .replaceAll('LEAD_ID', lead.id)
    .replaceAll('SEND_ID', about.send ?? open?.sendId ?? 'send_of_long_ago')
    .replaceAll('VERSION', String(lead.version))
    .replaceAll('CLAIMED', String(open?.claimedAt ?? 0))
    .replaceAll(/"(2026-11-22T[\d:.]+Z)"/g, (_, time) => `"${asOfNow(time)}"`);
  return JSON.parse(text);
}

/** A time of the fixtures, which tell of a mail of 10:15, as if that mail had left when the tests began. */
export const asOfNow = (time: string): string =>
  new Date(Date.parse(time) - Date.parse('2026-11-22T10:15:00Z') + beganAt).toISOString();
const beganAt = Date.now();

/** The ways in which a record may lie in a queue. */
export const wrappings = {
  'as SNS wraps it': (record: object) =>
    JSON.stringify({
      Type: 'Notification',
      MessageId: randomUUID(),
      TopicArn: 'arn:aws:sns:eu-west-1:123456789012:kweek-ses-events',
      Subject: 'Amazon SES Email Event Notification',
      Message: JSON.stringify(record),
      Timestamp: '2026-11-22T10:15:31.900Z',
      SignatureVersion: '1',
    }),
  'raw, as SNS delivers it if asked': (record: object) => JSON.stringify(record),
  'as EventBridge’s event': (record: object) =>
    JSON.stringify({
      version: '0',
      id: randomUUID(),
      'detail-type': 'Email Event',
      source: 'aws.ses',
      account: '123456789012',
      time: '2026-11-22T10:15:31Z',
      region: 'eu-west-1',
      resources: ['arn:aws:ses:eu-west-1:123456789012:configuration-set/kweek-local'],
      detail: record,
    }),
};

/** A batch as SQS hands it to Lambda. */
export const queueEvent = (bodies: string[]): SQSEvent => ({
  Records: bodies.map((body, i) => ({
    messageId: `message-${i + 1}`,
    receiptHandle: randomUUID(),
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1795342531900',
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: '1795342531901',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:kweek-feedback',
    awsRegion: 'eu-west-1',
  })),
});
