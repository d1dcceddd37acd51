import { describe, expect, it } from 'vitest';
import type { WireItem } from './capacity.ts';
import { askForMore, chargeOf } from './charge.ts';

const item = (bytes: number, more: WireItem = {}): WireItem => ({
  pk: { S: 'p' },
  sk: { S: 's' },
  x: { S: 'x'.repeat(bytes - 7) },
  ...more,
});
const units = (operation: string, body: object, answer: object, refused = false) => {
  const charge = chargeOf(
    { operation, body: body as Record<string, unknown> },
    { body: answer as Record<string, unknown>, refused },
  );
  return [charge.readUnits, charge.writeUnits, charge.indexUnits, charge.by];
};

describe('a read', () => {
  it('of one item costs by its size, and something even when it is not there', () => {
    expect(units('GetItem', {}, { Item: item(900) })).toEqual([0.5, 0, 0, 'rules']);
    expect(units('GetItem', { ConsistentRead: true }, { Item: item(5_000) })).toEqual([2, 0, 0, 'rules']);
    expect(units('GetItem', {}, {})).toEqual([0.5, 0, 0, 'rules']);
  });

  it('by a query costs by all that it finds together', () => {
    expect(units('Query', {}, { Items: [item(3_000), item(3_000)] })).toEqual([1, 0, 0, 'rules']);
    expect(units('Query', {}, { Items: [] })).toEqual([0.5, 0, 0, 'rules']);
  });

  it('of a batch rounds each item by itself', () => {
    const asked = { RequestItems: { kweek: { Keys: [{}, {}, {}] } } };
    const found = { Responses: { kweek: [item(5_000), item(100)] } };
    expect(units('BatchGetItem', asked, found)).toEqual([1 + 0.5 + 0.5, 0, 0, 'rules']);
  });
});

describe('a write', () => {
  it('costs by the larger of the new item and the old one, which the answer brings', () => {
    expect(units('PutItem', { Item: item(500) }, { Attributes: item(1_500) })).toEqual([0, 2, 0, 'rules']);
    expect(askForMore({ operation: 'PutItem', body: { Item: {} } })).toMatchObject({
      ReturnValues: 'ALL_OLD',
      ReturnConsumedCapacity: 'INDEXES',
    });
  });

  it('that a condition refused costs by what lies there, and one unit when nothing does', () => {
    expect(units('PutItem', { Item: item(500) }, { Item: item(1_500) }, true)).toEqual([0, 2, 0, 'rules']);
    expect(units('UpdateItem', {}, {}, true)).toEqual([0, 1, 0, 'rules']);
  });

  it('in a transaction costs the table twice', () => {
    const puts = [{ Put: { Item: item(1_500) } }, { Put: { Item: item(100) } }];
    expect(units('TransactWriteItems', { TransactItems: puts }, {})).toEqual([0, 4 + 2, 0, 'rules']);
  });

  it('by an update of a small item costs one', () => {
    expect(units('UpdateItem', {}, { Attributes: item(100) })).toEqual([0, 1, 0, 'rules']);
  });
});

it('takes what DynamoDB Local says where the answer tells too little', () => {
  const said = { ConsumedCapacity: { CapacityUnits: 3 } };
  const updated = { ...said, Attributes: item(100, { dq: { S: '1#0' }, da: { N: '1' } }) };
  expect(units('UpdateItem', {}, updated)).toEqual([0, 3, 0, 'local']);
  expect(units('Query', { FilterExpression: 'x = :x' }, said)).toEqual([3, 0, 0, 'local']);
});
