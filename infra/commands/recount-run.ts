export interface RecountOptions {
  /** Root of the deployment, without a trailing slash. */
  url: string;
  adminKey: string;
  /** Leave out the newest minutes. */
  closed: boolean;
  /** Put right what differs; of what is closed. */
  repair: boolean;
  progress?: (parts: number) => unknown;
}

export interface Difference {
  day: string;
  figure: string;
  stored: number;
  recounted: number;
}

type Days = Record<string, Record<string, number>>;
type Part = { before: string; today: string; days: Days; paging: { next?: { after: string } } };
type Call = <T>(request: string, query: Record<string, string>, body?: object) => Promise<T>;

/** Goes through all timelines by the admin API, adds up what they say, and has the figures compared. */
export async function recount(
  options: RecountOptions,
): Promise<{ counts: number; differences: Difference[] }> {
  const call = caller(options);
  const closed = options.closed || options.repair;
  const { days, before, today } = await countAll(call, closed, options.progress);
  const differences: Difference[] = [];
  for (const range of rangesOf(days, today)) {
    const within = Object.entries(days).filter(([day]) => day >= range.from && day <= range.to);
    const body = { ...range, before, days: Object.fromEntries(within), repair: options.repair };
    const found = await call<{ differences: Difference[] }>('POST /v1/statistics/recount', {}, body);
    differences.push(...found.differences);
  }
  const counts = Object.values(days).flatMap((figures) => Object.values(figures));
  return { counts: counts.reduce((sum, count) => sum + count, 0), differences };
}

async function countAll(call: Call, closed: boolean, progress: RecountOptions['progress']) {
  const days: Days = {};
  const query: Record<string, string> = closed ? { closed: 'true' } : {};
  for (let parts = 1; ; parts++) {
    const part = await call<Part>('GET /v1/statistics/recount', query);
    for (const [day, figures] of Object.entries(part.days)) {
      days[day] ??= {};
      const sums = days[day];
      for (const [name, count] of Object.entries(figures)) sums[name] = (sums[name] ?? 0) + count;
    }
    progress?.(parts);
    const { before, today, paging } = part;
    if (!paging.next) return { days, before, today };
    Object.assign(query, { before, after: paging.next.after });
  }
}

/** Month by month, so that no request grows with the programme's age; and what lies before the first of them. */
function rangesOf(days: Days, today: string): { from: string; to: string }[] {
  const months = [today, ...Object.keys(days)].map(monthOf);
  const [first, last] = [Math.min(...months), Math.max(...months)];
  const ranges = Array.from({ length: last - first + 1 }, (_, n) => rangeOf(first + n));
  return [{ from: '1970-01-01', to: rangeOf(first - 1).to }, ...ranges];
}

const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

const rangeOf = (month: number) => {
  const [year, number] = [Math.floor(month / 12), month % 12];
  const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: dayOf(Date.UTC(year, number, 1)), to: dayOf(Date.UTC(year, number + 1, 0)) };
};

const caller =
  ({ url, adminKey }: RecountOptions): Call =>
  async <T>(request: string, query: Record<string, string>, body?: object) => {
    const [method = 'GET', path = ''] = request.split(' ');
    const answer = await fetch(`${url}${path}?${new URLSearchParams(query)}`, {
      method,
      headers: {
        authorization: `Bearer ${adminKey}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch(() => {
      throw new Error(`Nothing answers at ${url}: is it running?`);
    });
    const said = (await answer.json().catch(() => undefined)) as (T & { detail?: string }) | undefined;
    if (answer.ok && said) return said;
    throw new Error(`${request} answered ${answer.status}: ${said?.detail ?? 'nothing to read'}`);
  };
