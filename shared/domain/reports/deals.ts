import { toMajor } from '../sales/money.ts';
import { find, type History, total } from './history.ts';

/** What deals were worth, in units of a currency as people write them (49.95). */
export interface DealFigures {
  currency: string;
  count: number;
  mean: number;
  /** From deal to deal; 0 with fewer than two. */
  sd: number;
  /** Where the figures are from: deals that sales closed, or purchases that were reported. */
  from: 'deals' | 'conversions' | 'given';
}

/** Deals won, by currency, the most frequent first; where sales told of none, purchases. */
export function dealsWon(history: History): DealFigures[] {
  const deals = currencies(history, 'deal', 'won').map(({ currency, count }): DealFigures => {
    const value = total(find(history, 'deal', currency, 'value', 'won'));
    const squares = total(find(history, 'deal', currency, 'squares', 'won'));
    return { ...spreadOf(currency, count, value, squares), from: 'deals' };
  });
  if (deals.length > 0) return deals;
  return currencies(history, 'conversion', 'count').map(({ currency, count }): DealFigures => {
    const value = total(find(history, 'conversion', currency, 'value'));
    return { ...spreadOf(currency, count, value), from: 'conversions' };
  });
}

function currencies(history: History, head: string, kind: string): { currency: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { parts, count } of find(history, head, '*', kind)) {
    if (parts.length === 3 && parts[1]) counts.set(parts[1], (counts.get(parts[1]) ?? 0) + count);
  }
  return [...counts]
    .map(([currency, count]) => ({ currency, count }))
    .sort((a, b) => b.count - a.count || (a.currency < b.currency ? -1 : 1));
}

/** `value`: in minor units; `squares`: of values in whole major units. */
function spreadOf(currency: string, count: number, value: number, squares = 0) {
  const mean = toMajor(value, currency) / count;
  const variance = count > 1 && squares > 0 ? (squares - count * mean * mean) / (count - 1) : 0;
  return { currency, count, mean, sd: Math.sqrt(Math.max(0, variance)) };
}
