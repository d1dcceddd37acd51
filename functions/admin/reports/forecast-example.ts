import type * as z from 'zod';
import type { Calculation } from '../../../shared/domain/forecast/calculation-schema.ts';

/** A quarter of a small company's leads; the answer below is what the calculator makes of it. */
export const exampleCalculation = {
  kind: 'periodic',
  uncertainty: 'posterior',
  prior: 0.5,
  transitions: [
    { from: 'lead', to: 'lead', count: 410 },
    { from: 'lead', to: 'opportunity', count: 24 },
    { from: 'lead', to: 'lost', count: 66 },
    { from: 'opportunity', to: 'opportunity', count: 60 },
    { from: 'opportunity', to: 'customer', count: 7 },
    { from: 'opportunity', to: 'lost', count: 12 },
  ],
  goal: 'customer',
  stock: [
    { state: 'lead', count: 120 },
    { state: 'opportunity', count: 9 },
  ],
  dealValue: { mean: 4000, sd: 1500 },
  periods: 2,
  seed: 1,
} satisfies z.input<typeof Calculation>;

/** What the calculator answers. */
export const exampleForecast = {
  pGoal: {
    lead: 0.10096153846153846,
    opportunity: 0.375,
  },
  visits: {
    lead: {
      lead: 5.510989010989011,
      opportunity: 1.0836538461538463,
    },
    opportunity: {
      lead: 0,
      opportunity: 4.025,
    },
  },
  timeToAbsorption: {
    lead: 6.5946428571428575,
    opportunity: 4.025,
  },
  expectedGoals: 15.490384615384615,
  sd: {
    chance: 3.572827306124442,
    parameter: 4.870117594555509,
    total: 6.040127510590119,
  },
  goalQuantiles: {
    5: 7,
    10: 8,
    25: 11,
    50: 15,
    75: 19,
    90: 23,
    95: 26,
    '2.5': 6,
    '97.5': 29,
  },
  revenue: {
    mean: 61961.53846153846,
    sd: 24871.34115586887,
    quantiles: {
      5: 26343.11715227157,
      10: 33324.773634414196,
      25: 44800.35452078655,
      50: 60309.70273472108,
      75: 77874.17600021142,
      90: 95254.32683683989,
      95: 105944.60621504529,
      '2.5': 21601.39486127962,
      '97.5': 116715.49017737272,
    },
  },
  cumulative: [
    {
      period: 1,
      goals: 0.8385093167701863,
      revenue: 3354.037267080745,
    },
    {
      period: 2,
      goals: 2.0071485425596474,
      revenue: 8028.59417023859,
    },
  ],
  method: {
    moments: 'exact',
    draws: 10000,
  },
  sufficiency: 'indicative',
  reasons: [
    {
      code: 'few_exits',
      state: 'opportunity',
      count: 19,
      detail: 'Only 19 moves out of "opportunity" were counted, of the 20 that a chance asks for.',
    },
  ],
};
