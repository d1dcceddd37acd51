import { format } from 'node:util';
import fc from 'fast-check';
import { expect } from 'vitest';
import { keep } from './logs.ts';

// The same histories in every run, so that a red test is a change's fault; FC_SEED=… looks for others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261122) });

// Functions that run in the test itself speak through its console, or past it; see global-setup.ts.
keep('test', `begins ${expect.getState().testPath?.split('/').at(-1)}`);
for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
  const write = console[level];
  console[level] = (...words: unknown[]) => {
    keep('test', format(...words));
    write(...words);
  };
}
for (const output of [process.stdout, process.stderr]) {
  const write = output.write.bind(output) as (...args: unknown[]) => boolean;
  output.write = (...args: unknown[]) => {
    keep('test', String(args[0]).trimEnd());
    return write(...args);
  };
}
