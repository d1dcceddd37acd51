import { execFileSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startDynamoDb } from '../../infra/local/dynamodb.ts';
import { prices } from '../../shared/domain/rehearsal/aws-prices.ts';
import { billOf } from '../../shared/domain/rehearsal/mail-bill.ts';
import { SHARE } from '../../shared/store/rate.ts';
import { readDeployment } from './deployment.ts';
import { writeDocs, writeMailWork, writeReadme } from './docs.ts';
import type { Figures } from './figures.ts';
import { type Machine, startMachine } from './machine.ts';
import { measureIdle } from './measure-idle.ts';
import { atPaceOf, type MailFigures, measureMail } from './measure-mail.ts';
import { measureReportsOf } from './measure-reports.ts';
import { measureSignups, type SignupFigures } from './measure-signups.ts';
import { measureBundles, measureStart } from './measure-start.ts';
import { startMeter } from './meter.ts';
import { asText, rowsOf, verdictOf } from './report.ts';
import { type SimulatedSending, simulateSending } from './simulate-sending.ts';
import { forSending, perOne, type Tally, tally } from './tally.ts';

process.env.TZ = 'UTC';
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const usage = `npm run bench -- [--json] [--write-docs] [--leads 100000] [--due 10000] [--bundles dist]

  --json         one line of JSON instead of the table
  --write-docs   puts the figures into docs/bench.md and the README, and a mail's into the simulations
  --leads        size of the largest table
  --due          leads due at once, at each rate
  --bundles      folder of built bundles`;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
    leads: { type: 'string', default: '100000' },
    due: { type: 'string', default: '10000' },
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

/** Mails in bulk, mails in a quiet minute, starts by turns, signups of each kind. */
const sizes = { mails: 1_000, few: 10, starts: 9, signups: 20 };
/** Leads of a year whose figures reports are made of. */
const reportSizes = [1_000, 100_000];
const rates = { newAccount: 14, large: 200 };
/** Enough that the sender never waits for slots. */
const unlimited = { rate: 2_000, quota: 10_000_000 };

async function run(): Promise<Figures> {
  say('what the deployment says');
  const { deployment, reachesRecord } = readDeployment();

  const small = await withMachine(0, async (machine) => {
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

  const large: { leads: number; signups: SignupFigures; mail: MailFigures }[] = [];
  for (const leads of [10_000, Number(options.leads)].filter((n, i, all) => i === 0 || n > (all[0] ?? 0))) {
    say(`${leads} leads are put there`);
    large.push(
      await withMachine(leads, async (machine) => {
        say(`signups and ${sizes.mails} mails among ${leads} leads`);
        const signups = await measureSignups(machine, sizes.signups);
        return { leads, signups, mail: await measureMail(machine, sizes.mails, reachesRecord) };
      }),
    );
  }

  say(`reports over a year of ${reportSizes.join(' and ')} leads`);
  const reports = await withMachine(0, (machine) => measureReportsOf(machine, reportSizes));

  const paced = await sendAlone(rates.newAccount);
  const burst = await sendAlone(rates.large);

  const bills = [
    { rate: rates.newAccount, work: atPaceOf(small.mail, paced.sender) },
    { rate: rates.large, work: small.mail.work },
  ].map(({ rate, work }) => {
    const pace = rate * SHARE;
    const around = { ...deployment, mailsPerSecond: pace, senderMsPerMail: small.mail.senderMs };
    return { rate, pace, work, deployment: around, bill: billOf(work, around, prices) };
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
      ...large.map(({ leads, signups }) => ({ leads, figures: signups })),
    ],
    mails: [
      { leads: sizes.mails, figures: small.mail },
      ...large.map(({ leads, mail }) => ({ leads, figures: mail })),
    ],
    fewMails: small.few,
    reports,
    bills,
    sending: [paced.figures, burst.figures],
    bundles: measureBundles(options.bundles),
    start: small.start,
  };
}

/** Many leads due at once, in simulated time; what the sender asked for, of each mail. */
function sendAlone(rate: number): Promise<{ figures: SimulatedSending; sender: Tally }> {
  return alone(async (dynamodb) => {
    const meter = await startMeter(dynamodb);
    const due = Number(options.due);
    say(`${due} leads due at once, at ${rate} a second of simulated time`);
    try {
      const figures = await simulateSending(
        dynamodb,
        { rate, leads: due, newcomers: Math.ceil(due / 100) },
        {
          endpointOf: meter.endpointOf,
          progress: (sent) => sent % 1_000 === 0 && say(`  ${sent} sent`),
        },
      );
      const mails = figures.sent + figures.newcomers / 2; // the others' left at once, without the sweep
      return { figures, sender: perOne(tally(forSending(meter.take())), mails) };
    } finally {
      await meter.stop();
    }
  });
}

/** On a server of its own: DynamoDB Local slows down with all that its streams ever held. */
async function alone<T>(work: (dynamodb: string) => Promise<T>): Promise<T> {
  const dynamodb = await startDynamoDb();
  try {
    return await work(dynamodb.endpoint);
  } finally {
    await dynamodb.stop();
  }
}

/** A machine with so many leads that rest. */
function withMachine<T>(resting: number, work: (machine: Machine) => Promise<T>): Promise<T> {
  return alone(async (dynamodb) => {
    const around = { dynamodb, bundles: options.bundles };
    const machine = await startMachine(around, { limits: unlimited, resting });
    try {
      return await work(machine);
    } finally {
      await machine.stop();
    }
  });
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
  const figures = await run();
  say('done');
  console.log(
    options.json ? JSON.stringify(figures) : `\n${asText(rowsOf(figures))}\n\n${verdictOf(rowsOf(figures))}`,
  );
  if (options['write-docs']) {
    writeDocs(join(root, 'docs/bench.md'), figures);
    writeReadme(join(root, 'README.md'), figures);
    writeMailWork(join(root, 'shared/domain/rehearsal/mail-work.json'), figures);
  }
}
