import { cumulativeIncidence } from '../forecast/aalen-johansen.ts';
import { kaplanMeier, medianTime } from '../forecast/kaplan-meier.ts';
import { velocity } from '../forecast/velocity.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { pathOf } from '../stage/stage-path.ts';
import { type DealFigures, dealsWon } from './deals.ts';
import { addDays, find, type History, total } from './history.ts';
import { grouped, staysIn } from './stays.ts';
import { stockOf } from './stock.ts';

export interface Velocity {
  about: string;
  asOf: string;
  /** The last step before the goal. */
  stage: string;
  opportunities: number;
  /** The share of those who enter that step that go on to the goal, as far as anyone was watched. */
  winRate: number;
  /** Days from entering that step until leaving it, for half of them; absent while fewer have left. */
  cycleDays?: number;
  /** Days from arrival until the goal, for half of those who reached it. */
  arrivalToGoalDays?: number;
  dealValue?: DealFigures;
  /** Opportunities × win rate × mean value / cycle; absent while one of them is not known. */
  revenuePerDay?: number;
  /** New leads and customers in each of the last weeks. */
  weekly: { from: string; leads: number; customers: number }[];
}

const ABOUT =
  'How much revenue a day the open opportunities stand for: their number × win rate × mean value / days in the step. It says ' +
  'how fast the end of the funnel turns at its present size, not what will come: that is the forecast.';

export function velocityReport(history: History, lifecycle: StageModel, given?: DealFigures): Velocity {
  const { steps } = pathOf(lifecycle);
  const stage = steps.at(-2) ?? lifecycle.initial;
  const { field, goal, initial } = lifecycle;
  const opportunities = stockOf(history, field).get(stage) ?? 0;
  const spells = grouped(staysIn(history, field, stage));
  const winRate = cumulativeIncidence(spells).at(-1)?.incidence[goal] ?? 0;
  const cycleDays = medianTime(kaplanMeier(spells));
  const dealValue = given ?? dealsWon(history)[0];
  const perDay =
    dealValue && cycleDays !== undefined
      ? velocity({ opportunities, winRate, meanValue: dealValue.mean, cycleDays })
      : undefined;
  const days = find(history, 'goal', field, 'days').map(({ parts, count }) => ({
    ...{ time: Number(parts[3]), exit: goal, count },
  }));
  const arrival = medianTime(kaplanMeier(grouped(days)));
  return {
    ...{ about: ABOUT, asOf: history.asOf, stage, opportunities, winRate },
    ...(cycleDays === undefined ? {} : { cycleDays }),
    ...(arrival === undefined ? {} : { arrivalToGoalDays: arrival }),
    ...(dealValue ? { dealValue } : {}),
    ...(perDay === undefined ? {} : { revenuePerDay: perDay }),
    weekly: lastWeeks(history, 13).map(({ from, to }) => {
      const within = ({ day }: { day: string }) => day >= from && day < to;
      return {
        from,
        leads: total(find(history, 'cohort', '*', field, initial).filter(within)),
        customers: total(find(history, 'goal', field, 'reached').filter(within)),
      };
    }),
  };
}

/** The last whole seven days up to today, and those before, oldest first. */
function lastWeeks(history: History, weeks: number): { from: string; to: string }[] {
  const end = addDays(history.asOf, 1);
  return Array.from({ length: weeks }, (_, i) => ({
    from: addDays(end, -7 * (weeks - i)),
    to: addDays(end, -7 * (weeks - i - 1)),
  }));
}
