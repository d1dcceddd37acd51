import { parseArgs } from 'node:util';
import { chapters, daysOfTour } from './tour/chapters.ts';
import { type Kweek, openKweek } from './tour/kweek.ts';
import { printer, summary } from './tour/print.ts';
import { takeTour } from './tour/tour.ts';

const usage = `Walks the main job against a running machine: npm run tour [-- --hurry]

  --hurry   moves the machine's clock on instead of waiting: two weeks, and there is no way back
  --help    shows this

  KWEEK_URL (http://localhost:3000), KWEEK_MAIL_URL (http://localhost:3001) and KWEEK_ADMIN_KEY
  (sk_local_kweek) are read from the environment.
`;

const start = 'npm start -- --fresh --day 20s';
const mostMinutes = 15;
/** A person must have the time to click in a mail before the next one comes, seconds of a day. */
const shortestDay = 4;

const { values } = parseArgs({
  options: {
    hurry: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) console.log(usage);
else await main(values.hurry).catch((error: Error) => refuse(error.message));

async function main(hurry: boolean): Promise<void> {
  const url = (process.env.KWEEK_URL || 'http://localhost:3000').replace(/\/$/, '');
  const mailUrl = (process.env.KWEEK_MAIL_URL || 'http://localhost:3001').replace(/\/$/, '');
  const kweek = openKweek(url, process.env.KWEEK_ADMIN_KEY || 'sk_local_kweek');
  const obstacle = await findObstacle(kweek, mailUrl, hurry);
  if (obstacle) return refuse(obstacle);
  const minutes = hurry ? 1 : await minutesOf(kweek);
  console.log(`A tour of Kweek at ${url}: about ${Math.ceil(minutes)} min.`);
  const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR;
  const checks = await takeTour(chapters, {
    kweek,
    mailUrl,
    hurry,
    listener: printer(console.log, coloured),
  });
  console.log(`\n${summary(checks)}`);
  process.exitCode = checks.every(({ holds }) => holds) ? 0 : 1;
}

/** Days by a watch, and half a minute for what comes at once. */
async function minutesOf(kweek: Kweek): Promise<number> {
  const { rate } = await kweek.clock();
  return (daysOfTour * 24 * 60) / rate + 0.5;
}

/** Why there can be no tour, and what to do about it. */
async function findObstacle(kweek: Kweek, mailUrl: string, hurry: boolean): Promise<string | undefined> {
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
  const minutes = await minutesOf(kweek);
  const day = 86_400 / (await kweek.clock()).rate;
  if (hurry) return undefined;
  if (day < shortestDay)
    return `A day passes in ${day} s here, too fast to click in a mail. Start with:  ${start}`;
  if (minutes <= mostMinutes) return undefined;
  return [
    `A day of the programme takes ${day >= 7_200 ? `${day / 3_600} h` : `${Math.round(day)} s`} here, and the tour needs ${daysOfTour} of them.`,
    `Start the machine with shorter days:  ${start}`,
    'Or let the tour move its clock on by two weeks:  npm run tour -- --hurry',
  ].join('\n');
}

function refuse(reason: string): void {
  console.error(`\n${reason}\n`);
  process.exitCode = 1;
}
