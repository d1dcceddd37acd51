import { format } from 'node:util';
import fc from 'fast-check';
import { afterAll, expect, vi } from 'vitest';
import { keep } from './logs.ts';

// The same histories in every run, so that a red test is a change's fault; FC_SEED=… looks for others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261122) });

// A process may run many files (vitest.config.ts): each finds modules, environment and outputs as the first did.
vi.resetModules();
const outputs = [process.stdout, process.stderr];
const found = { env: { ...process.env }, console: { ...console }, writes: outputs.map(({ write }) => write) };
afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in found.env)) delete process.env[name];
  Object.assign(process.env, found.env);
  Object.assign(console, found.console);
  for (const [n, output] of outputs.entries()) Object.assign(output, { write: found.writes[n] });
});

// Functions that run in the test itself speak through its console, or past it; see global-setup.ts.
keep('test', `begins ${expect.getState().testPath?.split('/').at(-1)}`);
for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
  const write = console[level];
  console[level] = (...words: unknown[]) => {
    keep('test', format(...words));
    write(...words);
  };
}
for (const output of outputs) {
  const write = output.write.bind(output) as (...args: unknown[]) => boolean;
  output.write = (...args: unknown[]) => {
    keep('test', String(args[0]).trimEnd());
    return write(...args);
  };
}
