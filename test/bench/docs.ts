import { readFileSync, writeFileSync } from 'node:fs';
import type { Figures } from './figures.ts';
import { asMarkdown, rowsOf, verdictOf } from './report.ts';

/** Writes the page of figures: what was found, how each is counted, what is not in it. */
export function writeDocs(file: string, figures: Figures): void {
  writeFileSync(file, `${page(figures)}\n`);
}

/** Leaves what one mail was found to cause, at the lower rate, where simulations find it. */
export function writeMailWork(
  file: string,
  { at, commit, bills }: Pick<Figures, 'at' | 'commit' | 'bills'>,
): void {
  const [lowest] = [...bills].sort((a, b) => a.rate - b.rate);
  if (!lowest) throw new Error('no bill was made out.');
  const { work, deployment } = lowest;
  writeFileSync(file, `${JSON.stringify({ at, commit, work, deployment }, null, 2)}\n`);
}

/** Between these the README has the figures of the last run that was written down. */
const marks = ['<!-- figures: npm run bench -- --write-docs -->', '<!-- end of figures -->'] as const;

/** Puts the figures into the README's section about them. Throws when it has none. */
export function writeReadme(file: string, figures: Figures): void {
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(marks[0]), text.indexOf(marks[1])];
  if (from < 0 || to < from) throw new Error(`${file} has no place for figures.`);
  const { at, commit } = figures;
  const section = `${marks[0]}
As of ${at.slice(0, 10)}, commit ${commit}. ${verdictOf(rowsOf(figures))}

${inShort(figures)}

${asMarkdown(rowsOf(figures).filter(({ what, ok }) => what !== '' && ok !== undefined))}
`;
  writeFileSync(file, text.slice(0, from) + section + text.slice(to));
}

const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

function page(figures: Figures): string {
  const { at, commit, node, processors, load, seconds, prices } = figures;
  return `# Figures

Written by \`npm run bench -- --write-docs\`; do not edit. Run of ${at.slice(0, 16).replace('T', ' ')} UTC at commit ${commit}, Node ${node.slice(1)}, ${processors} processors (${round(load, 1)} processes waited for one before the run), ${seconds} s. Units and bytes are the same on every machine; times and rates are not.

${asMarkdown(rowsOf(figures))}

${verdictOf(rowsOf(figures))}

## In short

${inShort(figures)}

## How it is counted

${counting}

## Where a mail's units go

${parts(figures)}

## What a million mails cost

Prices of ${prices.region} as of ${prices.asOf}, in [\`aws-prices.ts\`](../shared/domain/rehearsal/aws-prices.ts), without free tiers; the formula is \`billOf\` in [\`mail-bill.ts\`](../shared/domain/rehearsal/mail-bill.ts). A simulation's cost is the same formula with what this run counted, at the lower rate.

${bills(figures)}

${leftOut}`;
}

/** What someone who chooses a tool wants to know. */
function inShort({ mails, signups, bills, prices, idle, start }: Figures): string {
  const [mail, signup, bill] = [mails[0]?.figures.perMail, signups[0]?.figures.stranger, bills[0]];
  if (!mail || !signup || !bill) return '';
  return [
    `A signup is ${round(signup.requests)} request to DynamoDB and ${round(signup.writeUnits, 1)} write units.`,
    `A nurture mail, from due to delivered and the next step planned, is ${round(bill.bill.writeUnitsPerMail, 1)} write and ${round(mail.readUnits, 1)} read units: a million of them cost $${bill.bill.total.toFixed(2)} at AWS beside SES's own $${bill.bill.ses} (${prices.region}, prices of ${prices.asOf}).`,
    `A minute in which nothing is due is ${round(idle[0]?.figures.perMinute.requests ?? 0)} small requests, with no lead or a thousand.`,
    `A cold \`capture\` answers its first signup in ${round(start.ratio, 2)} × the time of a bare handler.`,
  ].join(' ');
}

const counting = `Everything runs: DynamoDB Local, the built bundles in their sandboxes, the table's stream, SES's events through \`feedback\`. A small proxy stands between the functions and DynamoDB Local and reads every request and answer; each function has an address of its own there.

- **Units** follow AWS's rules, computed from the items themselves ([\`capacity.ts\`](../test/bench/capacity.ts), [\`charge.ts\`](../test/bench/charge.ts)): a write costs one unit for each kilobyte begun of the larger of old and new item; an index entry that comes or goes costs one, one that changes its key two, one that stays nothing; a refused write costs by the item that lies there; a read costs half a unit for each four kilobytes begun, one when it is strong; a transaction writes twice. The old item comes with the answer, for which the proxy asks. Every request is compared with the capacity that DynamoDB Local reports (which bills nothing for a query that finds nothing; AWS bills half a unit, and so do we).
- **Signups** are posted over HTTP. "New signup" counts what \`capture\` asks of DynamoDB before it answers, with the configuration asked for less than a second ago; the look that comes else is the line below it. Large tables are filled before their stream begins, so that nothing but their size differs.
- **A nurture mail** is the second of its sequence, sent to leads that lived through weeks of \`decide\`: two touches, two enrollments, 24 scoring events, fields, consent ([\`lead-story.ts\`](../test/bench/lead-story.ts)). Forty lives are lived, then repeated under other addresses. Counted is every request of every function from the sweep that finds them due until the last event is handled, divided by the mails: looking for them, slots, claim, confirmation, timeline row, Send and Delivery. SES's events are held until the sweep is done, as the five seconds of the queue's window do, and Send and Delivery come in different batches, so each reads the lead. The statistics are folded four times after it, as they would be until their ten minutes are surely over. \`record\` writes one page of statistics for each batch of the stream; how large AWS's batches are depends on the pace, so the pages are counted in the run and their number is taken from the formula below. At 14 a second the sender looks for fewer mails at a time and reserves fewer slots; that line has the sender's part from the run at that rate.
- **Reports** are asked for over HTTP, each in the list, over the totals of an imagined year ([\`imagined-year.ts\`](../test/reports/imagined-year.ts)): leads told as activities and folded as the stream would, from three sources by two forms into one sequence. The leads themselves are not in the table, so \`ranking\`, which looks at 500 of them at most, costs as the others do.
- **Idle** is the mean of five sweeps that find nothing due, a minute apart by the machine's clock.
- **Sending** is simulated in time, not in work ([\`simulate-sending.ts\`](../test/bench/simulate-sending.ts)): the product's own actions, a real DynamoDB Local, leads as above, the sender woken once a minute. Time passes only while everybody sleeps; a request to DynamoDB takes 4 to 12 ms of it, SES 35 to 400, and SES takes what the account's rate allows in that time. So the pace is the code's, and the same on a loaded machine. It says nothing about how much processor a rate needs: that is the line of milliseconds for each mail, from the bulk run, which the bill pays for. Counted are all mails that SES took from the first nurture mail until 95 % of them had left. People sign up meanwhile; of every second of them the stream says nothing, so that only the sweep can find them.
- **Bundles** are all files of a folder; "at its start" are those that the entry imports at once.
- **Start** is a new process that loads the bundle and answers one signup, against DynamoDB Local, by turns with a bare hono handler that puts one item ([\`floor.ts\`](../test/bench/floor.ts)), built the same way: ESM, minified, split. It keeps the SDK as it comes; our functions are built without the SDK's other sources of credentials, since Lambda gives them in the environment ([\`build.ts\`](../infra/build.ts)). A line of its own says how large the bare handler would be without them. \`capture\` also reads the configuration, as it does at each cold start.`;

function parts({ mails }: Figures): string {
  const figures = mails[0]?.figures;
  if (!figures) return '';
  const { compared, alike, byLocal, differences } = figures.agreement;
  const rows = figures.parts.map(
    ({ what, tally }) =>
      `| ${what} | ${round(tally.requests)} | ${round(tally.readUnits)} | ${round(tally.writeUnits)} | ${round(tally.indexUnits)} |`,
  );
  const differing = Object.entries(differences).map(([what, times]) => `${what}, ${times} times`);
  const invoked = figures.invocations.map(
    ({ function: name, count, records }) =>
      `\`${name}\` ${count} times${records > 0 ? ` (${records} records)` : ''}`,
  );
  return `Per mail, of ${figures.mails}:

| function, operation, item | requests | read units | write units | of indexes |
|---|---|---|---|---|
${rows.join('\n')}

DynamoDB Local was asked about ${compared} of these requests and agrees on ${alike}${differing.length > 0 ? ` (${differing.join('; ')})` : ''}; ${byLocal} were taken from it because our rules do not cover them. On this machine the run invoked ${invoked.join(', ')}.`;
}

function bills({ bills }: Figures): string {
  const services = Object.keys(bills[0]?.bill.perMillion ?? {});
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  const money = (amount: number | undefined) => `$${(amount ?? 0).toFixed(2)}`;
  return [
    line([
      'per million mails',
      ...bills.map(({ rate, pace }) => `at ${rate} a second (${round(pace, 1)} leave)`),
    ]),
    line(['---', ...bills.map(() => '---')]),
    ...services.map((service) =>
      line([service, ...bills.map(({ bill }) => money(bill.perMillion[service]))]),
    ),
    line(['**beside SES**', ...bills.map(({ bill }) => `**${money(bill.total)}**`)]),
    line(['SES', ...bills.map(({ bill }) => money(bill.ses))]),
    line(['invocations a mail', ...bills.map(({ bill }) => round(bill.invocationsPerMail))]),
    line(['GB-seconds a mail', ...bills.map(({ bill }) => round(bill.gigabyteSecondsPerMail, 4))]),
    line(['requests to SQS a mail', ...bills.map(({ bill }) => round(bill.queueRequestsPerMail))]),
    line(['traces a mail', ...bills.map(({ bill }) => round(bill.tracesPerMail, 4))]),
  ].join('\n');
}

const leftOut = `Units, stream records and events come from the run. Batch sizes, windows, filters, memory and tracing are read from the templates that would be deployed ([\`deployment.ts\`](../test/bench/deployment.ts)). What neither shows is taken from AWS's documentation or estimated, and named there: four stream shards with four looks a second into each, five pollers of the queue, ten messages in a receive, 3 ms for an invocation and 3 ms for each of its requests while ten go side by side, 600 bytes of log for an invocation. While mail is due one sender is awake all the time, so a slow account pays for its waiting; at a high rate the processor that the run's mails took is paid for instead, where that is more than the sender's memory brings (1,769 MB are one processor).

Not in it: storage of the timeline and its backups, data transfer, retries after faults, clicks and unsubscribes, signups, the free tiers, and receives that fetch fewer than ten messages (one message in each would add ${'$0.72'}).`;
