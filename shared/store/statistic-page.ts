import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Counts, type Entry, factOf } from '../domain/statistics/statistics.ts';
import type { Recorded } from './recorded.ts';

/** An activity's id on a page: enough to tell the activities of one slot, or of one life, apart. */
const ID_BYTES = 8;

/** What an item of a timeline adds to the figures, activity by activity; the ids say nothing of the lead. */
export function entriesOf(recorded: Recorded): Entry[] {
  const { leadId, place, source, activities } = recorded;
  return activities.flatMap((activity, position) => {
    const fact = factOf(activity, source, recorded);
    return fact ? [{ id: activityId(leadId, place, position), fact }] : [];
  });
}

const activityId = (leadId: string, place: string, position: number): string =>
  createHash('sha256').update(`${leadId}|${place}|${position}`).digest().toString('latin1', 0, ID_BYTES);

/**
 * Entries as bytes: what they add, each different thing once with the number of those who add it, then their
 * ids. The same entries in any order are the same bytes. In bulk an activity takes 10 to 15 bytes.
 */
export function packEntries(entries: readonly Entry[]): Uint8Array {
  const groups = new Map<string, string[]>();
  for (const { id, fact } of entries) {
    const key = JSON.stringify([fact.day, sorted(fact.counts)]);
    const group = groups.get(key);
    if (group) group.push(id);
    else groups.set(key, [id]);
  }
  const order = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  const head = Buffer.from(JSON.stringify(order.map(([key, ids]) => [...JSON.parse(key), ids.length])));
  const ids = Buffer.from(order.map(([, list]) => list.sort().join('')).join(''), 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return deflateRawSync(Buffer.concat([length, head, ids]));
}

export function unpackEntries(packed: Uint8Array): Entry[] {
  const bytes = inflateRawSync(packed);
  const start = 4 + bytes.readUInt32BE();
  const groups = JSON.parse(bytes.toString('utf8', 4, start)) as [string, Counts, number][];
  const ids = bytes.toString('latin1', start);
  const entries: Entry[] = [];
  for (const [day, counts, size] of groups) {
    const fact = { day, counts };
    for (let left = size; left > 0; left--) {
      const at = entries.length * ID_BYTES;
      entries.push({ id: ids.slice(at, at + ID_BYTES), fact });
    }
  }
  return entries;
}

const sorted = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Figures as bytes. */
export const packFigures = (figures: object): Uint8Array => deflateRawSync(JSON.stringify(figures));
export const unpackFigures = <T>(packed: Uint8Array): T =>
  JSON.parse(inflateRawSync(packed).toString('utf8')) as T;
