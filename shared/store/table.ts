import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The one table, and the connection to it. Retries are the SDK's own: every write here is conditional or idempotent. */
export interface Table {
  client: DynamoDBClient;
  name: string;
  /** The log of erasures; only those have it who erase. */
  erasures?: string;
}

export const openTable = (name: string, erasures?: string): Table => ({
  client: new DynamoDBClient({
    maxAttempts: 4,
    // Without `throwOnRequestTimeout` a time-out is only a line in the log, and nobody asks again.
    requestHandler: { requestTimeout: 3_000, connectionTimeout: 1_000, throwOnRequestTimeout: true },
  }),
  name,
  ...(erasures ? { erasures } : {}),
});
