import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart } from '../../functions/admin/reports/chart.ts';
import { drawChart } from '../../functions/admin/reports/chart-svg.ts';
import {
  cohortChart,
  flywheelChart,
  forecastChart,
  funnelChart,
} from '../../functions/admin/reports/charts.ts';
import { cohortCurves } from '../../shared/domain/reports/cohorts.ts';
import { dealsWon } from '../../shared/domain/reports/deals.ts';
import { flywheelReport } from '../../shared/domain/reports/flywheel-report.ts';
import { forecastReport } from '../../shared/domain/reports/forecast-report.ts';
import { funnel } from '../../shared/domain/reports/funnel.ts';
import { historyOf } from '../../shared/domain/reports/history.ts';
import { viewThrough } from '../../shared/domain/reports/lens.ts';
import { stockOf } from '../../shared/domain/reports/stock.ts';
import { imagineYear, LAST, models } from './imagined-year.ts';

/** Draws the pictures of docs/images anew, from a made-up year of 1,000 leads: `npx tsx test/reports/draw-pictures.ts`. */
const folder = process.argv[2] ?? 'docs/images';
const window = { from: '2025-12-01', to: LAST };
const history = historyOf(imagineYear(1_000, { seed: 104, keep: false }).days, LAST);
const dealValue = dealsWon(history)[0];
const weeks = { language: 'en', weeks: 52, horizons: [1, 2, 4, 8, 13, 20, 26, 39, 52] };

const pictures: Record<string, Chart> = {
  funnel: funnelChart(funnel(history, models, { lens: 'sales', language: 'en', ...window })),
  cohorts: cohortChart(cohortCurves(history, models.lifecycle, window)),
  forecast: forecastChart(
    forecastReport(history, models.lifecycle, { ...weeks, ...(dealValue ? { dealValue } : {}) }),
  ),
  flywheel: flywheelChart(
    flywheelReport(history, models, window),
    viewThrough('flywheel', models, 'en').steps.map(({ label, model, state }) => ({
      ...{ label, leads: stockOf(history, model).get(state) ?? 0 },
    })),
  ),
};

mkdirSync(folder, { recursive: true });
for (const [name, chart] of Object.entries(pictures)) {
  writeFileSync(join(folder, `report-${name}.svg`), `${drawChart(chart)}\n`);
  console.log(`${folder}/report-${name}.svg`);
}
