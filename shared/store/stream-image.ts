import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Erasure } from '../domain/lead/lead.ts';
import { lifeFor } from '../domain/lead/life.ts';
import { sourceOf } from '../domain/signup/source.ts';
import { unmarshall } from './attributes.ts';
import { momentKey } from './keys.ts';
import { type LeadItem, readActivities } from './lead-item.ts';
import { touches } from './lead-parts.ts';
import { type Recorded, readRecorded } from './recorded.ts';
import type { TimelineRow } from './timeline.ts';

/** One version of a lead: the row that it makes, and which earlier lives are to be forgotten. */
export interface LeadVersion extends TimelineRow {
  erasure?: Erasure;
}

/** A version of a lead, out of a record of the table's stream. Throws a TypeError when it is none. */
export function readVersion(image: Record<string, unknown>): LeadVersion {
  const item = unmarshall<LeadItem>(decode(image) as Record<string, AttributeValue>);
  if (typeof item.pk !== 'string' || !Number.isInteger(item.v))
    throw new TypeError('not a version of a lead');
  const activities = readActivities(item);
  return {
    leadId: item.pk,
    generation: item.g ?? 1,
    version: item.v,
    previous: item.r ?? 0,
    recordedAt: item.um ?? item.u,
    source: sourceOf(item.a1 && touches.read(item.a1, item.la)),
    activities,
    ...lifeFor(activities, {
      born: item.la,
      form: item.fs?.[0] ?? '',
      sequences: [...new Set<string>((item.en ?? []).map(({ s }) => String(s)))].sort(),
    }),
    ...(item.ez ? { erasure: item.ez } : {}),
  };
}

const momentPlace = new RegExp(`^${momentKey('', 1, '').sk.replace('1', '\\d+')}`);

/** Is this sort key that of a moment in a timeline? */
export const isMoment = (sk: unknown): boolean => typeof sk === 'string' && momentPlace.test(sk);

/** A moment of a timeline, out of a record of the table's stream. */
export const readMoment = (image: Record<string, unknown>): Recorded =>
  readRecorded(unmarshall(decode(image) as Record<string, AttributeValue>));

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
