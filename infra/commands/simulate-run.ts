export interface SimulateOptions {
  /** Root of the deployment, without a trailing slash. */
  url: string;
  adminKey: string;
  sequence: string;
  leads: number;
  days: number;
  seed: number;
  progress?: (done: number) => unknown;
}

/** What the API tells of one part; adding parts up gives what it would tell of all. */
export interface Simulated {
  leads: number;
  days: number;
  funnel: { day: number; nurtureStage: Record<string, number>; lifecycle: Record<string, number> }[];
  mails: { total: number; perDay: number[]; mostOnADay: number };
  cost: { ses: number; other: number; total: number; currency: string };
  enrollments: Record<string, number>;
  unsubscribed: number;
  stuck: { sequence?: string; step?: string; stage: string; leads: number }[];
}

/** So many leads take the API some seconds. */
const LEADS_A_PART = 500;

/** Simulates many leads, part by part over the admin API, each part with a seed of its own. */
export async function simulateAll(options: SimulateOptions): Promise<Simulated> {
  const { leads, days, seed } = options;
  const parts: Simulated[] = [];
  for (let done = 0; done < leads; ) {
    const size = Math.min(LEADS_A_PART, leads - done);
    parts.push(await ask(options, { leads: size, days, seed: seed + parts.length }));
    done += size;
    options.progress?.(done);
  }
  return parts.reduce(add);
}

async function ask(
  { url, adminKey, sequence }: SimulateOptions,
  body: { leads: number; days: number; seed: number },
): Promise<Simulated> {
  const answer = await fetch(`${url}/v1/sequences/${encodeURIComponent(sequence)}/simulate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Error(`Nothing answers at ${url}: is it running?`);
  });
  const said = (await answer.json().catch(() => undefined)) as (Simulated & { detail?: string }) | undefined;
  if (answer.ok && said) return said;
  throw new Error(`The simulation was answered ${answer.status}: ${said?.detail ?? 'nothing to read'}`);
}

function add(a: Simulated, b: Simulated): Simulated {
  const perDay = a.mails.perDay.map((mails, day) => mails + (b.mails.perDay[day] ?? 0));
  const stuck = new Map<string, Simulated['stuck'][number]>();
  for (const { leads, ...place } of [...a.stuck, ...b.stuck]) {
    const name = JSON.stringify(place);
    stuck.set(name, { ...place, leads: leads + (stuck.get(name)?.leads ?? 0) });
  }
  return {
    leads: a.leads + b.leads,
    days: a.days,
    funnel: a.funnel.map((day, i) => ({
      day: day.day,
      nurtureStage: sums(day.nurtureStage, b.funnel[i]?.nurtureStage),
      lifecycle: sums(day.lifecycle, b.funnel[i]?.lifecycle),
    })),
    mails: { total: a.mails.total + b.mails.total, perDay, mostOnADay: Math.max(...perDay) },
    cost: {
      ...a.cost,
      ses: a.cost.ses + b.cost.ses,
      other: a.cost.other + b.cost.other,
      total: a.cost.total + b.cost.total,
    },
    enrollments: sums(a.enrollments, b.enrollments),
    unsubscribed: a.unsubscribed + b.unsubscribed,
    stuck: [...stuck.values()].sort((x, y) => y.leads - x.leads),
  };
}

function sums(a: Record<string, number>, b: Record<string, number> = {}): Record<string, number> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}
