import { createWriteStream, readdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../build.ts';
import { lockData } from './data-lock.ts';
import { demoConfigFor } from './demo/config.ts';
import { watchParents } from './parents.ts';
import { type LocalStack, startLocal } from './stack.ts';
import { readOptions, type StartOptions, usage } from './start-options.ts';

process.env.TZ = 'UTC'; // as on Lambda
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const root = fileURLToPath(new URL('../../', import.meta.url));
const say = (text: string) => console.log(text);

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) say(usage);
  else await run(options);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

async function run(options: StartOptions): Promise<void> {
  const dataDir = resolve(root, options.dataDir);
  const unlock = lockData(dataDir);
  process.on('exit', unlock);
  let stack: LocalStack | undefined;
  stopOn(() => stack?.stop());
  if (options.fresh) empty(dataDir);

  say('Starting Kweek');
  const bundles = options.bundles ?? (await buildFunctions());
  stack = await startLocal({
    ...options,
    dataDir,
    bundles,
    config: options.empty ? undefined : demoConfigFor,
    log: openLog(join(dataDir, 'kweek.log')),
    progress: (step) => say(`  ${step}`),
  });
  say(whereThingsAre(stack, options));
}

/** Ctrl-C, `kill`, a closed terminal and a killed npm all end the same way: everything stopped, exit code 0. */
function stopOn(stop: () => Promise<void> | undefined): void {
  let since = 0;
  const end = async () => {
    // npm and tsx pass the same signal on: only a later one is impatience.
    if (since > 0 && Date.now() - since < 1_000) return;
    if (since > 0) process.exit(1);
    since = Date.now();
    say('\nStopping');
    await stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end());
  watchParents(() => void end());
}

async function buildFunctions(): Promise<string> {
  say('  build');
  const folder = join(root, 'dist');
  await build(folder);
  return folder;
}

function empty(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (name !== 'kweek.pid') rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

/** Everything goes into the file, what went wrong to the terminal too. */
function openLog(file: string): (source: string, line: string) => void {
  const stream = createWriteStream(file, { flags: 'a' });
  return (source, line) => {
    stream.write(`${new Date().toISOString()} ${source} ${line}\n`);
    if (/^ERROR|"level":"error"/.test(line)) say(`! ${source}: ${line.slice(0, 500)}`);
  };
}

function whereThingsAre(
  { url, mailUrl, adminKey, clock }: LocalStack,
  { dataDir, day }: StartOptions,
): string {
  const programme = new Date(clock.programme()).toISOString().slice(0, 16).replace('T', ' ');
  const moved = day || clock.programme() - Date.now() > 60_000;
  const lines = [
    ['landing page', url],
    ['mailbox', mailUrl],
    ['admin API', `${url}/v1  (key ${adminKey})`],
    ['', `curl -H 'Authorization: Bearer ${adminKey}' ${url}/v1/leads`],
    ['docs', `${url}/docs`],
    [
      'data',
      `${relative(process.cwd(), resolve(root, dataDir)) || '.'}  (what the functions say: kweek.log in it)`,
    ],
    ...(moved ? [['clock', `it is ${programme} UTC${day ? `; a day passes in ${day}` : ''}`]] : []),
  ];
  const rows = lines.map(([name = '', value]) => `  ${name.padEnd(14)}${value}`);
  return ['', 'Kweek runs.', '', ...rows, '', 'Ctrl-C stops it.'].join('\n');
}
