import { type Figure, find, type History } from './history.ts';

/**
 * How many leads are in each state of a model: all who ever entered, less those who left. People who were erased
 * stay counted where they were.
 */
export function stockOf(history: History, model: string): Map<string, number> {
  const stock = new Map<string, number>();
  for (const figure of find(history, 'stage', model)) {
    const by = changeOf(figure);
    if (by !== 0) stock.set(stateOf(figure), (stock.get(stateOf(figure)) ?? 0) + by);
  }
  for (const [state, count] of stock) stock.set(state, Math.max(0, count));
  return stock;
}

/** By how much a figure `stage | model | state | …` changes how many are in the state. */
export function changeOf({ parts, count }: Figure): number {
  const kind = parts[3];
  if (kind === 'entered' || kind === 'remapped_in') return count;
  return kind === 'left' || kind === 'remapped_out' ? -count : 0;
}

export const stateOf = ({ parts }: { parts: readonly string[] }): string => parts[2] ?? '';
export const targetOf = ({ parts }: { parts: readonly string[] }): string => parts[4] ?? '';

/** `stage | model | state | entered`. */
export const entries = (history: History, model: string, state = '*') =>
  find(history, 'stage', model, state, 'entered');
/** `stage | model | state | left | to`. */
export const leavings = (history: History, model: string, state = '*') =>
  find(history, 'stage', model, state, 'left');
