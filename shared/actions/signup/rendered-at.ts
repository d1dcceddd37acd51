import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Suspicion } from '../../domain/lead/lead-event.ts';

/** People do not fill in a form faster, ms. Browsers do: that is why it is only suspicious. */
const FASTEST = 2_000;
const OLDEST = 24 * 3_600_000;
const MARK = 'r1.';

/** When a form was drawn (`at`: machine time, ms) in our own hand: `r1.<time>.<mac>`. It says nothing of anybody. */
export function signRenderedAt(formId: string, at: number, idKey: Uint8Array): string {
  const key = createHmac('sha256', idKey).update('kweek: when a form was drawn').digest();
  const mac = createHmac('sha256', key).update(`${formId}\0${at}`).digest('base64url').slice(0, 22);
  return `${MARK}${at.toString(36)}.${mac}`;
}

/**
 * What is odd about the time at which a form says it was drawn; `now` in machine time, ms. Whoever says nothing,
 * or a time of their own, is not suspected: forms of other makers cannot sign.
 */
export function suspicionOf(
  formId: string,
  renderedAt: string | undefined,
  idKey: Uint8Array,
  now: number,
): Suspicion | undefined {
  if (!renderedAt?.startsWith(MARK)) return undefined;
  const at = Number.parseInt(renderedAt.slice(MARK.length), 36);
  if (!isSame(renderedAt, signRenderedAt(formId, at, idKey))) return 'forged';
  if (now - at < FASTEST) return 'fast';
  return now - at > OLDEST ? 'old' : undefined;
}

function isSame(posted: string, ours: string): boolean {
  const [a, b] = [Buffer.from(posted), Buffer.from(ours)];
  return a.length === b.length && timingSafeEqual(a, b);
}
