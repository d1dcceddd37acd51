import { readSesEvent, type SesEvent } from '../../shared/domain/sending/ses-event.ts';

/**
 * SES's record inside an SQS body: as SNS wraps it, bare (raw delivery), or as EventBridge's event.
 * Undefined when it is none of these.
 */
export function readRecord(body: string): SesEvent | undefined {
  try {
    return readSesEvent(unwrap(JSON.parse(body)));
  } catch {
    return undefined;
  }
}

function unwrap(outer: unknown): unknown {
  if (typeof outer !== 'object' || outer === null) return outer;
  if ('Message' in outer && typeof outer.Message === 'string') return unwrap(JSON.parse(outer.Message));
  if ('detail' in outer && 'source' in outer && outer.source === 'aws.ses') return outer.detail;
  return outer;
}
