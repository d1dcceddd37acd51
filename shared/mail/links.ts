import type { KeyRing } from './key-ring.ts';
import { type LinkKind, type LinkPayloads, linkCodecs } from './link-payload.ts';
import { openToken, signToken } from './sign.ts';
import { ByteReader } from './token-bytes.ts';

/** How long a confirmation can be given, machine time. */
const CONFIRM_LASTS_MS = 14 * 86_400_000;

/** How long a mail leads to all that is known of its reader: mails are passed on and archived. Machine time. */
export const DATA_LASTS_MS = 30 * 86_400_000;

/** `${baseUrl}/l/<kind>/<token>`. Throws a RangeError for ids that are not ours: a fault of the caller. */
export function signLink<K extends LinkKind>(
  kind: K,
  payload: LinkPayloads[K],
  keys: KeyRing,
  baseUrl: string,
): string {
  return `${baseUrl}/l/${kind}/${signToken(kind, linkCodecs[kind].write(payload).bytes(), keys)}`;
}

export type ReadLink<K extends LinkKind> =
  | ({ ok: true } & LinkPayloads[K])
  | { ok: false; reason: 'invalid' }
  /** What it said: it was signed by us. */
  | { ok: false; reason: 'expired'; leadId: string; was: LinkPayloads[K] };

/** What a link of ours says; `now` is machine time, ms. Nothing is told about why a link is invalid. */
export function readLink<K extends LinkKind>(
  kind: K,
  token: string,
  keys: KeyRing,
  now: number,
): ReadLink<K> {
  const body = openToken(kind, token, keys);
  if (!body) return { ok: false, reason: 'invalid' };
  let payload: LinkPayloads[K];
  try {
    const reader = new ByteReader(body);
    payload = linkCodecs[kind].read(reader);
    reader.end();
  } catch {
    return { ok: false, reason: 'invalid' };
  }
  if (now >= expiryOf(payload)) return { ok: false, reason: 'expired', leadId: payload.leadId, was: payload };
  return { ok: true, ...payload };
}

/** Clicks and unsubscribing work for as long as the mail is kept. */
function expiryOf(payload: LinkPayloads[LinkKind]): number {
  if ('issuedAt' in payload) return payload.issuedAt + CONFIRM_LASTS_MS;
  return 'expires' in payload ? payload.expires : Number.POSITIVE_INFINITY;
}
