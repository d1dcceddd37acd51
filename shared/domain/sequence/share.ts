import { fingerprint } from '../lead/fingerprint.ts';

/**
 * A number from 0 (included) to 1 (not included) that looks random and is always the same for the same parts:
 * their FNV-1a hash, mixed as MurmurHash3 ends. Splits leads without remembering how.
 */
export function shareOf(...parts: (string | number)[]): number {
  let bits = Number.parseInt(fingerprint(...parts), 36) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}
