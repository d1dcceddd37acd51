import type { Spell } from '../forecast/spell.ts';
import { dayNumber, find, type History } from './history.ts';
import { entries } from './stock.ts';

/**
 * Stays in a state, in whole days, those that last still included (censored at today): who entered on a day, less those
 * who left and had entered on it.
 */
export function staysIn(history: History, model: string, state: string): Spell[] {
  const spells: Spell[] = [];
  const open = new Map<number, number>();
  for (const { day, count } of entries(history, model, state)) {
    open.set(dayNumber(day), (open.get(dayNumber(day)) ?? 0) + count);
  }
  for (const { parts, day, count } of find(history, 'stage', model, state, 'days')) {
    const time = Number(parts[5]);
    spells.push({ time, exit: parts[4] ?? '', count });
    const entered = dayNumber(day) - time;
    open.set(entered, (open.get(entered) ?? 0) - count);
  }
  for (const [day, count] of open) {
    if (count > 0) spells.push({ time: dayNumber(history.asOf) - day, count });
  }
  return spells;
}

/**
 * Alike stays together, in days for two months, then in whole weeks, after a year in months of 30 days: what
 * reckons with them grows neither with leads nor much with years.
 */
export function grouped(spells: readonly Spell[]): Spell[] {
  const counts = new Map<string, Spell & { count: number }>();
  for (const { time: days, exit, count = 1 } of spells) {
    const time = days < 60 ? days : days - (days % (days < 365 ? 7 : 30));
    const key = `${time}|${exit ?? ''}`;
    const known = counts.get(key);
    if (known) known.count += count;
    else counts.set(key, { time, exit, count });
  }
  return [...counts.values()].sort((a, b) => a.time - b.time);
}
