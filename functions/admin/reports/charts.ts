import type { BackTest } from '../../../shared/domain/reports/back-test.ts';
import type { Bottleneck } from '../../../shared/domain/reports/bottleneck.ts';
import type { CohortCurves } from '../../../shared/domain/reports/cohorts.ts';
import type { DropOff } from '../../../shared/domain/reports/drop-off.ts';
import type { Flywheel } from '../../../shared/domain/reports/flywheel-report.ts';
import type { Expected, ForecastReport } from '../../../shared/domain/reports/forecast-report.ts';
import type { Funnel } from '../../../shared/domain/reports/funnel.ts';
import type { Influence } from '../../../shared/domain/reports/influence.ts';
import type { LeadsNeededReport } from '../../../shared/domain/reports/leads-needed-report.ts';
import type { Lift } from '../../../shared/domain/reports/lift.ts';
import type { SequenceResults } from '../../../shared/domain/reports/sequence-results.ts';
import type { TimeInStage } from '../../../shared/domain/reports/time-in-stage.ts';
import type { Velocity } from '../../../shared/domain/reports/velocity-report.ts';
import type { Chart } from './chart.ts';
import { ink, series } from './chart-colours.ts';

const grid = { left: 64, right: 48, top: 110, bottom: 64 };
const axisText = { color: ink.quiet, fontSize: 12 };
const splitLine = { lineStyle: { color: ink.line } };
const legend = { bottom: 8, textStyle: { color: ink.text }, icon: 'roundRect' };

const percent = (share: number) =>
  `${(share * 100).toLocaleString('en', { maximumFractionDigits: share < 0.1 ? 1 : 0 })} %`;
const whole = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 0 });
const some = (value: number) => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });

const valueAxis = (name = '') => ({
  ...{ type: 'value', name, nameTextStyle: axisText, axisLabel: axisText, splitLine },
});
const categories = (data: string[], more: object = {}) => ({
  ...{ type: 'category', data, axisLabel: { ...axisText, color: ink.text }, axisTick: { show: false } },
  ...{ axisLine: { lineStyle: { color: ink.line } }, ...more },
});

/** Bars from left to right, the first on top, each with its words at its end. */
function bars(
  title: string,
  description: string,
  rows: { name: string; value: number; words: string; colour?: string }[],
): Chart {
  const shown = rows.slice(0, 24);
  return {
    ...{ title, description, height: 190 + 34 * Math.max(1, shown.length) },
    option: {
      grid: { ...grid, left: 210, right: 190, top: 96, bottom: 24 },
      xAxis: { ...valueAxis(), axisLabel: { show: false }, splitLine: { show: false } },
      yAxis: categories(
        shown.map(({ name }) => name),
        { inverse: true },
      ),
      series: [
        {
          ...{ type: 'bar', barMaxWidth: 22, itemStyle: { borderRadius: 3 } },
          data: shown.map(({ value, words, colour = ink.main }) => ({
            ...{ value, itemStyle: { color: colour } },
            label: { show: true, position: 'right', color: ink.text, formatter: words },
          })),
        },
      ],
    },
  };
}

/** A funnel: what each cohort reached, step below step, with the share of the step before. */
export function funnelChart({ lens, steps, cohorts, from, to }: Funnel): Chart {
  const last = steps.at(-1);
  return bars(
    `Funnel, ${lens} lens: ${from} to ${to}`,
    `${whole(cohorts.leads)} leads came in ${cohorts.count} cohorts (${cohorts.immature} too young to tell). ` +
      `${steps.map(({ label, reached }) => `${label} ${whole(reached)}`).join(', ')}. ` +
      (last?.ofAll ? `Of mature leads, ${percent(last.ofAll.share)} reached ${last.label}.` : ''),
    steps.map(({ label, reached, ofPrevious }) => ({
      ...{ name: label, value: reached },
      words: whole(reached) + (ofPrevious ? ` · ${percent(ofPrevious.share)} of the step before` : ''),
    })),
  );
}

/** Curves of cohorts by age; those that are too young to tell are dashed. */
export function cohortChart({ cohorts, goal, matureAfterDays, mature }: CohortCurves): Chart {
  const shown = cohorts.filter(({ leads }) => leads > 0).slice(-52);
  const oldest = Math.max(1, ...shown.map(({ curve }) => curve.length));
  return {
    title: `Cohorts: share that reached ${goal}, by weeks since they came`,
    description:
      `${shown.length} cohorts. ` +
      (mature
        ? `Of mature ones, ${percent(mature.share)} of ${whole(mature.leads)} leads. `
        : 'None is mature yet. ') +
      (matureAfterDays === undefined ? '' : `Dashed: younger than ${matureAfterDays} days, more is to come.`),
    option: {
      grid,
      xAxis: categories(
        Array.from({ length: oldest }, (_, week) => String(week)),
        { name: 'weeks', nameLocation: 'end', nameTextStyle: axisText, boundaryGap: false },
      ),
      yAxis: { ...valueAxis(), axisLabel: { ...axisText, formatter: (value: number) => percent(value) } },
      series: shown.map(({ curve, leads, immature }) => ({
        ...{ type: 'line', showSymbol: curve.length === 1, symbolSize: 5 },
        data: curve.map((reached) => reached / leads),
        lineStyle: { width: immature ? 1.5 : 2, type: immature ? 'dashed' : 'solid', opacity: 0.85 },
        ...{ color: immature ? ink.second : ink.main },
      })),
    },
  };
}

/** The forecast as a fan: what is expected by week, within 80 and 95 %. */
export function forecastChart({ horizons, stages, dealValue, sufficiency, asOf }: ForecastReport): Chart {
  const start: Expected = { mean: 0, sd: 0, low80: 0, high80: 0, low95: 0, high95: 0 };
  const points = [{ weeks: 0, customers: start }, ...horizons];
  const last = horizons.at(-1);
  const here = stages.reduce((sofar, { leads }) => sofar + leads, 0);
  const line = (pick: (customers: Expected) => number) =>
    points.map(({ weeks, customers }) => [weeks, pick(customers)]);
  const band = (name: string, low: (e: Expected) => number, high: (e: Expected) => number, color: string) => [
    { ...hidden, stack: name, data: line(low) },
    {
      ...{ ...hidden, name, stack: name, areaStyle: { color, opacity: 1 }, itemStyle: { color } },
      data: line((customers) => high(customers) - low(customers)),
    },
  ];
  return {
    title: `Forecast: customers among the ${whole(here)} leads of ${asOf}`,
    description:
      (last
        ? `Within ${last.weeks} weeks ${some(last.customers.mean)} customers are expected; ` +
          `80 %: ${whole(last.customers.low80)} to ${whole(last.customers.high80)}, ` +
          `95 %: ${whole(last.customers.low95)} to ${whole(last.customers.high95)}. `
        : '') +
      (last?.revenue && dealValue
        ? `Revenue ${whole(last.revenue.mean)} ${dealValue.currency} ` +
          `(95 %: ${whole(last.revenue.low95)} to ${whole(last.revenue.high95)}). `
        : '') +
      (sufficiency === 'indicative' ? 'Indicative: little was counted so far.' : ''),
    option: {
      grid,
      legend: { ...legend, data: ['95 %', '80 %', 'expected'] },
      xAxis: { ...valueAxis('weeks'), max: last?.weeks ?? 1, splitLine: { show: false } },
      yAxis: valueAxis('customers'),
      series: [
        ...band(
          '95 %',
          (e) => e.low95,
          (e) => e.high95,
          ink.wash,
        ),
        ...band(
          '80 %',
          (e) => e.low80,
          (e) => e.high80,
          ink.soft,
        ),
        {
          ...{ type: 'line', name: 'expected', data: line((e) => e.mean), showSymbol: false, z: 5 },
          ...{ lineStyle: { width: 3, color: ink.main }, itemStyle: { color: ink.main } },
        },
      ],
    },
  };
}

const hidden = { type: 'line', showSymbol: false, lineStyle: { opacity: 0 }, stackStrategy: 'all' } as const;

/** The flywheel: its mass in the middle of what comes round, speed and friction beside it. */
export function flywheelChart({ speed, friction, mass, from, to }: Flywheel, stages: Ring[]): Chart {
  const facts: [string, string][] = [
    ['New customers', whole(speed.newCustomers)],
    ['Referrals', whole(speed.referrals)],
    ['A month', some(speed.perMonth)],
    [
      'Days to delight',
      speed.medianDaysToDelight === undefined ? 'unknown' : some(speed.medianDaysToDelight),
    ],
    ['Broken promises', whole(friction.slaBreaches)],
    ['Rejected or returned', whole(friction.rejected + friction.returned + friction.expired)],
    ['Stuck', friction.stuck ? percent(friction.stuck.share) : 'unknown'],
    ['Unsubscribed', friction.unsubscribed ? percent(friction.unsubscribed.share) : 'unknown'],
  ];
  const text = (x: number, y: number, words: string, size: number, fill: string) => ({
    ...{ type: 'text', left: x, top: y, style: { text: words, fontSize: size, fill } },
  });
  return {
    title: `Flywheel: ${from} to ${to}`,
    description:
      `Mass ${whole(mass.total)} (${whole(mass.customers)} customers, ${whole(mass.advocates)} advocates). ` +
      facts.map(([name, value]) => `${name}: ${value}`).join(', '),
    option: {
      graphic: [
        text(494, 122, 'Speed', 15, ink.main),
        text(494, 262, 'Friction', 15, ink.fifth),
        ...facts.flatMap(([name, value], i) => {
          const y = (i < 4 ? 150 : 290) + (i % 4) * 26;
          return [text(494, y, name, 13, ink.quiet), text(700, y, value, 14, ink.text)];
        }),
      ],
      series: [
        {
          ...{ type: 'pie', radius: ['34%', '60%'], center: ['27%', '61%'], startAngle: 90, padAngle: 2 },
          label: { color: ink.text, formatter: ({ name }: { name: string }) => name },
          labelLine: { lineStyle: { color: ink.quiet } },
          data: stages.map(({ label, leads }, i) => ({
            ...{ name: `${label}\n${whole(leads)}`, value: Math.max(leads, 0.001) },
            itemStyle: { color: series[i % series.length], borderRadius: 4 },
          })),
        },
      ],
    },
  };
}

/** A stage of the flywheel and who is in it now. */
export interface Ring {
  label: string;
  leads: number;
}

/** How long leads stay in each stage: the share still there, by days. */
export function timeChart({ model, stages }: TimeInStage): Chart {
  const shown = stages.filter(({ survival }) => survival.length > 0).slice(0, 6);
  const last = Math.max(1, ...shown.map(({ survival }) => survival.at(-1)?.days ?? 0));
  return {
    title: `Time in stage: share still there after so many days (${model})`,
    description:
      shown.length === 0
        ? 'Nobody has left a stage yet.'
        : shown
            .map(
              ({ label, median }) =>
                `${label}: half left ${median === undefined ? 'later than anyone was watched' : `within ${median} days`}`,
            )
            .join('; '),
    option: {
      grid,
      legend: { ...legend, data: shown.map(({ label }) => label) },
      xAxis: { ...valueAxis('days'), max: last, splitLine: { show: false } },
      yAxis: {
        ...valueAxis(),
        ...{ min: 0, max: 1, axisLabel: { ...axisText, formatter: (value: number) => percent(value) } },
      },
      series: shown.map(({ label, survival }, i) => ({
        ...{ type: 'line', step: 'end', name: label, showSymbol: false, color: series[i % series.length] },
        data: [[0, 1], ...survival.map(({ days, share }) => [days, share])],
      })),
    },
  };
}

export function velocityChart({ weekly, revenuePerDay, dealValue, stage, opportunities }: Velocity): Chart {
  return {
    title: 'Velocity: new leads and customers by week',
    description:
      `${whole(opportunities)} leads in ${stage}. ` +
      (revenuePerDay === undefined || !dealValue
        ? 'Revenue a day cannot be told yet.'
        : `They stand for ${whole(revenuePerDay)} ${dealValue.currency} a day.`),
    option: {
      grid,
      legend: { ...legend, data: ['leads', 'customers'] },
      xAxis: categories(weekly.map(({ from }) => from.slice(5))),
      yAxis: [valueAxis('leads'), { ...valueAxis('customers'), splitLine: { show: false }, minInterval: 1 }],
      series: [
        { type: 'bar', name: 'leads', color: ink.soft, data: weekly.map(({ leads }) => leads) },
        {
          ...{ type: 'line', name: 'customers', yAxisIndex: 1, color: ink.second },
          data: weekly.map(({ customers }) => customers),
        },
      ],
    },
  };
}

export function dropOffChart({ stages, baseline, from, to }: DropOff): Chart {
  const colour = { on: ink.main, back: ink.second, aside: ink.fifth };
  const rows = stages.flatMap(({ label, exits }) =>
    exits.map(({ label: target, share, way, reasons }) => ({
      ...{ name: `${label} → ${target}`, value: share.share, colour: colour[way] },
      words:
        `${percent(share.share)} (${whole(share.count)})` +
        (reasons[0] ? ` · ${reasons[0].reason.replaceAll('_', ' ')}` : ''),
    })),
  );
  return bars(
    `Where leads went from each stage: ${from} to ${to}`,
    `Of those who left a stage, the share that went on (green), back (amber) or aside (red), with the most frequent reason. ${baseline.says}`,
    rows,
  );
}

export function sequenceChart({ sequences, promotion, from, to }: SequenceResults): Chart {
  const rows = sequences.flatMap(({ sequence, steps }) =>
    steps.map(({ step, sent, clickRate }) => ({
      ...{ name: `${sequence} · ${step}`, value: clickRate?.share ?? 0 },
      words: `${clickRate ? percent(clickRate.share) : 'none'} of ${whole(sent)}`,
    })),
  );
  const told = sequences.map(
    ({ sequence, started, continued, holdout }) =>
      `${sequence}: ${whole(started)} began${continued > 0 ? `, ${whole(continued)} went on` : ''}${liftWords(holdout?.lift)}`,
  );
  return bars(
    `Clicks by step of each sequence: ${from} to ${to}`,
    told.length > 0 ? `${told.join('; ')}. ${promotion.says}` : 'No sequence has sent anything in this time.',
    rows,
  );
}

/** Of goals, by those who get mails beside those who do not. */
function liftWords(lift: Lift | undefined): string {
  if (!lift) return '';
  const side = lift.difference < 0 ? 'below' : 'above';
  const range = `${percent(lift.low)} to ${percent(lift.high)}`;
  return `, ${percent(Math.abs(lift.difference))} ${side} the hold-out (${range} in 95 cases of 100)`;
}

export function influenceChart({ customers, contents, endorsed }: Influence): Chart {
  return bars(
    'What customers had clicked before they bought',
    `${whole(customers)} first purchases. ` +
      (endorsed
        ? `${percent(endorsed.share)} had stood up for us before.`
        : 'Nobody has bought in this time.'),
    contents.map(({ content, share }) => ({
      ...{ name: content, value: share.share, words: `${percent(share.share)} (${whole(share.count)})` },
    })),
  );
}

export function leadsNeededChart({ customers, needed, chance, leadsPerDay }: LeadsNeededReport): Chart {
  const words = (value: number | undefined) =>
    value === undefined ? 'no number is enough' : `${whole(value)} leads`;
  return bars(
    `Leads needed for ${whole(customers)} customers`,
    [
      chance
        ? `Of ${whole(chance.leads)} leads old enough to tell, ${whole(chance.reached)} became customers.`
        : 'No cohort is old enough to tell.',
      `${some(leadsPerDay)} leads a day came lately.`,
    ].join(' '),
    [
      ['if the chance is at its best', needed?.low, ink.soft] as const,
      ['as counted', needed?.estimate, ink.main] as const,
      ['if the chance is at its worst', needed?.high, ink.second] as const,
    ].map(([name, value, colour]) => ({ name, value: value ?? 0, words: words(value), colour })),
  );
}

export function bottleneckChart({ steps, base, horizonWeeks, bottleneck, whatIf }: Bottleneck): Chart {
  const rows = steps.map(({ label, gain }) => ({
    ...{ name: label, value: Math.max(0, gain), words: `+${some(gain)} customers` },
  }));
  return bars(
    'What one step, taken a tenth more often, would bring',
    `${some(base.customers)} customers are expected within ${horizonWeeks} weeks. ` +
      (bottleneck ? `Most would come of ${bottleneck.from} → ${bottleneck.to}. ` : '') +
      (whatIf ? `${whatIf.from} → ${whatIf.to} × ${whatIf.factor}: ${some(whatIf.gain)} more.` : ''),
    rows,
  );
}

export function backTestChart({ forecasts, horizonWeeks, summary }: BackTest): Chart {
  return {
    title: `Forecasts of the past: customers within ${horizonWeeks} weeks, and who came`,
    description: summary
      ? `${summary.forecasts} forecasts; mean error ${summary.meanError.toFixed(1)}; 80 % intervals held ` +
        `${percent(summary.coverage80)}, 95 % intervals ${percent(summary.coverage95)} of the time.`
      : 'There is too little behind us to test forecasts by.',
    option: {
      grid,
      legend: { ...legend, data: ['expected', 'came'] },
      xAxis: categories(forecasts.map(({ at }) => at)),
      yAxis: valueAxis('customers'),
      series: [
        {
          ...{ type: 'bar', name: 'expected', color: ink.soft, barMaxWidth: 34 },
          data: forecasts.map(({ expected }) => expected.mean),
        },
        {
          ...{ type: 'line', name: 'came', color: ink.second, lineStyle: { opacity: 0 }, symbolSize: 10 },
          data: forecasts.map(({ actual }) => actual),
        },
      ],
    },
  };
}

export function rankingChart(
  leads: readonly { rank: number; id: string; lifecycle: string; chance: number; expectedValue: number }[],
  examined: number,
): Chart {
  return bars(
    'Leads by chance × value',
    `The first of ${whole(examined)} leads that were looked at. Leads stand here by their ids.`,
    leads.map(({ id, lifecycle, chance, expectedValue }) => ({
      ...{ name: `${lifecycle} · ${id.slice(0, 14)}…`, value: expectedValue },
      words: `${percent(chance)} · ${whole(expectedValue)}`,
    })),
  );
}
