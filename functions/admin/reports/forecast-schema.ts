import * as z from 'zod';
import { Calculation } from '../../../shared/domain/forecast/calculation-schema.ts';
import { named } from '../api/schema-name.ts';
import { exampleForecast } from './forecast-example.ts';

export const CalculationBody = named('ForecastCalculation', Calculation, {
  description: 'Counts of what leads did, and a stock of leads that may do the same.',
});

const ByState = z.record(z.string(), z.number());

/** Keys are per cents: `2.5`, `5`, `10`, `25`, `50`, `75`, `90`, `95`, `97.5`. */
const Quantiles = z.record(z.string(), z.number());

const Shortage = z.object({
  code: z.enum(['few_exits', 'few_goals']),
  state: z.string(),
  count: z.number(),
  detail: z.string(),
});

/** A `Forecast`, as the API describes it. */
export const ForecastBody = named(
  'Forecast',
  z.object({
    pGoal: ByState,
    visits: z.record(z.string(), ByState),
    timeToAbsorption: ByState,
    expectedGoals: z.number(),
    sd: z.object({ chance: z.number(), parameter: z.number(), total: z.number() }),
    goalQuantiles: Quantiles,
    revenue: z.object({ mean: z.number(), sd: z.number(), quantiles: Quantiles }),
    cumulative: z.array(z.object({ period: z.int(), goals: z.number(), revenue: z.number() })),
    method: z.object({ moments: z.enum(['exact', 'simulated']), draws: z.int() }),
    sufficiency: z.enum(['indicative', 'sufficient']),
    reasons: z.array(Shortage),
  }),
  { description: 'What may come of a stock of leads. Nothing is rounded.', example: exampleForecast },
);
