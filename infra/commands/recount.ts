import { parseArgs } from 'node:util';
import { type Difference, recount } from './recount-run.ts';

const usage = `Counts all timelines again and compares the figures: npm run recount [-- https://…] [options]

  --closed   leaves out the newest minutes, which still take figures: for a machine at work
  --repair   puts what the timelines add up to in place of figures that differ (of what is closed)
  --help     shows this

  KWEEK_URL (http://localhost:3000) and KWEEK_ADMIN_KEY (sk_local_kweek) are read from the environment.
  Exits with 1 when figures differ and were not repaired.
`;

/** So many differences are printed one by one. */
const MOST_LINES = 50;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      closed: { type: 'boolean', default: false },
      repair: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) console.log(usage);
  else process.exitCode = await main(values, positionals[0]);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

async function main(values: { closed: boolean; repair: boolean }, address?: string): Promise<number> {
  const url = (address ?? process.env.KWEEK_URL ?? 'http://localhost:3000').replace(/\/+$/, '');
  const { counts, differences } = await recount({
    url,
    adminKey: process.env.KWEEK_ADMIN_KEY || 'sk_local_kweek',
    ...values,
    progress: (parts) => process.stderr.isTTY && process.stderr.write(`\r${parts} parts counted `),
  });
  for (const difference of differences.slice(0, MOST_LINES)) console.log(lineOf(difference));
  if (differences.length > MOST_LINES) console.log(`… and ${differences.length - MOST_LINES} more.`);
  if (differences.length === 0) {
    console.log(`The figures are what the timelines add up to: ${counts} counts in all.`);
    return 0;
  }
  console.log(`${differences.length} figures differed${values.repair ? ' and are repaired' : ''}.`);
  return values.repair ? 0 : 1;
}

function lineOf({ day, figure, stored, recounted }: Difference): string {
  return `${day}  ${figure}: ${stored} stored, ${recounted} counted`;
}
