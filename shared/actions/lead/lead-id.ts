import { createHash, createHmac } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** 16 bytes as 26 characters that keys, URLs and mail tags may hold. */
function base32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += ALPHABET[(value >>> (bits - 5)) & 31];
      bits -= 5;
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}

/** The id of the person behind a normalised address: a signup needs no look-up, and no key holds an address. */
export const leadIdOf = (addressKey: string, idKey: Uint8Array): string =>
  `lead_v1${base32(createHmac('sha256', idKey).update(addressKey).digest().subarray(0, 16))}`;

/** Could this be a lead's id? Nothing else in the table is named so. */
export const isLeadId = (text: string): boolean => /^lead_[a-z0-9]{1,60}$/.test(text);

/** The id of one mail: the same work has the same id, whoever sends it and however often. */
export const sendIdOf = (...parts: (string | number)[]): string =>
  `send_${base32(createHash('sha256').update(parts.join('|')).digest().subarray(0, 16))}`;

/** Proves that leads are still named with the key they were named with at first. */
export const idKeyCheck = (idKey: Uint8Array): string =>
  base32(createHmac('sha256', idKey).update('kweek: check of the id key').digest().subarray(0, 16));

/** The identity of some content, for keys that must be the same each time. */
export const contentHash = (...parts: (string | number | undefined)[]): string =>
  base32(createHash('sha256').update(parts.join('|')).digest().subarray(0, 16));

/** How the keys of a mail's deliveries begin: the verdicts on its clicks ask for them. */
export const deliveryHash = (sendId: string): string => contentHash('Delivery', sendId);
