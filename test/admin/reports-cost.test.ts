import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { localClient } from '../../infra/local/table.ts';
import { measureReports, type ReportFigures } from '../bench/measure-reports.ts';
import { type Meter, startMeter } from '../bench/meter.ts';
import { LAST } from '../reports/imagined-year.ts';
import { openAdmin, setClock } from './admin.ts';

let meter: Meter;
let few: ReportFigures;
let many: ReportFigures;

beforeAll(async () => {
  setClock(`${LAST}T12:00:00Z`);
  meter = await startMeter(inject('dynamodb'));
  const admin = await openAdmin({ AWS_ENDPOINT_URL_DYNAMODB: meter.endpointOf('admin') });
  await admin.publish();
  const reporting = {
    // What is put there passes the meter by.
    table: { client: localClient(inject('dynamodb')), name: admin.table.name },
    today: LAST,
    get: (path: string) => admin.ask(`GET ${path}`),
    take: async () => meter.take(),
  };
  // What all reports read, by three of them; `npm run bench` asks every one.
  const paths = ['funnel', 'drop-off', 'influence'].map((name) => `/v1/reports/${name}`);
  const [first, second] = await measureReports(reporting, [50, 800], paths);
  if (!first || !second) throw new Error('nothing was measured');
  [few, many] = [first, second];
});
afterAll(() => meter?.stop());

it('sixteen times the leads cost each report at most six times the reading, since the same days and stages are counted', () => {
  expect(many.reports).toHaveLength(3);
  for (const [i, { path, tally }] of many.reports.entries()) {
    const less = few.reports[i]?.tally.readUnits ?? 0;
    expect([path, less > 5 && tally.readUnits / less < 6 && tally.readUnits < 75]).toEqual([path, true]);
  }
});

it('reports read, and write nothing', () => {
  const written = [...few.reports, ...many.reports].filter(({ tally }) => tally.writeUnits > 0);
  expect(written).toEqual([]);
});
