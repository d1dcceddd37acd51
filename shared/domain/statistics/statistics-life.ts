import type { Activity } from '../lead/activity.ts';
import type { Life } from '../lead/life.ts';
import { type Figure, one } from './figure.ts';

/*
 * Figures that follow leads from when they came: cohorts, weeks, whole days in a stage. Calendar days, weeks
 * (from Monday) and months are those of the programme, UTC.
 */

const DAY = 86_400_000;
/** 1970 began on a Thursday. */
const MONDAY = 4 * DAY;

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
export const weekStart = (at: number): number => Math.floor((at - MONDAY) / (7 * DAY)) * 7 * DAY + MONDAY;
const weekOf = (at: number): string => dayOf(weekStart(at));
/** Midnights between two times. */
const daysBetween = (from: number, to: number): number =>
  Math.max(0, Math.floor(to / DAY) - Math.floor(from / DAY));

/** The first signup: the cohort, under each state that it begins in. */
export const bornFigures = (
  entered: [model: string, state: string][],
  source: string,
  life: Life,
): Figure[] => entered.flatMap(([model, state]) => reached(model, state, source, life));

/** A lead reaches a step for the first time: by the week it came in; by month for its source and its form. */
function reached(
  model: string,
  state: string,
  source: string,
  { born, form, sequences = [] }: Life,
): Figure[] {
  if (born === undefined) return [];
  const month = dayOf(born).slice(0, 7);
  return [
    one('cohort', weekOf(born), model, state),
    one('source', source, 'reached', month, model, state),
    ...(form ? [one('reached', 'form', form, month, model, state)] : []),
    ...sequences.map((sequence) => one('reached', 'sequence', sequence, '', model, state)),
  ];
}

/**
 * A move: whole days in the state that was left; whether the lead was in it when the week began, or came to
 * it in the same week (leads that are new this week apart); what it reaches for the first time; and of the
 * first arrival at a goal how many days it took.
 */
export function lifeFigures(activity: Activity, source: string, life: Life): Figure[] {
  const { at, after, again, passed, reason } = activity;
  const model = String(activity.field);
  const [from, to] = [String(activity.from), String(activity.to)];
  const spent = typeof after === 'number' && after > 0 ? after : 0;
  const week = weekStart(at);
  const isFirst = at - spent < week;
  const isKnown = life.born !== undefined && life.born < week;
  const steps = [...(Array.isArray(passed) ? passed.map(String) : []), ...(again === true ? [] : [to])];
  return [
    one('stage', model, from, 'days', to, String(daysBetween(at - spent, at))),
    ...(isFirst ? [one('stage', model, from, 'week', to)] : []),
    ...(!isFirst && isKnown ? [one('stage', model, from, 'within', to)] : []),
    ...(typeof reason === 'string' ? [one('stage', model, from, 'reason', to, reason.slice(0, 40))] : []),
    ...steps.flatMap((state) => reached(model, state, source, life)),
    ...(activity.goal === true ? goalFigures(activity, model, life) : []),
  ];
}

function goalFigures({ at }: Activity, model: string, { born }: Life): Figure[] {
  return [
    one('goal', model, 'reached'),
    ...(born === undefined ? [] : [one('goal', model, 'days', String(daysBetween(born, at)))]),
  ];
}
