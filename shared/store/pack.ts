import type { ScoringEvent } from '../domain/score/engagement.ts';
import { eventTypes } from '../domain/score/event-types.ts';

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

/**
 * One scoring event: type and flags (1 byte), ms since the event before it, the first since 2020 (7 bits a
 * byte, mostly 4), key (4), subject (4, if any).
 */
const EPOCH = Date.UTC(2020, 0, 1);
const HIGH_INTENT = 0x80;
const HAS_SUBJECT = 0x40;
const TYPE = 0x3f;
const MOST_BYTES = 17;

export function packEvents(events: readonly ScoringEvent[]): Uint8Array | undefined {
  if (events.length === 0) return undefined;
  const view = new DataView(new ArrayBuffer(events.length * MOST_BYTES));
  let at = 0;
  let before = EPOCH;
  for (const event of [...events].sort((a, b) => a.at - b.at)) {
    const flags = (event.intent ? HIGH_INTENT : 0) | (event.subject ? HAS_SUBJECT : 0);
    view.setUint8(at++, eventTypes.indexOf(event.type) | flags);
    let span = Math.max(0, event.at - before);
    for (; span > 0x7f; span = Math.floor(span / 0x80)) view.setUint8(at++, (span % 0x80) | 0x80);
    view.setUint8(at++, span);
    before = Math.max(before, event.at);
    view.setUint32(at, Number.parseInt(event.key, 36));
    if (event.subject) view.setUint32(at + 4, Number.parseInt(event.subject, 36));
    at += event.subject ? 8 : 4;
  }
  return new Uint8Array(view.buffer, 0, at);
}

export function unpackEvents(bytes: Uint8Array | undefined): ScoringEvent[] {
  if (!bytes) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const events: ScoringEvent[] = [];
  let time = EPOCH;
  for (let at = 0; at < bytes.length; ) {
    const head = view.getUint8(at++);
    const type = eventTypes[head & TYPE];
    const hasSubject = (head & HAS_SUBJECT) !== 0;
    let byte = 0x80;
    for (let unit = 1; byte > 0x7f; unit *= 0x80) {
      byte = view.getUint8(at++);
      time += (byte & 0x7f) * unit;
    }
    if (type) {
      events.push({
        type,
        at: time,
        key: mark(view, at),
        ...(hasSubject ? { subject: mark(view, at + 4) } : {}),
        ...(head & HIGH_INTENT ? { intent: 'high' as const } : {}),
      });
    }
    at += hasSubject ? 8 : 4;
  }
  return events;
}

const mark = (view: DataView, at: number) => view.getUint32(at).toString(36).padStart(7, '0');
