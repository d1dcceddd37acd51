import * as z from 'zod';

/** How much a calculation may ask for: the heaviest takes some seconds, most a fraction of one. */
export const limits = {
  states: 30,
  transitions: 200,
  periods: 520,
  stock: 1e7,
  count: 1e12,
  value: 1e12,
} as const;

const State = z.string().min(1).max(64);

export const CountedTransition = z.strictObject({
  from: State,
  to: State,
  count: z.number().min(0).max(limits.count),
});

export const Stock = z.strictObject({ state: State, count: z.int().min(0).max(limits.stock) });

/** What the forecast calculator is asked. */
export const Calculation = z.strictObject({
  kind: z.enum(['jump', 'periodic']),
  uncertainty: z.enum(['none', 'posterior']).default('posterior'),
  prior: z.number().min(0).max(1_000).default(0.5),
  transitions: z.array(CountedTransition).min(1).max(limits.transitions),
  goal: State,
  stock: z.array(Stock).max(limits.states),
  dealValue: z.strictObject({
    mean: z.number().min(0).max(limits.value),
    sd: z.number().min(0).max(limits.value).default(0),
  }),
  periods: z.int().min(0).max(limits.periods).default(0),
  seed: z.int().default(1),
});
export type Calculation = z.infer<typeof Calculation>;
