import { table } from '../../infra/table.ts';

/** A value as DynamoDB's JSON carries it; binary values are base64 text. */
export type WireValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { L: WireValue[] }
  | { M: WireItem }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] };
export type WireItem = { [name: string]: WireValue };

const KILOBYTE = 1024;

/** Bytes of an item by the rules of "DynamoDB item sizes and formats" (developer guide): names and values. */
export function itemBytes(item: WireItem): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + textBytes(name) + valueBytes(value), 0);
}

function valueBytes(value: WireValue): number {
  if ('S' in value) return textBytes(value.S);
  if ('N' in value) return numberBytes(value.N);
  if ('B' in value) return binaryBytes(value.B);
  if ('SS' in value) return sum(value.SS.map(textBytes));
  if ('NS' in value) return sum(value.NS.map(numberBytes));
  if ('BS' in value) return sum(value.BS.map(binaryBytes));
  // A list or a map takes three bytes, and one more for each thing in it.
  if ('L' in value) return 3 + sum(value.L.map((one) => 1 + valueBytes(one)));
  if ('M' in value) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  return 1;
}

/** One byte for two significant digits, and one more; a sign takes another. */
function numberBytes(text: string): number {
  const [mantissa = '0'] = text.replace(/^[-+]/, '').toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

const textBytes = (text: string) => Buffer.byteLength(text);
const binaryBytes = (base64: string) => Buffer.from(base64, 'base64').length;
const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);

/** Write units of one write of so many bytes: one for each kilobyte begun. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / KILOBYTE));

/** Read units of one read of so many bytes: one for each four kilobytes begun, half when it may be a little old. */
export const readUnits = (bytes: number, strong: boolean): number =>
  Math.max(1, Math.ceil(bytes / (4 * KILOBYTE))) * (strong ? 1 : 0.5);

export interface WriteCharge {
  table: number;
  indexes: number;
}

/**
 * What it costs to put `after` where `before` was: the table bills the larger of the two; an index bills
 * an entry that comes or goes once, one that changes its key twice, one that stays as it is not at all.
 */
export function putCharge(before: WireItem | undefined, after: WireItem | undefined): WriteCharge {
  return {
    table: writeUnits(Math.max(before ? itemBytes(before) : 0, after ? itemBytes(after) : 0)),
    indexes: sum(table.indexes.map((index) => indexCharge(index, before, after))),
  };
}

type Index = (typeof table)['indexes'][number];

function indexCharge(index: Index, before: WireItem | undefined, after: WireItem | undefined): number {
  const [was, is] = [entryOf(index, before), entryOf(index, after)];
  if (was && is && JSON.stringify(was) === JSON.stringify(is)) return 0;
  return [was, is].reduce((units, entry) => units + (entry ? writeUnits(itemBytes(entry)) : 0), 0);
}

/** What an index keeps of an item: its keys and the table's (KEYS_ONLY); nothing unless it has both of the index's. */
function entryOf(index: Index, item: WireItem | undefined): WireItem | undefined {
  const { [index.partitionKey]: partition, [index.sortKey]: sort } = item ?? {};
  const { [table.partitionKey]: pk, [table.sortKey]: sk } = item ?? {};
  if (!partition || !sort || !pk || !sk) return undefined;
  return {
    [table.partitionKey]: pk,
    [table.sortKey]: sk,
    [index.partitionKey]: partition,
    [index.sortKey]: sort,
  };
}
