import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';

/** A stream record as Lambda delivers it: the date in epoch seconds, binary values in base64. */
export function toLambdaRecord(record: _Record, streamArn: string): DynamoDBRecord {
  const { dynamodb = {}, ...rest } = record;
  const { ApproximateCreationDateTime: at, ...images } = dynamodb;
  const plain = {
    ...rest,
    eventSource: 'aws:dynamodb',
    eventSourceARN: streamArn,
    dynamodb: { ...images, ...(at && { ApproximateCreationDateTime: Math.floor(at.getTime() / 1000) }) },
  };
  return JSON.parse(JSON.stringify(plain, base64));
}

function base64(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
