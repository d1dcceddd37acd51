import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { csvOf, tableOf } from '../../../shared/domain/reports/table.ts';
import type { Chart } from './chart.ts';

const types = { json: 'application/json', csv: 'text/csv', svg: 'image/svg+xml' } as const;
export type Format = keyof typeof types;
export const formats = ['json', 'csv', 'svg'] as const;

/** How one report can be shown beside JSON: its rows, and its picture. */
export interface Showing<R> {
  rows: (report: R) => readonly object[];
  chart: (report: R) => Chart;
}

/** A report in the form that was asked for: by `format`, else by `Accept`. The chart library is loaded when first asked for. */
export async function answerReport<R extends object>(
  c: Context,
  report: R,
  { rows, chart }: Showing<R>,
  format: Format = preferred(c),
): Promise<Response> {
  const headers = { 'content-type': `${types[format]}; charset=utf-8`, vary: 'accept' };
  if (format === 'csv') return c.body(csvOf(tableOf(rows(report))), 200, headers);
  if (format === 'json') return c.json(report, 200, { vary: 'accept' });
  const { drawChart } = await import('./chart-svg.ts');
  return c.body(drawChart(chart(report)), 200, headers);
}

function preferred(c: Context): Format {
  const best = accepts(c, { header: 'Accept', supports: Object.values(types), default: types.json });
  return formats.find((format) => types[format] === best) ?? 'json';
}
