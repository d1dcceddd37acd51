import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isAlive } from './data-lock.ts';

/**
 * Calls `gone` once when the process that started us has ended without telling us, as `kill -9`
 * of `npm` does: npm, its shell and tsx stand between the terminal and this process.
 */
export function watchParents(gone: () => void): () => void {
  const watched = parents();
  const timer = setInterval(() => {
    if (watched.every(isAlive)) return;
    clearInterval(timer);
    gone();
  }, 500).unref();
  return () => clearInterval(timer);
}

/** Our parents up to and with npm; none when npm did not start us, for then who did may well go away. */
function parents(): number[] {
  if (!process.env.npm_lifecycle_event) return [];
  const found: number[] = [];
  for (let pid = process.ppid; pid > 1 && found.length < 6; ) {
    found.push(pid);
    const { command, parent } = look(pid);
    if (/^\S*(npm|npx|pnpm|yarn)\b/.test(command) || /\bnode\S* \S*(npm|npx|pnpm|yarn)/.test(command))
      return found;
    pid = parent;
  }
  return [process.ppid];
}

function look(pid: number): { command: string; parent: number } {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return { command, parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0) };
  } catch {
    return askPs(pid);
  }
}

/** Where there is no /proc: macOS. */
function askPs(pid: number): { command: string; parent: number } {
  const printed =
    spawnSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  const [, parent = '0', command = ''] = /^\s*(\d+)\s+(.*)/.exec(printed) ?? [];
  return { command, parent: Number(parent) };
}
