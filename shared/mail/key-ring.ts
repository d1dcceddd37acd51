import { KweekError } from '../domain/kweek-error.ts';

/** A secret that signs links, and the name under which tokens refer to it. */
export interface LinkKey {
  id: string;
  secret: Uint8Array;
}

/** The first key signs; all verify, so a key can be replaced while its links live on. */
export type KeyRing = readonly [LinkKey, ...LinkKey[]];

/**
 * Reads KWEEK_LINK_KEYS: `kid:base64[,kid:base64…]`, each secret at least 32 bytes.
 * Throws `misconfigured`, naming the fault and never a secret.
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = text.split(',').map((entry, i) => parseKey(entry.trim(), i + 1));
  const [first, ...rest] = keys;
  if (!first) throw fault('no key');
  if (new Set(keys.map((k) => k.id)).size < keys.length) throw fault('a key id stands twice');
  return [first, ...rest];
}

function parseKey(entry: string, position: number): LinkKey {
  const [, id, base64] = /^([A-Za-z0-9_-]{1,16}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? [];
  if (!id || !base64) throw fault(`key ${position} is not "kid:base64"`);
  const secret = Buffer.from(base64, 'base64');
  if (secret.length < 32) throw fault(`key ${position} is shorter than 32 bytes`);
  return { id, secret };
}

const fault = (what: string) => new KweekError('misconfigured', `KWEEK_LINK_KEYS: ${what}`);
