import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { Hono } from 'hono';
import { type FunctionName, routes } from '../functions.ts';
import { type LocalClock, openClock, rateOf } from './clock.ts';
import { localControls } from './controls.ts';
import { demoPages } from './demo.ts';
import { startDynamoDb } from './dynamodb.ts';
import { serveGateway } from './http.ts';
import { configurationSet, functionEnv } from './local-env.ts';
import { type LocalFunctions, openFunctions } from './local-functions.ts';
import { type LocalStreams, openStreams } from './local-streams.ts';
import { logFile } from './log-file.ts';
import { startSchedule } from './schedule.ts';
import { openSecrets } from './secrets.ts';
import { seedConfig } from './seed.ts';
import { type LocalSes, type SesOptions, startSes } from './ses.ts';
import { createTable, erasuresOf, localClient } from './table.ts';

export type LocalOptions = {
  /** 0, the default: a free one. */
  port?: number;
  mailPort?: number;
  /** Where everything is kept; in memory without it. */
  dataDir?: string;
  /** Endpoint of a DynamoDB Local that runs already; the stack then has a table of its own in it. */
  dynamodb?: string;
  /** The name of that table, which may be there already and goes with the stack. */
  table?: string;
  /** The folder of built bundles, `<name>/index.mjs`. */
  bundles?: string | undefined;
  adminKey?: string;
  /** How long a day of the programme lasts: `60s`, `5m`. */
  day?: string | undefined;
  /** The clock, where a test has one of its own. */
  clock?: LocalClock;
  /** The configuration for an empty store: the path of a JSON file, the configuration, or what makes it from the URL. */
  config?: string | object | ((url: string) => object) | undefined;
  /** False: both stream readers start paused. */
  readers?: boolean;
  /** False: `nurture-send` runs only at `sweepNow()`. */
  sweep?: boolean;
  /** Senders that are woken each minute; one. */
  workers?: number | undefined;
  /** More variables for every function, or for each its own. */
  env?: Record<string, string> | ((name: FunctionName) => Record<string, string>);
  /** The SES account's limits: 14 a second, 50,000 a day. */
  limits?: SesOptions['limits'];
  /** Batches of SES events on their way to `feedback`. */
  feedback?: Pick<SesOptions, 'batchSize' | 'concurrency' | 'windowMs' | 'visibilityMs'>;
  /** Takes every line that the functions and the machine print; the file that `KWEEK_LOG` names takes them too. */
  log?: (source: string, line: string) => void;
  /** Hears what is being started. */
  progress?: (step: string) => void;
};

export type LocalStack = {
  /** Everything HTTP, without trailing slash. */
  url: string;
  mailUrl: string;
  adminKey: string;
  /** Endpoint of DynamoDB Local. */
  dynamodb: string;
  table: string;
  clock: LocalClock;
  ses: LocalSes;
  stream: LocalStreams;
  /** Runs `nurture-send` now, after a run under way; answers what it answered. */
  sweepNow(): Promise<unknown>;
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
  /** Crashes a function: its sandboxes end in the middle of their work. */
  kill(name: FunctionName): Promise<void>;
  /** Waits until streams (but paused ones) and SES's events are worked off and nothing runs. */
  settle(timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
};

/** How long work under way may take to end when the stack stops. */
const drainMs = 3_000;

/** Starts the whole machine in this process: table, mailbox, functions, streams, schedule, gateway. */
export async function startLocal(options: LocalOptions = {}): Promise<LocalStack> {
  const ending: (() => unknown)[] = [];
  const stop = async () => {
    const failures: unknown[] = [];
    for (const end of ending.splice(0).reverse()) {
      await Promise.resolve()
        .then(end)
        .catch((error) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    return { ...(await start(options, ending)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(options: LocalOptions, ending: (() => unknown)[]): Promise<Omit<LocalStack, 'stop'>> {
  const { adminKey = 'sk_local_kweek', bundles = 'dist', progress = () => {} } = options;
  const keep = logFile(process.env.KWEEK_LOG);
  const log = (source: string, line: string) => {
    keep(source, line);
    options.log?.(source, line);
  };
  const dataDir = options.dataDir && resolve(options.dataDir);
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const file = (name: string) => (dataDir ? join(dataDir, name) : undefined);

  const { day } = options;
  const clock = options.clock ?? openClock({ file: file('clock.json'), rate: day ? rateOf(day) : 1 });
  ending.push(clock.stop);
  const secrets = openSecrets(file('secrets.json'));

  progress('table (DynamoDB Local)');
  const table = await openTable(options, file('dynamodb'), ending);

  // Requests and events that come before the functions are there wait for them.
  let open: (functions: LocalFunctions) => void = () => {};
  const ready = new Promise<LocalFunctions>((done) => {
    open = done;
  });
  const invoke = async (name: FunctionName, event: unknown) => (await ready).invoke(name, event);

  progress('mailbox');
  const ses = await startSes({
    port: options.mailPort ?? 0,
    configurationSet,
    limits: options.limits,
    journal: file('mail.jsonl'),
    deliver: (event) => invoke('feedback', event),
    log: (line) => log('ses', line),
    ...options.feedback,
  });
  ending.push(ses.stop);

  progress('gateway and functions');
  const local = new Hono().route('/', localControls({ clock, ses })).route('/', demoPages());
  local.notFound((c) => c.json({ message: 'Not Found' }, 404));
  const gateway = await serveGateway({
    port: options.port ?? 0,
    routes,
    invoke,
    local: (request) => local.fetch(request),
  });
  ending.push(gateway.stop);
  const url = `http://localhost:${gateway.port}`;
  const env = functionEnv({
    ...{ table: table.name, url, secrets, adminKey, clock: clock.toString() },
    ...{ dynamodb: table.endpoint, ses: `http://127.0.0.1:${ses.port}` },
  });
  const more = options.env ?? {};
  const envOf = (name: FunctionName) => ({ ...env, ...(more instanceof Function ? more(name) : more) });
  const functions = openFunctions({ bundles, envOf, log, workers: options.workers });
  open(functions);

  const stream = openStreams({
    endpoint: table.endpoint,
    streamArn: table.streamArn,
    functions,
    reading: options.readers ?? true,
    file: (name) => file(`stream-${name}.json`),
    log: (line) => log('stream', line),
  });
  const sweeping = (options.sweep ?? true) && functions.has('nurture-send');
  const schedule = startSchedule({
    everyMs: sweeping ? (options.day ? 1_000 : 60_000) : undefined,
    invoke: (event) => wake(invoke, event, options.workers ?? 1),
  });
  clock.onChange(() => {
    functions.setEnv({ KWEEK_CLOCK: clock.toString() });
    if (sweeping) void schedule.now().catch(() => {}); // what became due need not wait a minute
  });
  ending.push(stream.stop, functions.stop, async () => {
    schedule.stop();
    ses.events.stop();
    void stream.record.pause();
    void stream.start.pause();
    for (let waited = 0; waited < drainMs && functions.count().underWay > 0; waited += 20) await sleep(20);
  });

  if (options.config && functions.has('admin')) {
    progress('configuration');
    const { config } = options;
    await seedConfig(url, adminKey, config instanceof Function ? config(url) : config);
  }
  return {
    url,
    mailUrl: `http://localhost:${ses.port}`,
    adminKey,
    dynamodb: table.endpoint,
    table: table.name,
    clock,
    ses,
    stream,
    sweepNow: schedule.now,
    invoke,
    kill: functions.kill,
    settle: (timeoutMs = 20_000) => settle({ functions, stream, ses }, timeoutMs),
  };
}

/** All senders at once, each told which it is; answers what the first answered, when all are done. */
async function wake(invoke: LocalStack['invoke'], event: unknown, of: number): Promise<unknown> {
  const told = (worker: number) => ({ ...(event as object), worker, of });
  const runs = Array.from({ length: of }, (_, worker) => invoke('nurture-send', told(worker)));
  await Promise.allSettled(runs);
  return (await Promise.all(runs))[0];
}

/** The table, in a DynamoDB Local of our own or one that runs already. */
async function openTable(
  { dynamodb, table }: LocalOptions,
  dbPath: string | undefined,
  ending: (() => unknown)[],
) {
  const own = dynamodb ? undefined : await startDynamoDb(dbPath ? { dbPath } : {});
  if (own) ending.push(own.stop);
  const endpoint = dynamodb ?? own?.endpoint ?? '';
  const name = table ?? (own ? 'kweek' : `kweek-${randomUUID()}`);
  const client = localClient(endpoint);
  const streamArn = await createTable(client, name);
  ending.push(async () => {
    for (const TableName of own ? [] : [name, erasuresOf(name)])
      await client.send(new DeleteTableCommand({ TableName }));
    client.destroy();
  });
  return { endpoint, name, streamArn };
}

type Working = { functions: LocalFunctions; stream: LocalStreams; ses: LocalSes };

async function settle({ functions, stream, ses }: Working, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  const readers = [stream.record, stream.start].filter((reader) => !reader.paused());
  for (let quiet = 0; quiet < 2; ) {
    const before = functions.count().all;
    const caughtUp = Promise.all(readers.map((reader) => reader.caughtUp()));
    await Promise.race([caughtUp, sleep(deadline - Date.now(), undefined, { ref: false })]);
    const { underWay, all } = functions.count();
    const still = underWay === 0 && all === before && ses.events.pending() === 0;
    quiet = still ? quiet + 1 : 0;
    if (Date.now() > deadline) throw new Error(`Not settled in ${timeoutMs} ms: ${underWay} functions run.`);
    if (!still) await sleep(10);
  }
}
