import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { startDynamoDb } from '../infra/local/dynamodb.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Endpoint of the run's one DynamoDB Local; each suite makes a table of its own name. */
    dynamodb: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dynamodb = await startDynamoDb();
  project.provide('dynamodb', dynamodb.endpoint);
  return () => dynamodb.stop();
}
