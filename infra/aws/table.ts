import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type ITable,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { erasureTable, table } from '../table.ts';
import type { Settings } from './settings.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });
const number = (name: string) => ({ name, type: AttributeType.NUMBER });

/** The one table. It outlives its stack, and a slip of the hand can neither delete nor overwrite it. */
export function createTable(scope: Construct, warm: Settings['warmThroughput']): ITable {
  // An index that is not as warm as its table holds the table's writes back.
  const warmth = warm && {
    warmThroughput: { readUnitsPerSecond: warm.reads, writeUnitsPerSecond: warm.writes },
  };
  const made = new TableV2(scope, 'Table', {
    partitionKey: text(table.partitionKey),
    sortKey: text(table.sortKey),
    timeToLiveAttribute: table.ttl,
    dynamoStream: StreamViewType[table.streamView],
    globalSecondaryIndexes: table.indexes.map((index) => ({
      indexName: index.name,
      partitionKey: text(index.partitionKey),
      sortKey: number(index.sortKey),
      projectionType: ProjectionType.KEYS_ONLY,
      ...warmth,
    })),
    ...warmth,
    billing: Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  // The class and its interface differ in what `exactOptionalPropertyTypes` looks at, nothing else.
  return made as ITable;
}

/** The log of erasures, which a restored table is held against. It is not restored with it. */
export function createErasureTable(scope: Construct): ITable {
  const made = new TableV2(scope, 'Erasures', {
    partitionKey: text(erasureTable.partitionKey),
    sortKey: text(erasureTable.sortKey),
    billing: Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  return made as ITable;
}

/** A table that was restored beside the one of the data stack, by the ARN of its stream. */
export const restoredTable = (scope: Construct, streamArn: string): ITable =>
  TableV2.fromTableAttributes(scope, 'RestoredTable', {
    tableArn: streamArn.replace(/\/stream\/.*/, ''),
    tableStreamArn: streamArn,
  }) as ITable;
