import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { FunctionName } from '../../infra/functions.ts';
import { startDynamoDb } from '../../infra/local/dynamodb.ts';
import { startLocal } from '../../infra/local/stack.ts';
import { localClient } from '../../infra/local/table.ts';
import { publishConfig } from '../../shared/store/config.ts';
import { buildChanged } from './bundles.ts';
import { configuration } from './configuration.ts';
import { stamp, table, writeBlock } from './document.ts';
import { Network } from './network.ts';
import { openProxy } from './proxy.ts';
import { pick, seeded } from './random.ts';
import { balance } from './soak-books.ts';
import { openCrowd } from './soak-crowd.ts';
import { aimOf, type Hands, waysOf } from './ways.ts';
import { rooms } from './world.ts';

/**
 * `npm run soak -- --minutes 10`: people sign up, confirm and click while calls go wrong at random and
 * functions are killed, on a machine whose streams, sweep and news run by themselves. Then the books are added up.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    'per-second': { type: 'string', default: '2' },
    /** Of a hundred calls, how many go wrong. */
    faults: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    /** Puts the figures into docs/faults.md. */
    write: { type: 'boolean', default: false },
  },
});

const begun = stamp();
const random = seeded(Number(options.seed));
const dynamodb = await startDynamoDb();
const bundles = await buildChanged();
const network = new Network();
let sesPort = 0;
const upstream = { dynamodb: dynamodb.endpoint, ses: () => `http://127.0.0.1:${sesPort}` };
const proxies = new Map<FunctionName, Awaited<ReturnType<typeof openProxy>>>();
for (const name of rooms) proxies.set(name, await openProxy(name, network, upstream));

const stack = await startLocal({
  dynamodb: dynamodb.endpoint,
  bundles: bundles.folder,
  day: '20s',
  limits: { rate: 100, quota: 1e9 },
  env: (name) => {
    const url = proxies.get(name)?.url ?? dynamodb.endpoint;
    return { AWS_ENDPOINT_URL_DYNAMODB: url, AWS_ENDPOINT_URL_SESV2: url };
  },
});
sesPort = stack.ses.port;
const leads = { client: localClient(dynamodb.endpoint), name: stack.table };
try {
  await publishConfig(leads, configuration(Date.now()), ['awareness', 'engagement', 'endorsement'], '');
  await soak();
} finally {
  await stack.stop();
  await Promise.all([...proxies.values()].map((proxy) => proxy.stop()));
  leads.client.destroy();
  await dynamodb.stop();
  await bundles.remove();
}

async function soak(): Promise<void> {
  const share = Number(options.faults) / 100;
  const hands: Hands = { kill: stack.kill, before: () => undefined, tellNews: async () => {} };
  let faults = 0;
  let kills = 0;
  network.strikeAtRandom((call) => {
    if (random() >= share) return undefined;
    const ways = waysOf(call).filter((way) => way !== 'read lags behind' && way !== 'news before the answer');
    faults += 1;
    return aimOf(pick(ways, random), hands).strike;
  });
  const crowd = openCrowd(stack, Number(options['per-second']), random);
  const until = Date.now() + Number(options.minutes) * 60_000;
  while (Date.now() < until) {
    crowd.start();
    for (let at = 0; at < 10 && Date.now() < until; at++) {
      await sleep(2_000);
      kills += 1;
      await stack.kill(pick(rooms, random));
    }
    await crowd.stop();
    await quarters(3);
    const mails = stack.ses.emails().length;
    console.log(`${crowd.accepted.length} signups, ${mails} mails, ${faults} faults, ${kills} kills`);
  }
  network.strikeAtRandom(undefined);
  await quarters(100);
  const { wrong, ...figures } = await balance(stack, leads, crowd.accepted);
  const all = {
    ...figures,
    unanswered: crowd.unanswered,
    faults,
    kills,
    deadLetters: stack.ses.events.dead.length,
  };
  const verdict = wrong.length === 0 ? 'The books balance.' : `${wrong.length} entries do not balance.`;
  console.table(all);
  for (const line of wrong) console.log(`✗ ${line}`);
  console.log(verdict);
  if (options.write) await writeSoak(all, verdict);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

async function writeSoak(figures: Record<string, number>, verdict: string): Promise<void> {
  const how = `${options.minutes} minutes, ${options['per-second']} signups a second, ${options.faults} of 100 calls struck, seed ${options.seed}`;
  const rows = Object.entries(figures).map(([name, figure]) => [name, String(figure)]);
  await writeBlock('soak', `${begun}: ${how}. **${verdict}**\n\n${table(['figure', 'of this run'], rows)}`);
}

/** Quarters of an hour go by, and what was on its way arrives: a lease ends where nothing came for it. */
async function quarters(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await stack.settle(60_000).catch(() => {}); // a reader that meets faults all the time is waited for later
    stack.clock.advance({ machine: 16 * 60_000, programme: 16 * 60_000 });
    await stack.sweepNow().catch(() => {});
  }
  await stack.settle(60_000);
}
