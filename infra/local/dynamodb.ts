import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explainJava, findJava } from './java.ts';
import { freePort } from './listen.ts';

export type DynamoDbLocal = { endpoint: string; pid: number; stop(): Promise<void> };

/**
 * Java runs under a small shell that also reads a pipe from us. However we end, `kill -9`
 * included, the pipe closes, the read returns and Java is told to stop.
 */
const watchdog = `
"$@" 3<&- & java=$!
(read -r _; kill $java) <&3 & dog=$!
wait $java; code=$?
kill $dog 2>/dev/null
exit $code`;

/**
 * Starts AWS's own DynamoDB Local on a free port, in memory or on the folder `dbPath`.
 * Throws with advice when Java is missing or too old.
 */
export async function startDynamoDb(
  options: { dbPath?: string; java?: string } = {},
): Promise<DynamoDbLocal> {
  const java = options.java ?? findJava();
  if (options.dbPath) mkdirSync(options.dbPath, { recursive: true });
  const port = await freePort();
  // A process group of its own: Ctrl-C in the terminal must not stop the table before us.
  const child = spawn('/bin/sh', ['-c', watchdog, 'sh', java, ...javaArguments(port, options.dbPath)], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
    // The flag alone still looks up a host at start; this variable does not.
    env: { PATH: process.env.PATH, DDB_LOCAL_TELEMETRY: '0' },
  });
  let said = '';
  child.stderr?.on('data', (data) => {
    said = (said + data).slice(-2000);
  });
  const gone = new Promise<'gone'>((done) => child.once('exit', () => done('gone')));
  const stop = async () => {
    child.stdio[3]?.destroy();
    if ((await Promise.race([gone, sleep(3000, 'late', { ref: false })])) === 'gone') return;
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
    await gone;
  };
  if ((await Promise.race([gone, answers(port)])) !== 'up') {
    await stop();
    throw new Error((await explainJava(java)) ?? `DynamoDB Local did not start: ${said}`);
  }
  return { endpoint: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop };
}

function javaArguments(port: number, dbPath: string | undefined): string[] {
  const carrier = createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json');
  const emulator = join(dirname(carrier), 'emulator');
  return [
    ...['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Xmx384m'],
    `-Djava.library.path=${join(emulator, 'DynamoDBLocal_lib')}`,
    ...['-jar', join(emulator, 'DynamoDBLocal.jar')],
    ...['-port', String(port), '-sharedDb', '-disableTelemetry'],
    ...(dbPath ? ['-dbPath', resolve(dbPath)] : ['-inMemory']),
  ];
}

async function answers(port: number): Promise<'up' | 'silent'> {
  for (let tries = 0; tries < 1000; tries++) {
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false));
      socket.once('close', () => done(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return 'up';
    await sleep(20);
  }
  return 'silent';
}
