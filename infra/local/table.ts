import { setTimeout } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { erasureTable, table } from '../table.ts';

/** The log of erasures that belongs to a table. */
export const erasuresOf = (name: string): string => `${name}-erasures`;

/** A client for DynamoDB Local, which takes any credentials. */
export function localClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

/**
 * Creates the tables that `infra/table.ts` defines unless they are there, adds the indexes that one of an earlier
 * release lacks, and answers the ARN of the stream.
 */
export async function createTable(client: DynamoDBClient, name: string): Promise<string> {
  const created = await client.send(new CreateTableCommand(definition(name))).catch((error) => {
    if (!(error instanceof ResourceInUseException)) throw error;
  });
  if (created) {
    const TimeToLiveSpecification = { AttributeName: table.ttl, Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  }
  await client.send(new CreateTableCommand(logDefinition(erasuresOf(name)))).catch((error) => {
    if (!(error instanceof ResourceInUseException)) throw error;
  });
  const described =
    created?.TableDescription ?? (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  const known = described?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName) ?? [];
  const { AttributeDefinitions, GlobalSecondaryIndexes = [] } = definition(name);
  for (const index of GlobalSecondaryIndexes.filter(({ IndexName }) => !known.includes(IndexName))) {
    const GlobalSecondaryIndexUpdates = [{ Create: index }];
    await untilIndexed(client, name);
    await client.send(
      new UpdateTableCommand({ TableName: name, AttributeDefinitions, GlobalSecondaryIndexUpdates }),
    );
  }
  const arn = described?.LatestStreamArn;
  if (!arn) throw new Error(`Table ${name} has no stream: start with --fresh`);
  return arn;
}

/** DynamoDB makes one index of a table at a time. */
async function untilIndexed(client: DynamoDBClient, name: string): Promise<void> {
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.GlobalSecondaryIndexes?.every(({ IndexStatus }) => IndexStatus === 'ACTIVE') ?? true) return;
    await setTimeout(100);
  }
}

const attribute = (AttributeName: string, AttributeType: 'S' | 'N' = 'S') => ({
  AttributeName,
  AttributeType,
});
const keys = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

const logDefinition = (name: string): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: keys(erasureTable.partitionKey, erasureTable.sortKey),
  AttributeDefinitions: [attribute(erasureTable.partitionKey), attribute(erasureTable.sortKey)],
});

function definition(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys(table.partitionKey, table.sortKey),
    AttributeDefinitions: [
      attribute(table.partitionKey),
      attribute(table.sortKey),
      ...table.indexes.flatMap((index) => [
        attribute(index.partitionKey),
        attribute(index.sortKey, index.sortType),
      ]),
    ],
    GlobalSecondaryIndexes: table.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keys(index.partitionKey, index.sortKey),
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: table.streamView },
  };
}
