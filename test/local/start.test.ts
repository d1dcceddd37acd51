import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type FunctionName, functions } from '../../infra/functions.ts';
import { lockData } from '../../infra/local/data-lock.ts';
import { freePort } from '../../infra/local/listen.ts';
import { readOptions } from '../../infra/local/start-options.ts';
import { makeBundles } from './bundles.ts';

const bundles = makeBundles();
const mark = `mark-${Math.random().toString(36).slice(2)}`;
for (const name of Object.keys(functions) as FunctionName[]) {
  bundles.write(name, `export const handler = async () => (console.log('${mark}'), { version: 1 });`);
}
const dataDir = mkdtempSync(join(tmpdir(), 'kweek-data-'));
const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  bundles.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

type Started = {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
  ports: [number, number];
};

async function start(args: string[] = []): Promise<Started> {
  const ports: [number, number] = [await freePort(), await freePort()];
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'infra/local/start.ts', '--data', dataDir, '--bundles', bundles.folder, ...args],
    {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      env: {
        ...{ PATH: process.env.PATH, KWEEK_LOG: process.env.KWEEK_LOG },
        ...{ PORT: String(ports[0]), MAIL_PORT: String(ports[1]) },
      },
    },
  );
  running.push(child);
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output?.on('data', (data) => {
      said += data;
    });
  }
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const ready = new Promise<void>((done) => {
    child.stdout?.on('data', () => said.includes('Ctrl-C stops it.') && done());
  });
  await Promise.race([ready, ended]);
  return { child, said: () => said, ended, ports };
}

// Processes that start cold: a busy machine may take its time.
describe('npm start', { timeout: 60_000 }, () => {
  it('says where things are, has its data to itself, and stops cleanly', async () => {
    const first = await start(['--day', '60s']);
    const [port, mailPort] = first.ports;
    for (const part of [
      `http://localhost:${port}`,
      `http://localhost:${mailPort}`,
      `curl -H 'Authorization: Bearer sk_local_kweek' http://localhost:${port}/v1/leads`,
      'a day passes in 60s',
    ]) {
      expect(first.said()).toContain(part);
    }
    expect((await fetch(`http://localhost:${port}/`)).headers.get('content-type')).toMatch('text/html');
    await fetch(`http://localhost:${port}/f/guide`);
    for (const log of [join(dataDir, 'kweek.log'), process.env.KWEEK_LOG ?? ''])
      await expect.poll(() => readFileSync(log, 'utf8')).toContain(`capture ${mark}`);
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);

    const second = await start();
    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(`Kweek already runs on ${dataDir} (process ${first.child.pid})`);

    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow();
  });

  it('goes on after a kill, with the same keys and a clock that is not behind', async () => {
    const read = (name: string) => readFileSync(join(dataDir, name), 'utf8');
    const secrets = read('secrets.json');
    const killed = await start();
    killed.child.kill('SIGKILL');
    await killed.ended;
    const { programme } = JSON.parse(read('clock.json'));
    const again = await start();
    const clock = await (await fetch(`http://localhost:${again.ports[0]}/local/clock`)).json();
    expect(Date.parse((clock as { programme: string }).programme)).toBeGreaterThanOrEqual(programme - 10_000);
    expect(read('secrets.json')).toBe(secrets);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  });

  it('names a busy port and how to choose another', async () => {
    const blocker = createServer();
    await new Promise<void>((done) => blocker.listen(0, '127.0.0.1', done));
    const { port } = blocker.address() as { port: number };
    const { startLocal } = await import('../../infra/local/stack.ts');
    await expect(startLocal({ port, bundles: bundles.folder })).rejects.toThrow(
      `Port ${port} is in use. Stop what listens there, or choose another: PORT=`,
    );
    blocker.close();
  });
});

describe('options', () => {
  it('are the usual ones when nothing is said', () => {
    expect(readOptions([], {})).toMatchObject({
      fresh: false,
      empty: false,
      port: 3000,
      mailPort: 3001,
      adminKey: 'sk_local_kweek',
      dataDir: '.local',
    });
  });

  it.each([
    [['--day', '25h'], {}],
    [['--never'], {}],
    [[], { PORT: 'http' }],
    [['--workers', '5'], {}],
  ])('%j %j make no sense', (args, env) => expect(() => readOptions(args, env)).toThrow());
});

it('takes over a data folder whose owner is dead', () => {
  const folder = join(dataDir, 'locked');
  const unlock = lockData(folder);
  lockData(folder)(); // the file names this very process: one that had our number
  unlock();
});
