import type { DynamoDBRecord } from 'aws-lambda';
import type { Recorded } from '../../shared/store/recorded.ts';
import { isMoment, type LeadVersion, readMoment, readVersion } from '../../shared/store/stream-image.ts';

/** What a record of the table's stream brings. */
export type ReadRecord =
  | { kind: 'version'; version: LeadVersion }
  | { kind: 'moment'; moment: Recorded }
  | { kind: 'unreadable'; image: object }
  | { kind: 'other' };

export function readRecord(record: DynamoDBRecord): ReadRecord {
  const image = record.dynamodb?.NewImage;
  const place = image?.sk?.S;
  if (!image || (place !== 'lead' && !isMoment(place))) return { kind: 'other' };
  try {
    return place === 'lead'
      ? { kind: 'version', version: readVersion(image) }
      : { kind: 'moment', moment: readMoment(image) };
  } catch {
    return { kind: 'unreadable', image };
  }
}
