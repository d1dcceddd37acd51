import { dayMs } from '../calendar.ts';
import { read } from '../http.ts';
import type { Person } from '../people.ts';
import { join } from '../steps.ts';
import type { Chapter, Tour } from '../tour.ts';

/** In each week: who signs up, of whom the first asks for a demo. */
const PER_WEEK = 2;

/** What sales make of the demo of a week, and what the deal is worth. */
export type Week = [fate: 'won' | 'lost' | 'open' | 'rejected' | 'returned', value: number];

const weeksOfQuarter: Week[] = [
  ['won', 4_000],
  ['won', 5_500],
  ['won', 3_200],
  ['won', 4_800],
  ['rejected', 0],
  ['won', 2_900],
  ['lost', 3_000],
  ['won', 6_100],
  ['rejected', 0],
  ['open', 4_500],
  ['returned', 0],
  ['open', 3_800],
  ['won', 4_400],
];

type Step = { step: string; reached: number };
type Funnel = {
  steps: Step[];
  snapshot: { state: string; leads: number }[];
  cohorts: { leads: number };
};
type Expected = { mean: number; low95: number; high95: number };
type Forecast = {
  horizons: { weeks: number; customers: Expected; revenue?: Expected }[];
  stages: { state: string; leads: number }[];
  sufficiency: string;
  dealValue?: { currency: string; mean: number; count: number };
  method: { transitions: { from: string; to: string; count: number }[] };
};
type Flywheel = { speed: { newCustomers: number }; mass: { total: number } };
type Bottleneck = {
  bottleneck?: { from: string; to: string };
  steps: { label: string; gain: number; revenueGain?: number }[];
};
type Influence = { customers: number; revenue: { currency: string; total: number }[] };

/** What a machine may know from before: figures of the tour are what came to it. */
let start: {
  from: string;
  weeks: Week[];
  sales: Funnel;
  flywheel: Flywheel;
  influence: Influence;
  forecast: Forecast;
};

/** Before and after, the same days: cohorts begin on Mondays, so from a week before the first. */
const since = (name: string) => `${name}?from=${start.from}`;

const report = async <T>({ kweek }: Tour, name: string): Promise<T> => {
  const answer = await kweek.call('GET', `/v1/reports/${name}`);
  if (answer.status !== 200) throw new Error(`GET /v1/reports/${name} answered ${answer.status}`);
  return read<T>(answer);
};

const took = (fate: Week[0]) => fate !== 'rejected' && fate !== 'returned';
const count = (...wanted: string[]) => start.weeks.filter(([fate]) => wanted.includes(fate)).length;

/** `weeks`: of a quarter, or fewer for whoever has less time. */
export const quarter = (weeks: Week[] = weeksOfQuarter): Chapter => ({
  title: weeks === weeksOfQuarter ? 'A quarter' : `${weeks.length} weeks`,
  story: `Each week ${PER_WEEK} people ask for the guide, and one of them for a demo; sales decide within the week.`,
  async walk(tour) {
    const { kweek, check, calendar } = tour;
    const from = new Date((await calendar.now()) - 7 * dayMs).toISOString().slice(0, 10);
    start = {
      from,
      weeks,
      sales: await report<Funnel>(tour, `funnel?from=${from}`),
      flywheel: await report<Flywheel>(tour, `flywheel?from=${from}`),
      influence: await report<Influence>(tour, `influence?from=${from}`),
      forecast: await report<Forecast>(tour, 'forecast'),
    };
    const statuses = new Set<string>();
    for (const [n, week] of weeks.entries()) {
      const people = Array.from({ length: PER_WEEK }, (_, i) => tour.invite(nameOf(n, i), 'en', 'Lindeveld'));
      for (const person of people) await join(tour, person);
      const [asks] = people;
      if (asks) statuses.add(await decide(tour, asks, week));
      await kweek.advance('P7D');
      await calendar.soon(async () =>
        (await reached(tour, 'lead')) >= (n + 1) * PER_WEEK ? true : undefined,
      );
    }
    check('Whatever sales tell is recorded', 'recorded', [...statuses].join(', '));
  },
});

/** Letters only, so that addresses are as different as names. */
const nameOf = (week: number, i: number) =>
  `Lead ${String.fromCharCode(97 + week)}${String.fromCharCode(97 + i)}`;

async function decide({ kweek }: Tour, person: Person, [fate, worth]: Week): Promise<string> {
  const { id } = await kweek.lead(person.email);
  await kweek.post(id, { type: 'demo.requested', id: 'demo' });
  const told = new Set<string>();
  const tell = async (decision: object) => {
    const answer = await kweek.call('POST', `/v1/leads/${id}/sales-decision`, decision);
    told.add(read<{ status?: string }>(answer).status ?? String(answer.status));
  };
  const value = { value: worth, currency: 'EUR' };
  if (fate === 'rejected') await tell({ decision: 'reject', reason: 'no_budget' });
  if (fate === 'returned') await tell({ decision: 'return' });
  if (took(fate)) {
    await tell({ decision: 'accept', owner: 'sofie' });
    await tell({ decision: 'contact', channel: 'phone' });
    await tell({ decision: 'assess', assessment: 'positive', ...value });
  }
  if (fate === 'won') {
    await tell({ decision: 'won', ...value });
    // And the books tell of the same purchase.
    const bought = await kweek.call('POST', `/v1/leads/${id}/conversions`, {
      externalId: `${id}-1`,
      ...value,
    });
    told.add(read<{ status?: string }>(bought).status ?? String(bought.status));
  }
  if (fate === 'lost') await tell({ decision: 'lost', reason: 'price' });
  return [...told].join(', ');
}

/** How many reached a step since the tour began. */
async function reached(tour: Tour, step: string): Promise<number> {
  const of = ({ steps }: Funnel) => steps.find((one) => one.step === step)?.reached ?? 0;
  return of(await report<Funnel>(tour, since('funnel'))) - of(start.sales);
}

export const counted: Chapter = {
  title: 'What was counted',
  story: 'The figures are those of what happened, each once.',
  async walk(tour) {
    const { check, calendar } = tour;
    await calendar.soon(async () => ((await reached(tour, 'customer')) >= count('won') ? true : undefined));
    const taken = start.weeks.filter(([fate]) => took(fate)).length;
    const expected: [string, string, number][] = [
      ['Leads came in', 'lead', start.weeks.length * PER_WEEK],
      ['Marketing qualified leads', 'mql', start.weeks.length],
      ['Of them sales took', 'sql', taken],
      ['Opportunities', 'opportunity', taken],
      ['Customers', 'customer', count('won')],
    ];
    for (const [what, step, leads] of expected) {
      check(what, String(leads), String(await reached(tour, step)));
    }
    const { flywheel, influence } = start;
    const [spun, bought] = [
      await report<Flywheel>(tour, since('flywheel')),
      await report<Influence>(tour, since('influence')),
    ];
    check(
      'New customers, by the flywheel',
      String(count('won')),
      String(spun.speed.newCustomers - flywheel.speed.newCustomers),
    );
    check('First purchases', String(count('won')), String(bought.customers - influence.customers));
    const { sum, mean } = dealsOf(await report<Forecast>(tour, 'forecast'), start.forecast);
    const won = start.weeks.reduce((sofar, [fate, worth]) => sofar + (fate === 'won' ? worth : 0), 0);
    check('Won, in euros', String(won), String(sum));
    check('The worth of a deal is known', 'above 0', mean.toFixed(0), mean > 0);
    for (const [name, type] of [
      ['funnel', 'image/svg+xml'],
      ['forecast', 'image/svg+xml'],
      ['cohorts', 'text/csv'],
    ]) {
      const format = type === 'text/csv' ? 'csv' : 'svg';
      const { status, headers } = await tour.kweek.call('GET', `/v1/reports/${name}?format=${format}`);
      const seen = `${status} ${headers.get('content-type')?.split(';')[0]}`;
      check(`The ${name} as ${format}`, `200 ${type}`, seen);
    }
  },
};

/** The sum of deals that were won since, in whole euros. */
function dealsOf({ dealValue: now }: Forecast, { dealValue: then }: Forecast) {
  const all = (deals: Forecast['dealValue']) => (deals ? deals.mean * deals.count : 0);
  return { sum: Math.round(all(now) - all(then)), mean: now?.mean ?? 0 };
}

const money = (value: number) => `€${Math.round(value).toLocaleString('en')}`;
const some = (value: number) => value.toFixed(1);

export const questions: Chapter = {
  title: 'Four questions',
  story: 'What the product is there to answer, with what this quarter can tell.',
  async walk(tour) {
    const { check, kweek } = tour;
    const forecast = await report<Forecast>(tour, 'forecast');
    const year = forecast.horizons.at(-1);
    const { customers, revenue } = year ?? {};
    check(
      'How big is my potential revenue?',
      'an amount within an interval, in a year',
      revenue ? `${money(revenue.mean)} (95 %: ${money(revenue.low95)} to ${money(revenue.high95)})` : 'none',
      revenue !== undefined && revenue.low95 < revenue.mean && revenue.mean < revenue.high95,
    );
    const here = forecast.stages.reduce((sofar, { leads }) => sofar + leads, 0);
    check(
      'How many prospects will become customers?',
      `some of ${here} leads, within an interval`,
      customers
        ? `${some(customers.mean)} (95 %: ${customers.low95} to ${customers.high95}), ${forecast.sufficiency}`
        : 'none',
      customers !== undefined &&
        customers.mean > 0 &&
        customers.mean < here &&
        customers.low95 < customers.high95,
    );
    check(
      'So little was counted that it is',
      count('won') < 20 ? 'indicative' : 'sufficient',
      forecast.sufficiency,
      // A machine that has seen more before the tour may know enough.
      forecast.sufficiency === 'indicative' || start.forecast.sufficiency === 'sufficient',
    );
    await agrees(tour, forecast);
    const lens = async (name: string) => (await report<Funnel>(tour, `funnel?lens=${name}`)).steps;
    const [sales, marketing] = [await lens('sales'), await lens('marketing')];
    const last = (steps: Step[]) => `${steps.at(-1)?.step} ${steps.at(-1)?.reached}`;
    check(
      'Which funnel should I use?',
      'sales ends at the customer, marketing goes on',
      `sales: ${last(sales)}; marketing: ${last(marketing)}`,
      sales.at(-1)?.step === 'customer' && marketing.length > sales.length,
    );
    const { bottleneck, steps } = await report<Bottleneck>(tour, 'bottleneck');
    const best = steps[0];
    check(
      'How do I get more out of it?',
      'the step that would bring the most',
      best ? `${best.label}: ${some(best.gain)} more customers, ${money(best.revenueGain ?? 0)}` : 'none',
      best !== undefined && bottleneck !== undefined && best.gain > 0,
    );
    const { status } = await kweek.call(
      'GET',
      `/v1/reports/bottleneck?from_stage=${bottleneck?.from}&to_stage=${bottleneck?.to}&factor=2`,
    );
    check('And if it were taken twice as often', '200', String(status));
  },
};

/** The calculator, asked with what the forecast counted, expects the same in the first year. */
async function agrees({ kweek, check }: Tour, { method, stages, horizons }: Forecast): Promise<void> {
  const year = horizons.at(-1);
  const answer = await kweek.call('POST', '/v1/reports/forecast/calculate', {
    kind: 'periodic',
    uncertainty: 'posterior',
    transitions: method.transitions,
    goal: 'customer',
    stock: stages.map(({ state, leads }) => ({ state, count: leads })),
    dealValue: { mean: 1 },
    periods: year?.weeks ?? 0,
  });
  const { cumulative = [] } = read<{ cumulative?: { goals: number }[] }>(answer);
  const calculated = cumulative.at(-1)?.goals ?? Number.NaN;
  const expected = year?.customers.mean ?? 0;
  const isNear = Math.abs(calculated - expected) < 0.05 * Math.max(1, expected);
  check('The calculator, by the same counts', `about ${some(expected)}`, some(calculated), isNear);
}
