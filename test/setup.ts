import fc from 'fast-check';
import { logFile } from '../infra/local/log-file.ts';

// The same histories in every run, so that a red test is a change's fault; FC_SEED=… looks for others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261122) });

// Functions that run in the test itself say what they say on its console; see global-setup.ts.
const keep = logFile(process.env.KWEEK_LOG);
for (const level of ['info', 'warn', 'error'] as const) {
  const write = console[level];
  console[level] = (...words: unknown[]) => {
    if (typeof words[0] === 'string' && words[0].startsWith('{"level"')) keep('test', words[0]);
    write(...words);
  };
}
