import { parseArgs } from 'node:util';
import { type Simulated, simulateAll } from './simulate-run.ts';

const usage = `Sends imagined leads through a sequence of a running Kweek: npm run simulate -- <sequence> [options]

  --leads 10000   how many
  --days 60       for how long
  --seed 1        another one tells how much chance matters
  --json          prints the result as JSON

  KWEEK_URL (http://localhost:3000) and KWEEK_ADMIN_KEY (sk_local_kweek) are read from the environment.
  Nothing is sent, and nothing stored.
`;

/** So many lines of the funnel are printed, evenly over the days. */
const LINES = 10;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      leads: { type: 'string', default: '10000' },
      days: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [sequence] = positionals;
  if (values.help || sequence === undefined) console.log(usage);
  else {
    const result = await simulateAll({
      url: (process.env.KWEEK_URL ?? 'http://localhost:3000').replace(/\/+$/, ''),
      adminKey: process.env.KWEEK_ADMIN_KEY || 'sk_local_kweek',
      sequence,
      leads: Number(values.leads),
      days: Number(values.days),
      seed: Number(values.seed),
      progress: (done) => process.stderr.isTTY && process.stderr.write(`\r${done} leads `),
    });
    if (values.json) console.log(JSON.stringify(result));
    else print(result);
  }
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

function print(result: Simulated): void {
  const { leads, days, funnel, mails, cost, unsubscribed, stuck } = result;
  const every = Math.max(1, Math.ceil(funnel.length / LINES));
  console.log(`\n${leads} leads in ${days} days\n`);
  for (const { day, nurtureStage, lifecycle } of funnel.filter((_, i) => (i + 1) % every === 0)) {
    console.log(`day ${String(day).padStart(3)}  ${inWords(nurtureStage)}  |  ${inWords(lifecycle)}`);
  }
  console.log(`\nmails         ${mails.total}, at most ${mails.mostOnADay} on a day`);
  console.log(`cost          $${cost.total.toFixed(2)} ($${cost.ses.toFixed(2)} of it SES)`);
  console.log(`unsubscribed  ${unsubscribed}`);
  console.log('\nwhere leads are at the end and get no further:');
  for (const { sequence, step, stage, leads: count } of stuck.slice(0, LINES)) {
    console.log(
      `  ${count}  in the stage ${stage}${step ? `, before "${step}" of "${sequence}"` : ', with nothing to come'}`,
    );
  }
}

function inWords(states: Record<string, number>): string {
  return Object.entries(states)
    .filter(([, leads]) => leads > 0)
    .map(([state, leads]) => `${state} ${leads}`)
    .join(', ');
}
