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
    ...sendingRows(figures),
    ...startRows(figures),
    ...flatRows(figures),
  ];
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
    ...(n > 0 ? { ok: requests[n] === requests[0] } : {}),
  }));
}

function sendingRows({ sending }: Figures): Row[] {
  return sending.flatMap(({ rate, seconds, sent, share, shareInSweep, sweepSeconds, throttled }, n) => [
    {
      what: `sending at ${rate} a second, ${seconds} s with work due`,
      value: `${count(sent)} mails, ${percent(share)} of the rate`,
      // A high rate asks for more processor than one machine has beside everything else.
      ...(n === 0 ? { reach: '≥ 95 %', ok: share >= 0.95 } : { reach: '' }),
    },
    {
      what: '',
      value: `${percent(shareInSweep)} within the first sweep (${round(sweepSeconds, 0)} s)`,
      reach: '',
    },
    { what: '', value: `${throttled} throttled`, reach: '0', ok: throttled === 0 },
  ]);
}

function startRows({ start, bundles }: Figures): Row[] {
  const { captureBundle: capture, floorBundle: floor } = start;
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

/** Not one write or request more in the larger table. */
function flatRows({ signups, mails }: Figures): Row[] {
  const [few, many] = [signups[0], signups.at(-1)];
  const [fewMails, manyMails] = [mails[0], mails.at(-1)];
  if (!few || !many || !fewMails || !manyMails || few === many) return [];
  const [a, b] = [few.figures.stranger, many.figures.stranger];
  const [c, d] = [fewMails.figures.perMail, manyMails.figures.perMail];
  const leads = `${count(few.leads)} and ${count(many.leads)} leads`;
  return [
    {
      what: `new signup with ${leads}`,
      value: `${round(a.writeUnits)} and ${round(b.writeUnits)} write units`,
      reach: 'the same',
      ok: b.requests === a.requests && b.writeUnits <= a.writeUnits * 1.02,
    },
    {
      what: `nurture mail with ${leads}`,
      value: `${round(c.writeUnits)} and ${round(d.writeUnits)} write units, ${round(c.readUnits)} and ${round(d.readUnits)} read`,
      reach: 'the same',
      ok: d.writeUnits <= c.writeUnits * 1.02 && d.readUnits <= c.readUnits * 1.2,
    },
  ];
}

const mark = ({ ok }: Row): string => (ok === undefined ? '' : ok ? 'ok' : 'MISSED');

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
