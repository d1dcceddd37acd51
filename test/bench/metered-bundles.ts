import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type FunctionName, functions } from '../../infra/functions.ts';

/** One invocation of a function, as its own thread saw it. */
export interface Invocation {
  function: string;
  /** Records or messages that it was handed. */
  records: number;
  ms: number;
  /** What its thread had of a processor in them; without /proc, how long it was not just waiting. */
  busyMs: number;
}

const mark = 'BENCH ';

/** A folder of entries that load the built bundles as they are and print how long every invocation took. */
export function meterBundles(built: string): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'kweek-bench-'));
  for (const name of Object.keys(functions) as FunctionName[]) {
    const bundle = resolve(built, name, 'index.mjs');
    if (!existsSync(bundle)) continue;
    mkdirSync(join(folder, name));
    writeFileSync(
      join(folder, name, 'index.mjs'),
      `import { readFileSync } from 'node:fs';
function busy() {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return performance.eventLoopUtilization().active;
  }
}
const inner = await import(${JSON.stringify(pathToFileURL(bundle).href)});
export async function handler(event, context) {
  const from = performance.now();
  const before = busy();
  try {
    return await inner.handler(event, context);
  } finally {
    const records = event.Records?.length ?? 0;
    console.log(${JSON.stringify(mark)} + JSON.stringify({ records, ms: performance.now() - from, busyMs: busy() - before }));
  }
}
`,
    );
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a line of a function's log says about an invocation; undefined for the function's own words. */
export function invocationOf(name: string, line: string): Invocation | undefined {
  if (!line.startsWith(mark)) return undefined;
  return { function: name, ...(JSON.parse(line.slice(mark.length)) as Omit<Invocation, 'function'>) };
}
