import { execFileSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type DynamoDbLocal, startDynamoDb } from '../../infra/local/dynamodb.ts';
import { SHARE } from '../../shared/store/rate.ts';
import { restingLeads } from './campaign.ts';
import { billOf } from './cost.ts';
import { readDeployment } from './deployment.ts';
import { writeDocs } from './docs.ts';
import type { Figures } from './figures.ts';
import { type Machine, type Surroundings, startMachine } from './machine.ts';
import { measureIdle } from './measure-idle.ts';
import { atPaceOf, measureMail } from './measure-mail.ts';
import { measureSending, type SendingFigures } from './measure-sending.ts';
import { measureSignups } from './measure-signups.ts';
import { measureBundles, measureStart } from './measure-start.ts';
import { prices } from './prices.ts';
import { asText, rowsOf } from './report.ts';

process.env.TZ = 'UTC';
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const usage = `npm run bench -- [--json] [--write-docs] [--leads 10000] [--bundles dist]

  --json         one line of JSON instead of the table
  --write-docs   puts the figures into docs/bench.md
  --leads        size of the larger table, up to 100000
  --bundles      folder of built bundles`;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
    leads: { type: 'string', default: '10000' },
    bundles: { type: 'string', default: 'dist' },
    help: { type: 'boolean', default: false },
  },
});

const root = fileURLToPath(new URL('../../', import.meta.url));
const started = Date.now();
const [load = 0] = loadavg();
/** Progress goes where it does not mix with what is asked for. */
const say = (step: string) =>
  console.error(`${String(Math.round((Date.now() - started) / 1_000)).padStart(4)} s  ${step}`);

/** Mails in bulk, mails in a quiet minute, starts by turns, signups of each kind, seconds of sending. */
const sizes = { mails: 1_000, few: 10, starts: 9, signups: 20, minute: 60, burst: 8 };
const rates = { newAccount: 14, large: 200 };
/** Enough that the sender never waits for slots. */
const unlimited = { rate: 2_000, quota: 10_000_000 };

async function run(dynamodb: DynamoDbLocal): Promise<Figures> {
  const around = { dynamodb: dynamodb.endpoint, bundles: options.bundles };
  say('what the deployment says');
  const { deployment, reachesRecord } = readDeployment();

  const paced = await sendAlone(around, rates.newAccount, sizes.minute);
  const burst = await sendAlone(around, rates.large, sizes.burst);

  const small = await use(await startMachine(around, { limits: unlimited }), async (machine) => {
    say(`starts of capture and of a bare handler, ${sizes.starts} by turns`);
    const start = await measureStart(machine, options.bundles, sizes.starts);
    say('an idle minute without leads');
    const empty = await measureIdle(machine);
    say(`${sizes.mails} nurture mails in bulk`);
    const mail = await measureMail(machine, sizes.mails, reachesRecord);
    say(`${sizes.few} nurture mails`);
    const few = await measureMail(machine, sizes.few, reachesRecord);
    say(`signups among ${sizes.mails} leads`);
    const signups = await measureSignups(machine, sizes.signups);
    say(`an idle minute with ${sizes.mails} leads`);
    return { start, empty, mail, few, signups, idle: await measureIdle(machine) };
  });

  const many = Number(options.leads);
  const large = await use(await startMachine(around, { limits: unlimited }), async (machine) => {
    say(`a table of ${many} leads`);
    await machine.load(restingLeads(machine, many));
    say(`signups and mails among ${many} leads`);
    const signups = await measureSignups(machine, sizes.signups);
    return { signups, mail: await measureMail(machine, sizes.mails / 4, reachesRecord) };
  });

  const bills = [
    { rate: rates.newAccount, work: atPaceOf(small.mail, paced.sender) },
    { rate: rates.large, work: small.mail.work },
  ].map(({ rate, work }) => {
    const pace = rate * SHARE;
    return { rate, pace, bill: billOf(work, { ...deployment, mailsPerSecond: pace }, prices) };
  });
  return {
    at: new Date().toISOString(),
    commit: git('rev-parse', '--short', 'HEAD'),
    node: process.version,
    processors: availableParallelism(),
    load,
    seconds: Math.round((Date.now() - started) / 1_000),
    prices: { region: prices.region, asOf: prices.asOf },
    idle: [
      { leads: 0, figures: small.empty },
      { leads: sizes.mails, figures: small.idle },
    ],
    signups: [
      { leads: sizes.mails, figures: small.signups },
      { leads: many, figures: large.signups },
    ],
    mails: [
      { leads: sizes.mails, figures: small.mail },
      { leads: many, figures: large.mail },
    ],
    fewMails: small.few,
    bills,
    sending: [paced, burst],
    bundles: measureBundles(options.bundles),
    start: small.start,
  };
}

/** The sender by itself, as it has a sandbox of its own on AWS: no stream readers, no events of SES. */
async function sendAlone(around: Surroundings, rate: number, seconds: number): Promise<SendingFigures> {
  const limits = { rate, quota: unlimited.quota };
  return use(await startMachine(around, { limits, readers: false }), async (machine) => {
    say(`sending at ${rate} a second for ${seconds} s`);
    machine.stack.ses.events.rule(() => 'drop');
    return measureSending(machine, rate, seconds);
  });
}

async function use<T>(machine: Machine, work: (machine: Machine) => Promise<T>): Promise<T> {
  try {
    return await work(machine);
  } finally {
    await machine.stop();
  }
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

if (options.help) console.log(usage);
else {
  const dynamodb = await startDynamoDb();
  try {
    const figures = await run(dynamodb);
    say('done');
    console.log(options.json ? JSON.stringify(figures) : `\n${asText(rowsOf(figures))}`);
    if (options['write-docs']) writeDocs(join(root, 'docs/bench.md'), figures);
  } finally {
    await dynamodb.stop();
  }
}
