import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing, LinkKey } from './key-ring.ts';

/** 128 bits of HMAC-SHA-256: nobody guesses that, and links stay short. */
const MAC_BYTES = 16;

/**
 * `kid.base64url(body, mac)`. The purpose goes into the MAC and not into the token, so a token signed
 * for one purpose is no token for another.
 */
export function signToken(purpose: string, body: Uint8Array, keys: KeyRing): string {
  const [key] = keys;
  return `${key.id}.${Buffer.concat([body, mac(purpose, body, key)]).toString('base64url')}`;
}

/** The body of a token that one of our keys signed for this purpose; undefined for everything else. */
export function openToken(purpose: string, token: string, keys: KeyRing): Uint8Array | undefined {
  const dot = token.indexOf('.');
  const encoded = token.slice(dot + 1);
  const key = keys.find((k) => k.id === token.slice(0, dot));
  const bytes = Buffer.from(encoded, 'base64url');
  // Decoding forgives what encoding never writes (padding, spare bits, other characters): one token, one spelling.
  if (!key || bytes.length <= MAC_BYTES || bytes.toString('base64url') !== encoded) return undefined;
  const body = bytes.subarray(0, -MAC_BYTES);
  return timingSafeEqual(bytes.subarray(-MAC_BYTES), mac(purpose, body, key)) ? body : undefined;
}

function mac(purpose: string, body: Uint8Array, key: LinkKey): Buffer {
  const hmac = createHmac('sha256', key.secret).update(`kweek link ${purpose}\0`).update(body);
  return hmac.digest().subarray(0, MAC_BYTES);
}
