import { type History, historyOf } from '../../domain/reports/history.ts';
import type { Models } from '../../domain/reports/lens.ts';
import type { Promotional } from '../../domain/reports/promotion.ts';
import type { Context } from '../context.ts';
import { readStatistics } from './read-statistics.ts';

/** So far back reports look: a year costs one small query more. */
const YEARS = 10;

/**
 * What reports are made of: all figures up to today, and what is in force: stage models, and which templates
 * advertise. Reads totals, one a day, and
 * what is open; how many leads there are does not matter. Throws `not_configured`.
 */
export async function readHistory(
  context: Context,
): Promise<{ history: History; models: Models; templates: Promotional }> {
  const { stages, templates } = (await context.rules.current()).config;
  const today = new Date(context.clock.now().programme);
  const asOf = today.toISOString().slice(0, 10);
  const from = `${today.getUTCFullYear() - YEARS + 1}-01-01`;
  return { history: historyOf(await readStatistics(context, from, asOf), asOf), models: stages, templates };
}
