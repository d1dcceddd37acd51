import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { freePort } from '../../infra/local/listen.ts';
import { builtBundles } from '../bundles.ts';
import { signUp, subjects } from './lead.ts';
import { openKweek } from './tour/kweek.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'kweek-start-'));
const started: ChildProcess[] = [];
afterAll(() => {
  for (const { pid } of started) signal(-(pid ?? 0), 'SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

type Machine = {
  url: string;
  mailUrl: string;
  said: () => string;
  /** Ends as Ctrl-C in the terminal does: everyone in it hears of it. */
  interrupt(): void;
  ended: Promise<number | null>;
};

/** `npm start` in a terminal of its own; answers when it runs or has ended. */
async function npmStart(): Promise<Machine> {
  const [port, mailPort] = [await freePort(), await freePort()];
  const child = spawn('npm', ['start', '--', '--data', dataDir, '--bundles', await builtBundles()], {
    cwd: root,
    env: { ...process.env, PORT: String(port), MAIL_PORT: String(mailPort) },
    detached: true,
  });
  started.push(child);
  const { said, ended } = listen(child);
  while (!said().includes('Ctrl-C stops it.') && child.exitCode === null) await sleep(50);
  return {
    url: `http://localhost:${port}`,
    mailUrl: `http://localhost:${mailPort}`,
    said,
    interrupt: () => signal(-(child.pid ?? 0), 'SIGINT'),
    ended,
  };
}

function listen(child: ChildProcess) {
  let text = '';
  for (const output of [child.stdout, child.stderr]) output?.on('data', (data) => (text += data));
  const ended = new Promise<number | null>((done) => child.once('close', done));
  return { said: () => text, ended };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended
  }
}

/** Command lines of all processes that work on the data folder: ours, and Java with its watchdog. */
function workers(): string[] {
  const all = existsSync('/proc/self/cmdline')
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map((pid) => commandOf(pid))
    : execFileSync('ps', ['-Ao', 'args='], { encoding: 'utf8' }).split('\n');
  return all.filter((command) => command.includes(dataDir));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // ended meanwhile
  }
}

async function nobodyWorks(): Promise<string[]> {
  for (let tries = 0; workers().length > 0 && tries < 100; tries++) await sleep(50);
  return workers();
}

// Processes that start cold: a busy machine may take its time.
describe('npm start', { timeout: 120_000 }, () => {
  const email = 'an@voorbeeld.example';

  it('says where things are, keeps its data to itself, and leaves nothing behind after Ctrl-C', async () => {
    const machine = await npmStart();
    const { url, mailUrl } = machine;
    for (const part of [url, mailUrl, 'sk_local_kweek', `${url}/docs`, dataDir]) {
      expect(machine.said()).toContain(part);
    }
    for (const [path, words] of [
      ['/', 'Send me the guide'],
      ['/docs', 'Kweek API'],
    ] as const) {
      expect(await (await fetch(url + path)).text()).toContain(words);
    }
    await signUp({ url }, email);
    expect(workers().some((command) => command.includes('java'))).toBe(true);

    const second = await npmStart();
    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(/Kweek already runs on .+ \(process \d+\)\. Stop it first: kill \d+/);

    machine.interrupt();
    await machine.ended;
    expect(await nobodyWorks()).toEqual([]);
    for (const gone of [url, mailUrl]) await expect(fetch(gone)).rejects.toThrow();
  });

  it('finds leads and mails again, and after kill -9 leaves no Java', async () => {
    const { url, mailUrl } = await npmStart();
    const lead = await openKweek(url, 'sk_local_kweek').lead(email);
    expect(lead.mailability).toBe('pending_confirmation');
    const inbox = async () => ((await (await fetch(`${mailUrl}/store`)).json()) as Inbox).emails;
    while ((await inbox()).length === 0) await sleep(100); // the stop may have come before the mail
    expect((await inbox()).map(({ subject }) => subject)).toEqual([subjects.confirmation]);

    signal(Number.parseInt(readFileSync(join(dataDir, 'kweek.pid'), 'utf8'), 10), 'SIGKILL');
    expect(await nobodyWorks()).toEqual([]);
  });

  it('without Java says what to install', async () => {
    const bare = join(dataDir, 'no-java');
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'infra/local/start.ts', '--data', bare, '--bundles', await builtBundles()],
      {
        cwd: root,
        env: { PATH: join(dataDir, 'empty'), JAVA_HOME: '', PORT: '0', MAIL_PORT: '0' },
      },
    );
    started.push(child);
    const { said, ended } = listen(child);
    expect(await ended).toBe(1);
    expect(said()).toContain('No Java was found.');
    expect(said()).toContain('apt-get install openjdk-17-jre-headless');
    expect(said()).not.toMatch(/\n\s+at /); // no stack trace
  });
});

type Inbox = { emails: { subject: string }[] };
