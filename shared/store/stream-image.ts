import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { readActivities } from './lead-item.ts';
import type { TimelineRow } from './timeline.ts';

/** What one version of a lead caused, out of a record of the table's stream. Throws a TypeError when it is none. */
export function readVersion(image: Record<string, unknown>): TimelineRow {
  const item = unmarshall(decode(image) as Record<string, AttributeValue>);
  if (typeof item.pk !== 'string' || !Number.isInteger(item.v))
    throw new TypeError('not a version of a lead');
  return {
    leadId: item.pk,
    generation: item.g ?? 1,
    version: item.v,
    previous: item.r ?? 0,
    activities: readActivities({ ac: item.ac, u: item.u }),
  };
}

/** Lambda's event is JSON: binary values come as base64. */
function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([type, inner]) =>
      type === 'B' && typeof inner === 'string'
        ? [type, Buffer.from(inner, 'base64')]
        : [type, decode(inner)],
    ),
  );
}
