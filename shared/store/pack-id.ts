/** Ids of mails as bytes: ours (`send_` and 16 bytes in base 32) in 17, SES's (hex) in 28; others stay text. */
const OURS = 1;
const SES = 2;
const sesId =
  /^([0-9a-f]{16})-([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})-([0-9a-f]{6})$/;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

export function packId(id: string): string | Uint8Array {
  const packed = /^send_[a-z2-7]{26}$/.test(id)
    ? [OURS, ...fromBase32(id.slice(5))]
    : sesId.test(id)
      ? [SES, ...Buffer.from(id.replaceAll('-', ''), 'hex')]
      : [];
  const bytes = Uint8Array.from(packed);
  return packed.length > 0 && unpackId(bytes) === id ? bytes : id;
}

export function unpackId(packed: string | Uint8Array): string {
  if (typeof packed === 'string') return packed;
  const bytes = packed.subarray(1);
  if (packed[0] === OURS) return `send_${toBase32(bytes)}`;
  const hex = Buffer.from(bytes).toString('hex');
  return [16, 24, 28, 32, 36, 48, 54].map((end, i, ends) => hex.slice(ends[i - 1] ?? 0, end)).join('-');
}

/** 26 characters are 130 bits: the last two say nothing. */
function fromBase32(text: string): number[] {
  const bits = [...text].reduce((sum, char) => (sum << 5n) | BigInt(ALPHABET.indexOf(char)), 0n) >> 2n;
  return Array.from({ length: 16 }, (_, i) => Number((bits >> BigInt(8 * (15 - i))) & 0xffn));
}

function toBase32(bytes: Uint8Array): string {
  const bits = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) << 2n;
  return Array.from({ length: 26 }, (_, i) => ALPHABET[Number((bits >> BigInt(5 * (25 - i))) & 31n)]).join(
    '',
  );
}
