import type { Figures } from './figures.ts';
import type { Tally } from './tally.ts';

/** A line of the report: a figure beside what it should reach. `ok` is absent where nothing is to be reached. */
export interface Row {
  what: string;
  value: string;
  reach: string;
  ok?: boolean;
}

const round = (value: number, digits = 2): string => {
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
};
const percent = (share: number): string => `${round(share * 100, 1)} %`;
const dollars = (amount: number): string => `$${amount.toFixed(2)}`;
const kilobytes = (bytes: number): string => `${round(bytes / 1_024, 1)} KB`;
const count = (leads: number): string => leads.toLocaleString('en');

/** The figures to reach (architecture, "Figures to reach") beside what this run found. */
export function rowsOf(figures: Figures): Row[] {
  return [
    ...signupRows(figures),
    ...mailRows(figures),
    ...idleRows(figures),
    ...reportRows(figures),
    ...sendingRows(figures),
    ...startRows(figures),
    ...flatRows(figures),
  ];
}

/** The dearest report, over a year of few leads and of many. */
function reportRows({ reports }: Figures): Row[] {
  const dearest = reports.map(({ leads, reports: all }) => ({
    leads,
    ...all.reduce(
      (most, { tally }) => (tally.readUnits > most.readUnits ? tally : most),
      all[0]?.tally ?? { requests: 0, readUnits: 0 },
    ),
  }));
  const first = dearest[0];
  return dearest.map(({ leads, readUnits, requests }, i) => {
    const times = leads / (first?.leads ?? leads);
    const found = {
      what: `a report over a year of ${count(leads)} leads, the dearest`,
      value: `${round(readUnits, 1)} read units, ${round(requests)} requests`,
    };
    if (i === 0 || !first) return { ...found, reach: '' };
    // Days, stages and ages are what is counted: they fill up, and then there are no more.
    const most = times / 10;
    const ok = readUnits / first.readUnits <= most;
    return { ...found, reach: `≤ ${round(most)} times as much for ${round(times)} times the leads`, ok };
  });
}

function signupRows({ signups }: Figures): Row[] {
  const first = signups[0]?.figures;
  if (!first) return [];
  const { stranger, known, repeated, look, behindStranger } = first;
  const inRequest = (t: Tally) =>
    `${round(t.requests)} ${t.requests === 1 ? 'request' : 'requests'}, ${round(t.readUnits)} read, ${round(t.writeUnits)} write units`;
  return [
    {
      what: 'new signup',
      value: inRequest(stranger),
      reach: '1 request, 0 reads, ≤ 4 write units',
      ok: stranger.requests === 1 && stranger.readUnits === 0 && stranger.writeUnits <= 4,
    },
    { what: "known lead's signup", value: inRequest(known), reach: '≤ 2 requests', ok: known.requests <= 2 },
    { what: 'the same signup again', value: inRequest(repeated), reach: '' },
    {
      what: 'a signup when the configuration was last asked for over a second ago',
      value: `+ ${inRequest(look)}`,
      reach: '',
    },
    {
      what: 'behind a new signup: timeline, confirmation mail, its events',
      value: inRequest(behindStranger),
      reach: '',
    },
  ];
}

function mailRows({ mails, fewMails, bills, prices }: Figures): Row[] {
  const bulk = mails[0]?.figures;
  if (!bulk) return [];
  const { perMail, leadBytes } = bulk;
  return [
    ...bills.map(({ rate, bill }) => ({
      what: `one nurture mail of ${count(bulk.mails)}, at ${rate} a second`,
      value: `${round(bill.writeUnitsPerMail)} write units`,
      reach: '≤ 6.2',
      ok: bill.writeUnitsPerMail <= 6.2,
    })),
    { what: '', value: `${round(perMail.readUnits)} read units`, reach: '≤ 2', ok: perMail.readUnits <= 2 },
    { what: '', value: `${round(perMail.requests)} requests to DynamoDB`, reach: '' },
    { what: '', value: `${round(bulk.senderMs, 1)} ms of the sender's processor, here`, reach: '' },
    {
      what: "the lead's item",
      value: `${leadBytes.median} bytes, ${leadBytes.largest} at most`,
      reach: '≤ 1,024',
      ok: leadBytes.largest <= 1_024,
    },
    {
      what: `one of ${fewMails.mails} due in a quiet minute`,
      value: `${round(fewMails.perMail.writeUnits)} write, ${round(fewMails.perMail.readUnits)} read units`,
      reach: '',
    },
    ...bills.map(({ rate, bill }) => ({
      what: `AWS beside SES, a million mails at ${rate} a second (${prices.region}, ${prices.asOf})`,
      value: `${dollars(bill.total)}; SES itself ${dollars(bill.ses)}`,
      reach: '≤ $7.10',
      ok: bill.total <= 7.1,
    })),
  ];
}

function idleRows({ idle }: Figures): Row[] {
  const requests = idle.map(({ figures }) => figures.perMinute.requests);
  return idle.map(({ leads, figures: { perMinute } }, n) => ({
    what: `a minute in which nothing is due, ${count(leads)} leads`,
    value: `${round(perMinute.requests)} requests, ${round(perMinute.readUnits)} read, ${round(perMinute.writeUnits)} write units`,
    reach: n > 0 ? 'the same' : 'a few',
    ...(n > 0 ? { ok: (requests[n] ?? 0) <= (requests[0] ?? 0) * 1.05 } : {}),
  }));
}

function sendingRows({ sending }: Figures): Row[] {
  return sending.flatMap((one) => [
    {
      what: `${count(one.leads)} leads due at once, at ${one.rate} a second, simulated time`,
      value: `${percent(one.share)} of the rate, ${round(one.seconds, 0)} s`,
      reach: '≥ 95 %',
      ok: one.share >= 0.95 && one.sent === one.leads && one.doubled === 0,
    },
    {
      what: '',
      value: `${one.throttled} throttled, ${one.mostInASecond} at most within a second`,
      reach: '0',
      ok: one.throttled === 0,
    },
    {
      what: `… ${one.newcomers} people who signed up meanwhile`,
      value: `their mail after ${round(one.newcomerWait.median, 1)} s, ${round(one.newcomerWait.longest, 1)} s at most`,
      reach: '≤ 4 s',
      ok: one.newcomerWait.longest <= 4,
    },
    {
      what: '… entries of the due index read',
      value: `${round(one.readsPerMail, 3)} for each mail, ${one.mostReadsInASweep} at most in a sweep; none waited ${round(one.longestOvertaken, 0)} s for its turn`,
      reach: 'none again unmoved',
      ok: one.mostReadsInASweep <= 1,
    },
  ]);
}

function startRows({ start, bundles }: Figures): Row[] {
  const { captureBundle: capture, floorBundle: floor, leanFloorBundle: lean } = start;
  const ratio = capture.bytes / floor.bytes;
  return [
    {
      what: '`capture`: bundle beside a bare handler',
      value: `${kilobytes(capture.bytes)} to ${kilobytes(floor.bytes)}: × ${round(ratio)}`,
      reach: '≤ 1.25',
      ok: ratio <= 1.25,
    },
    {
      what: '… what is loaded at its start',
      value: `${kilobytes(capture.startBytes)} to ${kilobytes(floor.startBytes)}: × ${round(capture.startBytes / floor.startBytes)}`,
      reach: '≤ 1.25',
      ok: capture.startBytes <= 1.25 * floor.startBytes,
    },
    {
      what: '… beside a bare handler with credentials from the environment alone, as ours',
      value: `${kilobytes(lean.bytes)}, ${kilobytes(lean.startBytes)} at its start: × ${round(capture.bytes / lean.bytes)} and ${round(capture.startBytes / lean.startBytes)}`,
      reach: '',
    },
    {
      what: `… process start to first answer, median of ${start.runs} by turns`,
      value: `${round(start.capture, 0)} to ${round(start.floor, 0)} ms: × ${round(start.ratio)}`,
      reach: '≤ 1.25',
      ok: start.ratio <= 1.25,
    },
    ...bundles
      .filter(({ name }) => name !== 'capture')
      .map(({ name, bytes, startBytes }) => ({
        what: `bundle of \`${name}\``,
        value: `${kilobytes(bytes)}, ${kilobytes(startBytes)} at its start`,
        reach: '',
      })),
  ];
}

/** Not one write or request more in a larger table. */
function flatRows({ signups, mails }: Figures): Row[] {
  const [few, fewMails] = [signups[0]?.figures.stranger, mails[0]?.figures.perMail];
  if (!few || !fewMails) return [];
  return mails.slice(1).flatMap(({ leads, figures: { perMail } }, n) => {
    const stranger = signups[n + 1]?.figures.stranger ?? few;
    return [
      {
        what: `new signup among ${count(leads)} leads`,
        value: `${round(stranger.requests)} request, ${round(stranger.writeUnits)} write units`,
        reach: `as among ${count(mails[0]?.leads ?? 0)}`,
        ok: stranger.requests === few.requests && stranger.writeUnits <= few.writeUnits * 1.02,
      },
      {
        what: `nurture mail among ${count(leads)} leads`,
        value: `${round(perMail.writeUnits)} write, ${round(perMail.readUnits)} read units`,
        reach: `${round(fewMails.writeUnits)}, ${round(fewMails.readUnits)}`,
        ok: perMail.writeUnits <= fewMails.writeUnits * 1.02 && perMail.readUnits <= fewMails.readUnits * 1.1,
      },
    ];
  });
}

const mark = ({ ok }: Row): string => (ok === undefined ? '' : ok ? 'ok' : 'MISSED');

/** Which figures are reached and which are not, in a line. */
export function verdictOf(rows: Row[]): string {
  const judged = rows.filter(({ ok }) => ok !== undefined);
  const missed = judged.filter(({ ok }) => !ok).map(({ what, value }) => `${what || '…'} (${value})`);
  return missed.length === 0
    ? `All ${judged.length} figures are reached.`
    : `${judged.length - missed.length} of ${judged.length} figures are reached; missed: ${missed.join('; ')}.`;
}

/** The rows as a table for a terminal. */
export function asText(rows: Row[]): string {
  const cells = rows.map((row) => [row.what.replaceAll('`', ''), row.value, row.reach, mark(row)]);
  const widths = [0, 1, 2].map((n) => Math.max(...cells.map((row) => row[n]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}

/** The rows as a Markdown table. */
export function asMarkdown(rows: Row[]): string {
  const lines = rows.map((row) => `| ${row.what} | ${row.value} | ${row.reach} | ${mark(row)} |`);
  return ['| what | found | reach | |', '|---|---|---|---|', ...lines].join('\n');
}
