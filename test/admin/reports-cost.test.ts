import { expect, it } from 'vitest';
import type { Counts } from '../../shared/domain/statistics/statistics.ts';
import { packFigures } from '../../shared/store/statistic-page.ts';
import { imagineYear } from '../reports/imagined-year.ts';

/** What DynamoDB reads for the totals of a year: half a unit for each four kilobytes of a query's items. */
const unitsOf = (days: Record<string, Counts>) =>
  Object.values(days).reduce((bytes, counts) => bytes + packFigures(counts).length + 60, 0) / 8_192;

it('sixteen times the leads cost a report at most six times the reading, since the same days and stages are counted', () => {
  const [few, many] = [50, 800].map((leads) => imagineYear(leads, { keep: false }).days);
  const [less, more] = [unitsOf(few ?? {}), unitsOf(many ?? {})];
  expect(more / less).toBeLessThan(6);
  expect(more).toBeLessThan(60);
  const half = Object.fromEntries(Object.entries(many ?? {}).slice(182));
  expect(unitsOf(half) / more).toBeGreaterThan(0.3);
});
