/**
 * A short, stable, non-cryptographic mark of some content (FNV-1a, 32 bits, base 36, 7 characters):
 * enough to recognise the same submission, click or subject again within one lead.
 */
export function fingerprint(...parts: (string | number)[]): string {
  let hash = 0x811c9dc5;
  for (const char of parts.join('\u0000')) {
    hash ^= char.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash.toString(36).padStart(7, '0');
}
