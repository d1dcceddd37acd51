import { itemBytes, putCharge, readUnits, type WireItem, writeUnits } from './capacity.ts';

/** What one request to DynamoDB costs. */
export interface Charge {
  readUnits: number;
  /** Of the table and its indexes. */
  writeUnits: number;
  /** The part of `writeUnits` that the indexes took. */
  indexUnits: number;
  /** `local`: a request that our rules do not cover; what DynamoDB Local said is taken. */
  by: 'rules' | 'local';
}

export interface WireRequest {
  operation: string;
  body: Record<string, unknown>;
}

/** The body of an answer; `refused` when a condition did not hold. */
export interface WireAnswer {
  body: Record<string, unknown>;
  refused: boolean;
}

/** What DynamoDB Local says a request consumed, table and indexes; undefined when it says nothing. */
export function localUnits({ body }: WireAnswer): number | undefined {
  const said = body.ConsumedCapacity as { CapacityUnits?: number } | { CapacityUnits?: number }[] | undefined;
  if (!said) return undefined;
  return [said].flat().reduce((total, one) => total + (one.CapacityUnits ?? 0), 0);
}

/** Has the answer carry what the rules below look at; the functions ask for none of it and look at none. */
export function askForMore({ operation, body }: WireRequest): Record<string, unknown> {
  const more: Record<string, unknown> = { ReturnConsumedCapacity: 'INDEXES' };
  if (operation === 'PutItem') more.ReturnValues = 'ALL_OLD';
  if (operation === 'UpdateItem') more.ReturnValues = body.ReturnValues ?? 'ALL_NEW';
  if (body.ConditionExpression) more.ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
  return { ...body, ...more };
}

/** What AWS bills for a request, by the developer guide's rules, from what was asked and answered. */
export function chargeOf(request: WireRequest, answer: WireAnswer): Charge {
  const { operation, body } = request;
  if (answer.refused) return refusedCharge(operation, answer);
  switch (operation) {
    case 'GetItem':
      return reads(readUnits(bytesOf(answer.body.Item), body.ConsistentRead === true));
    case 'Query':
      if (body.FilterExpression || body.ProjectionExpression || body.Select) return byLocal(answer, 'read');
      return reads(readUnits(sumBytes(answer.body.Items), body.ConsistentRead === true));
    case 'BatchGetItem':
      return reads(batchReadUnits(body, answer));
    case 'PutItem': {
      const before = answer.body.Attributes as WireItem | undefined;
      const { table, indexes } = putCharge(before, body.Item as WireItem);
      return writes(table, indexes);
    }
    case 'UpdateItem':
      return updateCharge(body, answer);
    case 'TransactWriteItems':
      return transactionCharge(body);
    default:
      return byLocal(answer, 'write');
  }
}

const reads = (units: number): Charge => ({ readUnits: units, writeUnits: 0, indexUnits: 0, by: 'rules' });
const writes = (table: number, indexes: number): Charge => ({
  readUnits: 0,
  writeUnits: table + indexes,
  indexUnits: indexes,
  by: 'rules',
});

const byLocal = (answer: WireAnswer, kind: 'read' | 'write'): Charge => {
  const units = localUnits(answer) ?? 0;
  return {
    readUnits: kind === 'read' ? units : 0,
    writeUnits: kind === 'write' ? units : 0,
    indexUnits: 0,
    by: 'local',
  };
};

/** A write that its condition refused costs by the item that lies there; one that finds nothing costs one unit. */
function refusedCharge(operation: string, { body }: WireAnswer): Charge {
  if (operation === 'TransactWriteItems') {
    const items = (body.CancellationReasons as { Item?: WireItem }[] | undefined) ?? [];
    return writes(
      items.reduce((total, { Item }) => total + 2 * writeUnits(bytesOf(Item)), 0),
      0,
    );
  }
  return writes(writeUnits(bytesOf(body.Item)), 0);
}

/**
 * An update answers the new item alone. Ours touch small items that no index holds; if one ever does not,
 * DynamoDB Local, which knows both, is asked.
 */
function updateCharge({ ReturnValues = 'ALL_NEW' }: WireRequest['body'], answer: WireAnswer): Charge {
  const after = answer.body.Attributes as WireItem | undefined;
  if (!after || ReturnValues !== 'ALL_NEW' || putCharge(undefined, after).indexes > 0)
    return byLocal(answer, 'write');
  return writes(writeUnits(itemBytes(after)), 0);
}

/** A transaction writes each item twice (prepare, commit); its indexes once. New items only, as ours are. */
function transactionCharge(body: Record<string, unknown>): Charge {
  const parts = body.TransactItems as { Put?: { Item: WireItem } }[];
  const charges = parts.map(({ Put }) => putCharge(undefined, Put?.Item));
  return writes(
    charges.reduce((total, { table }) => total + 2 * table, 0),
    charges.reduce((total, { indexes }) => total + indexes, 0),
  );
}

/** Each item of a batch is rounded by itself; asking for one that is not there costs as much as a small one. */
function batchReadUnits(body: Record<string, unknown>, answer: WireAnswer): number {
  const asked = body.RequestItems as Record<string, { Keys: unknown[]; ConsistentRead?: boolean }>;
  const found = answer.body.Responses as Record<string, WireItem[]>;
  return Object.entries(asked).reduce((total, [table, { Keys, ConsistentRead = false }]) => {
    const items = found[table] ?? [];
    const absent = (Keys.length - items.length) * readUnits(0, ConsistentRead);
    return items.reduce((sum, item) => sum + readUnits(itemBytes(item), ConsistentRead), total + absent);
  }, 0);
}

const bytesOf = (item: unknown): number => (item ? itemBytes(item as WireItem) : 0);
const sumBytes = (items: unknown): number =>
  ((items as WireItem[] | undefined) ?? []).reduce((total, item) => total + itemBytes(item), 0);
