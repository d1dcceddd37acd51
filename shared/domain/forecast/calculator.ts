import { KweekError, type Problem } from '../kweek-error.ts';
import type { Calculation } from './calculation-schema.ts';
import { type AbsorbingChain, chainOf } from './chain.ts';
import { checkExits, checkNames, quoted } from './check-calculation.ts';
import { expectedTime, fundamentalMatrix } from './markov.ts';
import { drawOutcome } from './outcome.ts';
import { certainOutlook, type Outlook, posteriorOutlook } from './outlook.ts';
import { posterior } from './posterior.ts';
import { quantiles } from './quantiles.ts';
import { randomFrom } from './random.ts';
import { DRAWS } from './simulation.ts';
import { type Sufficiency, sufficiencyOf } from './sufficiency.ts';

type ByState = Record<string, number>;

/** Numbers are not rounded. States are all but exits and the goal, in the order in which the transitions name them. */
export interface Forecast extends Sufficiency {
  /** The chance to reach the goal at last. */
  pGoal: ByState;
  /** How often a lead that is in one state comes to be in another before it ends, the beginning included. */
  visits: Record<string, ByState>;
  /** Until the goal or another exit: moves (`jump`) or periods (`periodic`). */
  timeToAbsorption: ByState;
  expectedGoals: number;
  /** Of the number of goals: by chance alone, because the rows are not known for sure, and both. */
  sd: { chance: number; parameter: number; total: number };
  /** By per cent. */
  goalQuantiles: Record<string, number>;
  revenue: { mean: number; sd: number; quantiles: Record<string, number> };
  /** On average, after 1, 2, … moves or periods. */
  cumulative: { period: number; goals: number; revenue: number }[];
  /** Where means and deviations come from; quantiles are always drawn. */
  method: { moments: 'exact' | 'simulated'; draws: number };
}

/**
 * What counts of transitions say of a stock of leads (domain brief §4.3, §4.4): how many reach the goal, when, what
 * that is worth, and how sure that is. The same calculation has the same answer, in whatever order it is written.
 *
 * Var(goals) = E[Var(goals | P)] + Var(E[goals | P]) = chance² + parameter²; Var(revenue) = E[N]·σ² + Var(N)·μ².
 * Visits and times are those of the rows' means: averaged over all chains that may be true, a time may be infinite.
 *
 * Throws `invalid` with `problems` that name the states when no forecast can be made.
 */
export function calculate(calculation: Calculation, draws = DRAWS): Forecast {
  refuse(checkNames(calculation));
  const { goal, dealValue, periods } = calculation;
  const uncertain = calculation.uncertainty === 'posterior';
  const transitions = calculation.transitions.toSorted(byName);
  const chain = uncertain ? posterior(transitions, calculation.prior, goal) : chainOf(transitions, goal);
  refuse(checkExits(chain));
  const at = order(calculation, chain);
  const { visits, time } = paceOf(chain);
  const counts = new Map(calculation.stock.map(({ state, count }) => [state, count]));
  const stock = chain.states.map((state) => counts.get(state) ?? 0);
  const exit = chain.exits.indexOf(goal);
  const random = randomFrom(calculation.seed);
  const outlook = uncertain
    ? posteriorOutlook(random, chain, exit, { stock, periods, draws })
    : certainOutlook(chain, exit, { stock, periods });
  const outcomes = Array.from({ length: draws }, (_, draw) =>
    drawOutcome(random, stock, outlook.drawn[draw] ?? outlook.chance, dealValue),
  );
  const variance = outlook.chanceVariance + outlook.parameterVariance;
  return {
    pGoal: at((state) => outlook.chance[state] ?? 0),
    visits: at((state) => at((other) => visits.at(state, other))),
    timeToAbsorption: at((state) => time[state] ?? 0),
    expectedGoals: outlook.expected,
    sd: deviations(outlook),
    goalQuantiles: quantiles(outcomes.map(({ goals }) => goals)),
    revenue: {
      mean: outlook.expected * dealValue.mean,
      sd: Math.sqrt(outlook.expected * dealValue.sd ** 2 + variance * dealValue.mean ** 2),
      quantiles: quantiles(outcomes.map(({ revenue }) => revenue)),
    },
    cumulative: outlook.arrivals.map((goals, index) => ({
      period: index + 1,
      goals,
      revenue: goals * dealValue.mean,
    })),
    method: { moments: outlook.moments, draws },
    ...sufficiencyOf(transitions, chain, stock, goal),
  };
}

const byName = (a: { from: string; to: string }, b: { from: string; to: string }) =>
  a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1;

const deviations = ({ chanceVariance, parameterVariance }: Outlook) => ({
  chance: Math.sqrt(chanceVariance),
  parameter: Math.sqrt(parameterVariance),
  total: Math.sqrt(chanceVariance + parameterVariance),
});

function refuse(problems: Problem[]): void {
  if (problems.length > 0) throw new KweekError('invalid', 'No forecast can be made of this.', problems);
}

/** A value for each state, by name, in the order of the calculation. */
function order({ transitions }: Calculation, { states }: AbsorbingChain) {
  const named = new Set(transitions.flatMap(({ from, to }) => [from, to]));
  const indices = [...named].map((name) => states.indexOf(name)).filter((index) => index >= 0);
  return <T>(value: (state: number) => T): Record<string, T> =>
    Object.fromEntries(indices.map((index) => [states[index] ?? '', value(index)]));
}

/** A way out that is too narrow for numbers is none. */
function paceOf(chain: AbsorbingChain) {
  const visits = fundamentalMatrix(chain);
  const time = expectedTime(chain);
  const endless = chain.states.filter(
    (_, state) => ![time[state], ...visits.row(state)].every((value) => Number.isFinite(value)),
  );
  if (endless.length > 0) {
    const detail = `By these counts, nobody gets out of ${quoted(endless)} in any time that can be told.`;
    refuse([{ pointer: '/transitions', detail, code: 'closed_loop' }]);
  }
  return { visits, time };
}
