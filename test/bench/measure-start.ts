import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { build, leaner } from '../../infra/build.ts';
import { type FunctionName, functions } from '../../infra/functions.ts';
import { toEvent } from '../../infra/local/gateway-event.ts';
import type { Machine } from './machine.ts';

export interface BundleSize {
  name: string;
  /** Of all its files, those that are loaded only when needed included. */
  bytes: number;
  /** Of the files that are loaded at its start. */
  startBytes: number;
}

export interface StartFigures {
  runs: number;
  /** Medians, ms from the start of the process to its first answer. */
  capture: number;
  floor: number;
  ratio: number;
  floorBundle: BundleSize;
  /** The bare handler without the SDK's sources of credentials, as our functions are built. */
  leanFloorBundle: BundleSize;
  captureBundle: BundleSize;
  node: string;
}

/** The size of every bundle in a folder of built ones. */
export function measureBundles(built: string): BundleSize[] {
  return (Object.keys(functions) as FunctionName[])
    .filter((name) => readdirSync(built).includes(name))
    .map((name) => sizeOf(name, join(built, name)));
}

/** Starts `capture` and the bare handler by turns, each in a new process, and posts one signup to each. */
export async function measureStart(machine: Machine, built: string, runs: number): Promise<StartFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'kweek-floor-'));
  try {
    const [ordinary, lean] = [join(folder, 'ordinary'), join(folder, 'lean')];
    await build(ordinary, ['capture'], [insteadOfCapture]);
    await build(lean, ['capture'], [...leaner, insteadOfCapture]);
    const bare = join(ordinary, 'capture');
    const times = { capture: [] as number[], floor: [] as number[] };
    for (let run = -1; run < runs; run++) {
      const capture = await firstAnswer(machine, join(resolve(built), 'capture'), run);
      const floor = await firstAnswer(machine, bare, run);
      if (run < 0) continue; // the first of each reads files that the others find in memory
      times.capture.push(capture);
      times.floor.push(floor);
    }
    const [capture, floor] = [median(times.capture), median(times.floor)];
    return {
      ...{ runs, capture, floor, ratio: capture / floor, node: process.version },
      floorBundle: sizeOf('floor', bare),
      leanFloorBundle: sizeOf('lean floor', join(lean, 'capture')),
      captureBundle: sizeOf('capture', join(built, 'capture')),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same build with another entry. */
const insteadOfCapture: Plugin = {
  name: 'floor',
  setup({ onResolve }) {
    onResolve({ filter: /functions\/capture\/index\.ts$/ }, () => ({
      path: fileURLToPath(new URL('./floor.ts', import.meta.url)),
    }));
  },
};

function sizeOf(name: string, folder: string): BundleSize {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
  const bytes = (list: string[]) => list.reduce((sum, file) => sum + statSync(file).size, 0);
  return {
    name,
    bytes: bytes(files.filter((file) => statSync(file).isFile())),
    startBytes: bytes(loadedAtStart(folder)),
  };
}

/** The entry and what it imports at once; `import()` is for later. */
function loadedAtStart(folder: string): string[] {
  const found = new Set<string>();
  const follow = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, next] of readFileSync(file, 'utf8').matchAll(/(?:from|import)"\.\/([^"]+)"/g)) {
      if (next) follow(join(folder, next));
    }
  };
  follow(join(folder, 'index.mjs'));
  return [...found];
}

function firstAnswer(machine: Machine, bundle: string, run: number): Promise<number> {
  const { stack, idKey } = machine;
  const body = Buffer.from(
    JSON.stringify({
      email: `start.${run}.${process.hrtime.bigint()}@voorbeeld-bedrijf.example`,
      consent_marketing: true,
    }),
  );
  const event = toEvent(
    {
      method: 'POST',
      target: '/f/guide',
      headers: { 'content-type': ['application/json'] },
      body,
      ip: '192.0.2.1',
    },
    { route: 'POST /f/{formId}', to: 'capture', pathParameters: { formId: 'guide' } },
    { requestId: 'probe', now: Date.now() },
  );
  const env = {
    ...{ KWEEK_ENV: 'local', KWEEK_TABLE: stack.table, KWEEK_BASE_URL: stack.url },
    ...{ KWEEK_ID_KEY: Buffer.from(idKey).toString('base64'), AWS_REGION: 'eu-west-1' },
    ...{ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    ...{
      AWS_ENDPOINT_URL_DYNAMODB: stack.dynamodb,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  };
  const probe = fileURLToPath(new URL('./start-probe.mjs', import.meta.url));
  const entry = pathToFileURL(join(bundle, 'index.mjs')).href;
  return new Promise((done, fail) => {
    const from = performance.now();
    const child = spawn(process.execPath, [probe, entry, JSON.stringify(event)], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let took: number | undefined;
    child.stdout.on('data', (answer: Buffer) => {
      if (answer.toString().startsWith('200')) took = performance.now() - from;
    });
    child.on('error', fail);
    child.on('exit', () =>
      took === undefined ? fail(new Error(`${bundle} did not answer 200`)) : done(took),
    );
  });
}

const median = (list: number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;
