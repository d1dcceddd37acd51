import { parseArgs } from 'node:util';
import { type Kweek, openKweek } from './tour/kweek.ts';
import { printer, summary } from './tour/print.ts';
import { takeTour } from './tour/tour.ts';
import { type TourPlan, tours } from './tour/tours.ts';

const usage = `Walks a part of Kweek against a running machine: npm run tour [-- <name>] [--hurry]

${Object.entries(tours)
  .map(([name, { about }], i) => `  ${name.padEnd(10)}${about}${i === 0 ? ' (when none is named)' : ''}`)
  .join('\n')}

  --hurry   moves the machine's clock on instead of waiting: there is no way back
  --help    shows this

  KWEEK_URL (http://localhost:3000), KWEEK_MAIL_URL (http://localhost:3001) and KWEEK_ADMIN_KEY
  (sk_local_kweek) are read from the environment.
`;

const start = 'npm start -- --fresh --day 20s';
const mostMinutes = 15;
/** A click must be given its verdict before the next mail comes, seconds of a day. */
const shortestDay = 10;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    hurry: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [name = Object.keys(tours)[0] ?? ''] = positionals;
const plan = Object.hasOwn(tours, name) ? tours[name] : undefined;
if (values.help) console.log(usage);
else if (!plan || positionals.length > 1) refuse(`There is no such tour.\n\n${usage}`);
else await main(plan, values.hurry).catch((error: Error) => refuse(error.message));

async function main(plan: TourPlan, hurry: boolean): Promise<void> {
  const url = (process.env.KWEEK_URL || 'http://localhost:3000').replace(/\/$/, '');
  const mailUrl = (process.env.KWEEK_MAIL_URL || 'http://localhost:3001').replace(/\/$/, '');
  const kweek = openKweek(url, process.env.KWEEK_ADMIN_KEY || 'sk_local_kweek');
  const obstacle = await findObstacle(plan, kweek, mailUrl, hurry);
  if (obstacle) return refuse(obstacle);
  const minutes = hurry ? plan.minutes + 0.5 : await minutesOf(plan, kweek);
  console.log(`A tour of Kweek at ${url}, ${plan.about}: about ${Math.ceil(minutes)} min.`);
  const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR;
  const checks = await takeTour(plan.chapters, {
    kweek,
    mailUrl,
    hurry,
    listener: printer(console.log, coloured),
  });
  console.log(`\n${summary(checks)}`);
  process.exitCode = checks.every(({ holds }) => holds) ? 0 : 1;
}

/** Days by a watch, and what comes at once. */
async function minutesOf({ days, minutes }: TourPlan, kweek: Kweek): Promise<number> {
  const { rate } = await kweek.clock();
  return (days * 24 * 60) / rate + minutes;
}

/** Why there can be no tour, and what to do about it. */
async function findObstacle(
  plan: TourPlan,
  kweek: Kweek,
  mailUrl: string,
  hurry: boolean,
): Promise<string | undefined> {
  for (const url of [`${kweek.url}/local/clock`, `${mailUrl}/store?since=9999999999`]) {
    const answer = await fetch(url).catch(() => undefined);
    if (!answer) return `Nothing answers at ${new URL(url).origin}. Start the machine first:  ${start}`;
    if (!answer.ok)
      return `${url} answers ${answer.status}: the tour is for Kweek on a machine of yours,  ${start}`;
  }
  const config = await kweek.call('GET', '/v1/config');
  if (config.status === 401) return 'KWEEK_ADMIN_KEY is not the key that the machine was started with.';
  if (!config.text.includes('awareness-1-five-numbers')) {
    return `The tour needs the demo’s programme, and another one is published here. An empty store gets it:  ${start}`;
  }
  const minutes = await minutesOf(plan, kweek);
  const day = 86_400 / (await kweek.clock()).rate;
  if (hurry || plan.days < 1) return undefined;
  if (day < shortestDay)
    return `A day passes in ${day} s here, too fast to click in a mail. Start with:  ${start}`;
  if (minutes <= mostMinutes) return undefined;
  return [
    `A day of the programme takes ${day >= 7_200 ? `${day / 3_600} h` : `${Math.round(day)} s`} here, and the tour needs ${plan.days} of them.`,
    `Start the machine with shorter days:  ${start}`,
    `Or let the tour move its clock on instead:  npm run tour -- ${name} --hurry`,
  ].join('\n');
}

function refuse(reason: string): void {
  console.error(`\n${reason}\n`);
  process.exitCode = 1;
}
