import { find, type History, sumBy } from './history.ts';

/**
 * How many leads are in each state of a model: all who ever entered, less those who left. People who were erased
 * stay counted where they were.
 */
export function stockOf(history: History, model: string): Map<string, number> {
  const stock = new Map<string, number>();
  for (const [state, entered] of sumBy(entries(history, model), stateOf)) stock.set(state, entered);
  for (const [state, left] of sumBy(leavings(history, model), stateOf)) {
    stock.set(state, Math.max(0, (stock.get(state) ?? 0) - left));
  }
  return stock;
}

export const stateOf = ({ parts }: { parts: readonly string[] }): string => parts[2] ?? '';
export const targetOf = ({ parts }: { parts: readonly string[] }): string => parts[4] ?? '';

/** `stage | model | state | entered`. */
export const entries = (history: History, model: string, state = '*') =>
  find(history, 'stage', model, state, 'entered');
/** `stage | model | state | left | to`. */
export const leavings = (history: History, model: string, state = '*') =>
  find(history, 'stage', model, state, 'left');
