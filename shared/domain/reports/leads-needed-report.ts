import { leadsNeeded } from '../forecast/leads-needed.ts';
import { cohortCurves } from './cohorts.ts';
import { find, type History, total } from './history.ts';
import type { Models } from './lens.ts';

export interface LeadsNeededReport {
  about: string;
  asOf: string;
  customers: number;
  /** Of a lead of mature cohorts; absent while none is mature. */
  chance?: { share: number; low: number; high: number; leads: number; reached: number };
  /** Leads that bring so many customers on average; not rounded. */
  needed?: { estimate?: number; low?: number; high?: number };
  /** New leads a day in the last 28 days, and how many days they take at that pace. */
  leadsPerDay: number;
  days?: number;
  sufficiency: 'indicative' | 'sufficient';
}

const ABOUT =
  'How many new leads bring so many customers on average, by what became of leads old enough to tell. It does not say that more ' +
  'leads of another kind would do as well, and the number that one needs to be nearly sure is higher.';

export function leadsNeededReport(
  history: History,
  { lifecycle }: Models,
  customers: number,
  window: { from: string; to: string },
): LeadsNeededReport {
  const { mature } = cohortCurves(history, lifecycle, window);
  const chance = mature && {
    ...{ share: mature.share, low: mature.low, high: mature.high },
    ...{ leads: mature.leads, reached: mature.reached },
  };
  const { estimate, low, high } = leadsNeeded(customers, {
    ...{ estimate: chance?.share ?? 0, low: chance?.low ?? 0, high: chance?.high ?? 0 },
  });
  const since = new Date(Date.parse(history.asOf) - 27 * 86_400_000).toISOString().slice(0, 10);
  const leadsPerDay =
    total(find(history, 'lead', 'new').filter(({ day }) => day >= since && day <= history.asOf)) / 28;
  return {
    ...{ about: ABOUT, asOf: history.asOf, customers },
    ...(chance ? { chance } : {}),
    ...(chance
      ? {
          needed: {
            ...(estimate === undefined ? {} : { estimate }),
            ...(low === undefined ? {} : { low }),
            ...(high === undefined ? {} : { high }),
          },
        }
      : {}),
    leadsPerDay,
    ...(estimate !== undefined && leadsPerDay > 0 ? { days: estimate / leadsPerDay } : {}),
    sufficiency: (chance?.reached ?? 0) < 3 || (chance?.leads ?? 0) < 20 ? 'indicative' : 'sufficient',
  };
}
