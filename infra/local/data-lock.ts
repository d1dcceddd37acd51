import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Claims the data folder for this process; answers a function that gives it back.
 * Throws when a living process holds it. What a dead one left behind is taken over.
 */
export function lockData(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'kweek.pid');
  const release = () => rmSync(file, { force: true });
  for (let tries = 0; tries < 2; tries++) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
      return release;
    } catch {
      const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
      if (isOurs(pid)) {
        throw new Error(`Kweek already runs on ${dataDir} (process ${pid}). Stop it first: kill ${pid}`);
      }
      release();
    }
  }
  throw new Error(`${file} cannot be written.`);
}

/** Whether the process lives and is a local machine: numbers come back after a restart of the computer. */
function isOurs(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid || !isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('start.ts');
  } catch {
    return true; // no /proc: better to ask than to share the data
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
