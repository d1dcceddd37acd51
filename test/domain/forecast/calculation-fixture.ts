import type { Calculation } from '../../../shared/domain/forecast/calculation-schema.ts';
import type { Transition } from '../../../shared/domain/forecast/chain.ts';

/** Transitions by their rows: `{ lead: { mql: 120, lost: 480 } }`. */
export const transitionsOf = (rows: Record<string, Record<string, number>>): Transition[] =>
  Object.entries(rows).flatMap(([from, row]) =>
    Object.entries(row).map(([to, count]) => ({ from, to, count })),
  );

export const stockOf = (counts: Record<string, number>): Calculation['stock'] =>
  Object.entries(counts).map(([state, count]) => ({ state, count }));

export const calculationOf = (
  rows: Record<string, Record<string, number>>,
  stock: Record<string, number>,
  given: Partial<Calculation> = {},
): Calculation => ({
  kind: 'jump',
  uncertainty: 'none',
  prior: 0.5,
  transitions: transitionsOf(rows),
  goal: 'customer',
  stock: stockOf(stock),
  dealValue: { mean: 4_000, sd: 0 },
  periods: 0,
  seed: 1,
  ...given,
});
