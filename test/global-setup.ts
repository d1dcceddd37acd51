import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { startDynamoDb } from '../infra/local/dynamodb.ts';
import { faultOf, namesIn } from './logs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Endpoint of the run's one DynamoDB Local; each suite makes a table of its own name. */
    dynamodb: string;
    /** A folder for the run's one set of bundles (bundles.ts). */
    bundles: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dynamodb = await startDynamoDb();
  project.provide('dynamodb', dynamodb.endpoint);
  const folder = mkdtempSync(join(tmpdir(), 'kweek-logs-'));
  const bundles = mkdtempSync(join(tmpdir(), 'kweek-bundles-'));
  project.provide('bundles', bundles);
  // Workers and all that they start inherit it; what functions say goes there, whichever way they run.
  process.env.KWEEK_LOG = join(folder, 'functions.log');
  return async () => {
    await dynamodb.stop();
    rmSync(bundles, { recursive: true, force: true });
    const fault = faultOf(process.env.KWEEK_LOG, namesOfTests());
    if (!fault) return rmSync(folder, { recursive: true, force: true });
    console.error(fault);
    process.exitCode = 1; // this is no test: only so the run fails
  };
}

/** The names of everybody whom the tests imagine. */
function namesOfTests(): string[] {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const texts = sources
    .filter((path) => /\.(tsx?|json)$/.test(path))
    .map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'));
  return [...new Set(texts.flatMap(namesIn))];
}
