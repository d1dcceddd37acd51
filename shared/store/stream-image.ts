import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/** The plain values of an item as Lambda's stream event carries it: binary values come as base64 text. */
export function readImage(image: Record<string, unknown>): Record<string, unknown> {
  const { ev: _, cc: __, sb: ___, ...readable } = image;
  return unmarshall(readable as Record<string, AttributeValue>);
}
