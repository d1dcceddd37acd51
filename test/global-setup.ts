import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { startDynamoDb } from '../infra/local/dynamodb.ts';
import { personalLines } from './logs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Endpoint of the run's one DynamoDB Local; each suite makes a table of its own name. */
    dynamodb: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dynamodb = await startDynamoDb();
  project.provide('dynamodb', dynamodb.endpoint);
  const folder = mkdtempSync(join(tmpdir(), 'kweek-logs-'));
  // Workers and all that they start inherit it; what functions say goes there, whichever way they run.
  process.env.KWEEK_LOG = join(folder, 'functions.log');
  return async () => {
    await dynamodb.stop();
    lookThrough(process.env.KWEEK_LOG ?? '', folder);
  };
}

/** Nobody's address may stand in any log of the whole run. The run fails by its exit code, since this is no test. */
function lookThrough(file: string, folder: string): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const found = personalLines(text);
  if (found.length === 0) {
    rmSync(folder, { recursive: true, force: true });
    return;
  }
  console.error(`Something of a person stands in what functions said: ${file}, lines ${found.join(', ')}`);
  process.exitCode = 1;
}
