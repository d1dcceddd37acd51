import type { ScoringEvent } from '../domain/engagement.ts';
import { eventTypes } from '../domain/event-types.ts';

/** Fingerprints (32 bits, base 36) as 4 bytes each: lists of them cost what they must. */
export function packFingerprints(list: readonly string[]): Uint8Array | undefined {
  if (list.length === 0) return undefined;
  const view = new DataView(new ArrayBuffer(list.length * 4));
  list.forEach((mark, i) => {
    view.setUint32(i * 4, Number.parseInt(mark, 36));
  });
  return new Uint8Array(view.buffer);
}

export function unpackFingerprints(bytes: Uint8Array | undefined): string[] {
  if (!bytes) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, i) => mark(view, i * 4));
}

/** One scoring event: type and flags (2 bytes), time in ms since 2020 (5 bytes), key (4), subject (4, if any). */
const EPOCH = Date.UTC(2020, 0, 1);
const HIGH_INTENT = 0x80;
const HAS_SUBJECT = 0x40;

export function packEvents(events: readonly ScoringEvent[]): Uint8Array | undefined {
  if (events.length === 0) return undefined;
  const view = new DataView(new ArrayBuffer(events.length * 15));
  let at = 0;
  for (const event of events) {
    const time = Math.max(0, event.at - EPOCH);
    view.setUint8(at, eventTypes.indexOf(event.type));
    view.setUint8(at + 1, (event.intent ? HIGH_INTENT : 0) | (event.subject ? HAS_SUBJECT : 0));
    view.setUint8(at + 2, Math.floor(time / 2 ** 32));
    view.setUint32(at + 3, time % 2 ** 32);
    view.setUint32(at + 7, Number.parseInt(event.key, 36));
    if (event.subject) view.setUint32(at + 11, Number.parseInt(event.subject, 36));
    at += event.subject ? 15 : 11;
  }
  return new Uint8Array(view.buffer, 0, at);
}

export function unpackEvents(bytes: Uint8Array | undefined): ScoringEvent[] {
  if (!bytes) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const events: ScoringEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const flags = view.getUint8(at + 1);
    const type = eventTypes[view.getUint8(at)];
    const hasSubject = (flags & HAS_SUBJECT) !== 0;
    if (type) {
      events.push({
        type,
        at: EPOCH + view.getUint8(at + 2) * 2 ** 32 + view.getUint32(at + 3),
        key: mark(view, at + 7),
        ...(hasSubject ? { subject: mark(view, at + 11) } : {}),
        ...(flags & HIGH_INTENT ? { intent: 'high' as const } : {}),
      });
    }
    at += hasSubject ? 15 : 11;
  }
  return events;
}

const mark = (view: DataView, at: number) => view.getUint32(at).toString(36).padStart(7, '0');
