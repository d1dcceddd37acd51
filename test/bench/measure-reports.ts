import { localClient } from '../../infra/local/table.ts';
import { addDays, daysFrom } from '../../shared/domain/reports/history.ts';
import { putTotal } from '../../shared/store/statistics.ts';
import type { Table } from '../../shared/store/table.ts';
import { imagineYear, LAST } from '../reports/imagined-year.ts';
import type { Machine } from './machine.ts';
import type { Metered } from './meter.ts';
import { type Tally, tally } from './tally.ts';

/** What reports ask of DynamoDB when the figures of a year are those of so many leads. */
export interface ReportFigures {
  leads: number;
  /** By path, as `GET /v1/reports` lists them. */
  reports: { path: string; tally: Tally }[];
}

export interface Reporting {
  table: Table;
  /** Of the programme; the imagined year ends with it. */
  today: string;
  get(path: string): Promise<{ status: number; body: unknown }>;
  /** All requests of functions since the last call. */
  take(): Promise<Metered[]>;
}

/** Of the whole machine, over HTTP. */
export async function measureReportsOf(
  { stack, take }: Machine,
  sizes: readonly number[],
): Promise<ReportFigures[]> {
  const client = localClient(stack.dynamodb);
  const headers = { authorization: `Bearer ${stack.adminKey}` };
  const reporting: Reporting = {
    table: { client, name: stack.table },
    today: new Date(stack.clock.programme()).toISOString().slice(0, 10),
    async get(path) {
      const answer = await fetch(`${stack.url}${path}`, { headers });
      return { status: answer.status, body: await answer.json() };
    },
    take: async () => (await take()).requests,
  };
  try {
    return await measureReports(reporting, sizes);
  } finally {
    client.destroy();
  }
}

/**
 * Puts the totals of an imagined year where the fold would have put them, in place of those of the size before, and asks for
 * reports: those of `paths`, else every one that is listed. The leads themselves are not there: the figures are.
 */
export async function measureReports(
  { table, today, get, take }: Reporting,
  sizes: readonly number[],
  paths?: readonly string[],
): Promise<ReportFigures[]> {
  const found: ReportFigures[] = [];
  for (const [round, leads] of sizes.entries()) {
    await putYear(table, today, leads, round);
    const asked = paths ?? (await listReports(get));
    await take();
    const reports: ReportFigures['reports'] = [];
    for (const path of asked) {
      const { status } = await get(path);
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      const requests = (await take()).filter((one) => one.function === 'admin');
      reports.push({ path, tally: tally(requests) });
    }
    found.push({ leads, reports });
  }
  return found;
}

/** Each day's total of the year that ends today; in the first round there is none before. */
async function putYear(table: Table, today: string, leads: number, round: number): Promise<void> {
  const { days } = imagineYear(leads, { keep: false });
  const shift = daysFrom(LAST, today);
  // A year of few leads has days on which nothing happened.
  const all = Array.from({ length: DAYS }, (_, n) => addDays(LAST, -n));
  const before = round > 0 ? { counts: {}, through: round } : undefined;
  for (let n = 0; n < all.length; n += AT_ONCE) {
    const put = await Promise.all(
      all
        .slice(n, n + AT_ONCE)
        .map((day) =>
          putTotal(table, addDays(day, shift), { counts: days[day] ?? {}, through: round + 1 }, before),
        ),
    );
    if (put.includes(false)) throw new Error('a total could not be put');
  }
}

const DAYS = 364;
const AT_ONCE = 14;

async function listReports(get: Reporting['get']): Promise<string[]> {
  const { body } = await get('/v1/reports');
  return (body as { results: { path: string }[] }).results.map(({ path }) => path);
}
