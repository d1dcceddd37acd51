import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, Report } from './job.ts';

/** Does a job in a process of its own; answers the problem that kept it from its end, if any. */
export function runJob(job: Job, each: (report: Report) => void): Promise<string | undefined> {
  const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
    env: { ...process.env, TZ: 'UTC', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  return new Promise((done, fail) => {
    let ended: { problem?: string } | undefined;
    child.on('message', (report: Report) => {
      if (report.kind === 'end') ended = report;
      else each(report);
    });
    child.once('error', fail);
    child.once('exit', (code) => {
      if (ended) done(ended.problem);
      else fail(new Error(`a worker ended with ${code}`));
    });
    child.send(job);
  });
}

/** Works off a list, so many at a time. */
export async function eachOf<T>(
  list: readonly T[],
  atOnce: number,
  act: (one: T) => Promise<void>,
): Promise<void> {
  const next = list.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const one of next) await act(one);
    }),
  );
}
