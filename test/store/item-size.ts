import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * The bytes that DynamoDB counts for an item: names and values, with three bytes for each list or map
 * and one for each of its elements (AWS, "DynamoDB item sizes and formats"). A save costs one write unit
 * for each kilobyte begun.
 */
export function itemSize(item: Record<string, AttributeValue>): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value),
    0,
  );
}

function sizeOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + 1 + sizeOf(one), 3);
  if (value.M !== undefined) {
    return Object.entries(value.M).reduce(
      (sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + sizeOf(one),
      3,
    );
  }
  if (value.SS !== undefined) return value.SS.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  return 1; // true, false, null
}

/** About one byte for two significant digits, and one more; another for a minus sign. */
function numberSize(text: string): number {
  const digits = text
    .replace(/e.*$/i, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}
