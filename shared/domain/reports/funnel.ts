import { type Cohort, type CohortSource, cohortsOf, maturityDays } from './cohorts.ts';
import { find, type History, total } from './history.ts';
import { type Lens, type LensStep, labelOf, type Models, viewThrough } from './lens.ts';
import { type Share, shareOf } from './share.ts';
import { stockOf } from './stock.ts';

export interface FunnelStep {
  step: string;
  label: string;
  model: string;
  state: string;
  /** Of all cohorts in the window. */
  reached: number;
  /** Of mature cohorts alone. */
  matured: number;
  /** Of those mature leads that reached the step before, and of all that came; absent where nothing has matured. */
  ofPrevious?: Share;
  ofAll?: Share;
}

export interface Funnel {
  about: string;
  lens: Lens;
  goal: string;
  kpi: string;
  asOf: string;
  from: string;
  to: string;
  only?: { by: string; value: string };
  matureAfterDays?: number;
  cohorts: { count: number; leads: number; immature: number };
  steps: FunnelStep[];
  /** How many are where now. Never divided by one another: those who are there came at different times. */
  snapshot: { model: string; state: string; label: string; leads: number }[];
}

export interface FunnelWindow {
  lens: Lens;
  language: string;
  /** First and last day on which a cohort may begin. */
  from: string;
  to: string;
  only?: CohortSource | { by: 'sequence'; value: string };
  /** Whole weeks after a cohort's own: what it reached later does not count, and younger cohorts are immature. */
  horizon?: number;
}

const ABOUT =
  'Of the leads that came in the window, how many ever reached each step, once each; shares are of cohorts old enough to tell. ' +
  'It does not say that one step causes the next, and the snapshot beside it (who is where now) gives no conversion: its ' +
  'numbers are never divided. Who skipped a step counts as having passed it.';

/** A funnel by cohorts and as a snapshot, through one lens (domain brief §4.1). */
export function funnel(history: History, models: Models, window: FunnelWindow): Funnel {
  const { lens, language, from, to, only, horizon } = window;
  const { steps, goal, kpi } = viewThrough(lens, models, language);
  const mature = horizon === undefined ? maturityDays(history, models.lifecycle.field) : (horizon + 1) * 7;
  const counted =
    only?.by === 'sequence'
      ? ofSequence(history, models, steps, only.value)
      : ofCohorts(history, models, steps, { from, to, mature, ...(only ? { only } : {}) }, horizon);
  const first = counted.steps[0];
  return {
    ...{ about: ABOUT, lens, goal, kpi, asOf: history.asOf, from, to },
    ...(only ? { only } : {}),
    ...(mature === undefined ? {} : { matureAfterDays: mature }),
    cohorts: counted.cohorts,
    steps: counted.steps.map(({ reached, matured }, i) => {
      const { id, label, model, state } = steps[i] as LensStep;
      const before = counted.steps[i - 1];
      const ofPrevious = before && shareOf(matured, before.matured);
      const ofAll = i > 0 && first ? shareOf(matured, first.matured) : undefined;
      return {
        ...{ step: id, label, model, state, reached, matured },
        ...(ofPrevious ? { ofPrevious } : {}),
        ...(ofAll ? { ofAll } : {}),
      };
    }),
    snapshot: snapshotOf(history, lens, models, language),
  };
}

interface Counted {
  steps: { reached: number; matured: number }[];
  cohorts: Funnel['cohorts'];
}

function ofCohorts(
  history: History,
  models: Models,
  steps: LensStep[],
  window: Parameters<typeof cohortsOf>[3],
  horizon: number | undefined,
): Counted {
  const initials = { nurtureStage: models.nurture.initial, lifecycle: models.lifecycle.initial };
  const byStep = steps.map(({ model, state }) =>
    cohortsOf(history, model, { initial: initials[model], reached: state }, window),
  );
  const at = ({ reached }: Cohort) => reached[Math.min(horizon ?? Infinity, reached.length - 1)] ?? 0;
  const sum = (cohorts: Cohort[]) => cohorts.reduce((sofar, cohort) => sofar + at(cohort), 0);
  const all = byStep[0] ?? [];
  return {
    steps: byStep.map((cohorts) => ({
      reached: sum(cohorts),
      matured: sum(cohorts.filter(({ immature }) => !immature)),
    })),
    cohorts: {
      count: all.length,
      leads: all.reduce((sofar, { leads }) => sofar + leads, 0),
      immature: all.filter(({ immature }) => immature).length,
    },
  };
}

/** Those who entered a sequence, and which steps they reached for the first time since, whenever that was. */
function ofSequence(history: History, models: Models, steps: LensStep[], sequence: string): Counted {
  const started = total(find(history, 'sequence', sequence, 'started'));
  const counts = steps.map(({ model, state }) => {
    const isFirst = state === models.lifecycle.initial || state === models.nurture.initial;
    return isFirst ? started : total(find(history, 'reached', 'sequence', sequence, '*', model, state));
  });
  return {
    steps: counts.map((reached) => ({ reached, matured: reached })),
    cohorts: { count: 1, leads: started, immature: 0 },
  };
}

function snapshotOf(history: History, lens: Lens, models: Models, language: string): Funnel['snapshot'] {
  const shown =
    lens === 'nurture' ? [models.nurture] : lens === 'flywheel' ? all(models) : [models.lifecycle];
  return shown.flatMap((model) => {
    const stock = stockOf(history, model.field);
    return model.states.map(({ id }) => ({
      ...{ model: model.field, state: id, label: labelOf(model, id, language), leads: stock.get(id) ?? 0 },
    }));
  });
}

const all = ({ nurture, lifecycle }: Models) =>
  lifecycle.id === 'flywheel' ? [lifecycle] : [nurture, lifecycle];
