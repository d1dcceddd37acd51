import { describe, expect, it } from 'vitest';
import { itemBytes, putCharge, readUnits, type WireItem, type WireValue, writeUnits } from './capacity.ts';

const bytesOf = (value: WireValue) => itemBytes({ n: value }) - 1;

describe('the size of an item', () => {
  it('is its names and its values, in bytes of UTF-8', () => {
    expect(itemBytes({ pk: { S: 'a' }, sk: { S: 'lead' } })).toBe(2 + 1 + 2 + 4);
    expect(itemBytes({ é: { S: '€' } })).toBe(2 + 3);
  });

  it('counts a number as a byte for two significant digits and one more', () => {
    const sizes = ['0', '7', '12', '123', '1763800000000', '1763812345678', '0.050', '-5', '1.5e10', '10.01'];
    expect(sizes.map((N) => bytesOf({ N }))).toEqual([1, 2, 2, 3, 4, 8, 2, 3, 2, 3]);
  });

  it('counts bytes as they are, not as base64', () => {
    expect(bytesOf({ B: Buffer.from([1, 2, 3, 4, 5]).toString('base64') })).toBe(5);
  });

  it('counts one for true, false and null', () => {
    expect([bytesOf({ BOOL: true }), bytesOf({ NULL: true })]).toEqual([1, 1]);
  });

  it('adds three for a list or a map, and one for each thing in it', () => {
    expect(bytesOf({ L: [] })).toBe(3);
    expect(bytesOf({ L: [{ S: 'ab' }, { BOOL: false }] })).toBe(3 + (1 + 2) + (1 + 1));
    expect(bytesOf({ M: { at: { N: '12' }, f: { S: 'xyz' } } })).toBe(3 + (1 + 2 + 2) + (1 + 1 + 3));
  });
});

describe('units', () => {
  it('of a write: one for each kilobyte begun', () => {
    expect([0, 1, 1_024, 1_025, 2_048, 2_049].map(writeUnits)).toEqual([1, 1, 1, 2, 2, 3]);
  });

  it('of a read: one for each four kilobytes begun, half when it may be a little old', () => {
    expect([0, 4_096, 4_097].map((bytes) => readUnits(bytes, true))).toEqual([1, 1, 2]);
    expect([0, 4_096, 4_097].map((bytes) => readUnits(bytes, false))).toEqual([0.5, 0.5, 1]);
  });
});

describe('a put', () => {
  const lead = (more: WireItem = {}): WireItem => ({
    pk: { S: 'lead_1' },
    sk: { S: 'lead' },
    lb: { S: '2026-11' },
    la: { N: '1' },
    ...more,
  });
  const due = (at: number, lane = 1): WireItem => ({ dq: { S: `${lane}#0` }, da: { N: String(at) } });
  const long = { x: { S: 'x'.repeat(1_500) } };

  it('of something new costs the table by its size and each index that holds it one', () => {
    expect(putCharge(undefined, lead(due(1)))).toEqual({ table: 1, indexes: 2 });
    expect(putCharge(undefined, lead(long))).toEqual({ table: 2, indexes: 1 });
  });

  it('costs the table by the larger of what was and what is', () => {
    expect(putCharge(lead(long), lead()).table).toBe(2);
    expect(putCharge(lead(), lead(long)).table).toBe(2);
  });

  it('costs an index nothing while its keys stay, however the rest changes', () => {
    expect(putCharge(lead(due(1)), lead({ ...due(1), ...long })).indexes).toBe(0);
  });

  it('costs an index two when its key changes: the old entry goes, the new one comes', () => {
    expect(putCharge(lead(due(1)), lead(due(2))).indexes).toBe(2);
    expect(putCharge(lead(due(1)), lead(due(1, 0))).indexes).toBe(2);
  });

  it('costs an index one when an entry comes or goes', () => {
    expect(putCharge(lead(), lead(due(1))).indexes).toBe(1);
    expect(putCharge(lead(due(1)), lead()).indexes).toBe(1);
  });
});
