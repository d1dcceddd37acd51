import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FunctionName, functions } from '../functions.ts';
import { type LocalFunction, openFunction } from './lambda.ts';

export type LocalFunctions = {
  /** Invokes a function synchronously. Throws FunctionFailure. */
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
  /** Whether there is a bundle for the function. */
  has(name: FunctionName): boolean;
  setEnv(env: Record<string, string>): void;
  /** Ends a function's sandboxes in the middle of their work, as a crash would. */
  kill(name: FunctionName): Promise<void>;
  /** Invocations under way, and how many there have been. */
  count(): { underWay: number; all: number };
  stop(): Promise<void>;
};

/** How many sandboxes a function may have; one where AWS would never run two at once either. */
const sandboxes: Record<FunctionName, number> = {
  capture: 4,
  links: 4,
  admin: 4,
  'nurture-start': 4,
  'nurture-send': 1,
  record: 1,
  feedback: 2,
};

/** The functions of `infra/functions.ts` from the bundles in a folder, each with its environment. */
export function openFunctions(options: {
  bundles: string;
  envOf: (name: FunctionName) => Record<string, string>;
  /** Senders that work at once; one. */
  workers?: number | undefined;
  log: (name: FunctionName, line: string) => void;
}): LocalFunctions {
  const bundleOf = (name: FunctionName) => resolve(join(options.bundles, name, 'index.mjs'));
  const open = (name: FunctionName): LocalFunction =>
    openFunction({
      name,
      bundle: bundleOf(name),
      env: options.envOf(name),
      size: name === 'nurture-send' ? (options.workers ?? 1) : sandboxes[name],
      timeoutMs: functions[name].timeoutSeconds * 1000,
      memoryMb: functions[name].memoryMb,
      log: (line) => options.log(name, line),
    });
  const names = Object.keys(functions) as FunctionName[];
  const opened = new Map(names.map((name) => [name, open(name)]));
  const get = (name: FunctionName) => {
    const found = opened.get(name);
    if (!found) throw new Error(`There is no function ${name}.`);
    return found;
  };
  let underWay = 0;
  let all = 0;

  return {
    async invoke(name, event) {
      underWay++;
      all++;
      return get(name)
        .invoke(event)
        .finally(() => underWay--);
    },
    has: (name) => existsSync(bundleOf(name)),
    setEnv(env) {
      for (const one of opened.values()) one.setEnv(env);
    },
    kill: (name) => get(name).kill(),
    count: () => ({ underWay, all }),
    async stop() {
      await Promise.all([...opened.values()].map((one) => one.stop()));
    },
  };
}
