import type { Transition } from '../forecast/chain.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { pathOf } from '../stage/stage-path.ts';
import { dayOf, weekStart } from '../statistics/statistics-life.ts';
import { addDays, before, type Figure, find, type History, sumBy } from './history.ts';
import { changeOf, stateOf, stockOf } from './stock.ts';

/** What leads did week by week: counts of lead-weeks by where they were when a week began and when it ended. */
export interface WeeklyMoves {
  transitions: Transition[];
  /** How many whole weeks were seen. */
  weeks: number;
  /** The first day of the first week, and of the week after the last. */
  from: string;
  to: string;
}

/**
 * The weekly chain (domain brief §4.3): each lead that is in a state on Monday is one lead-week, to stay or to
 * move, so that leads still on their way count for every week that they were watched. A lead that moves on in the same
 * week is counted from where it was on Monday; which of those who came to a state in a week went on in it is not known
 * one by one, so further moves are shared out among them evenly. Leads of the week itself join on its next Monday.
 */
export function weeklyMoves(history: History, model: StageModel, most: number): WeeklyMoves {
  const to = dayOf(weekStart(Date.parse(addDays(history.asOf, 1))));
  const seen = find(history, 'stage', model.field);
  const first = seen[0]?.day ?? to;
  const earliest = addDays(dayOf(weekStart(Date.parse(first))), 7);
  const wanted = addDays(to, -7 * most);
  const from = wanted > earliest ? wanted : earliest < to ? earliest : to;
  const within = ({ day }: Figure) => day >= from && day < to;
  const atRisk = leadWeeks(history, model.field, from, to);
  const { rows, ends } = allowed(model);
  const moves = spread(
    pairs(find(history, 'stage', model.field, '*', 'week').filter(within)),
    pairs(find(history, 'stage', model.field, '*', 'within').filter(within)),
    ends,
  );
  for (const { from: state, to: next } of moves) rows.get(state)?.add(next);
  const transitions: Transition[] = [];
  for (const [state, targets] of rows) {
    let moved = 0;
    for (const target of targets) {
      const count = moves.find((move) => move.from === state && move.to === target)?.count ?? 0;
      moved += count;
      transitions.push({ from: state, to: target, count });
    }
    transitions.push({ from: state, to: state, count: Math.max(0, (atRisk.get(state) ?? 0) - moved) });
  }
  const weeks = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / (7 * 86_400_000)));
  return { transitions, weeks, from, to };
}

/** Where a model lets leads go, up to the goal; what it calls terminal is an end. */
function allowed(model: StageModel): { rows: Map<string, Set<string>>; ends: Set<string> } {
  const { after } = pathOf(model);
  const ends = new Set([
    model.goal,
    ...after,
    ...model.states.filter(({ terminal }) => terminal).map(({ id }) => id),
  ]);
  const rows = new Map<string, Set<string>>();
  for (const { from, to } of model.transitions) {
    for (const state of [from].flat()) {
      if (ends.has(state) || state === to || after.includes(to)) continue;
      rows.set(state, (rows.get(state) ?? new Set()).add(to));
    }
  }
  return { rows, ends };
}

const pairs = (figures: Figure[]): Transition[] =>
  [...sumBy(figures, ({ parts }) => `${parts[2]}|${parts[4]}`)].map(([name, count]) => {
    const [from = '', to = ''] = name.split('|');
    return { from, to, count };
  });

/** Most hops that anyone makes in one week. */
const ROUNDS = 12;

/** First moves of a week, carried on to where the week ended; who has come to an end goes no further. */
function spread(
  first: readonly Transition[],
  further: readonly Transition[],
  ends: ReadonlySet<string>,
): Transition[] {
  const arrived = new Map<string, number>();
  for (const { to, count } of [...first, ...further]) arrived.set(to, (arrived.get(to) ?? 0) + count);
  const onwards = new Map<string, { to: string; share: number }[]>();
  for (const { from, to, count } of further) {
    if (ends.has(from)) continue;
    const share = Math.min(1, count / Math.max(1, arrived.get(from) ?? 0));
    onwards.set(from, [...(onwards.get(from) ?? []), { to, share }]);
  }
  const ended = new Map<string, number>();
  for (const { from, to, count } of first) {
    let moving = new Map([[to, count]]);
    for (let round = 0; round < ROUNDS && moving.size > 0; round++) {
      const next = new Map<string, number>();
      for (const [state, n] of moving) {
        const on = round + 1 < ROUNDS ? (onwards.get(state) ?? []) : [];
        const going = Math.min(
          1,
          on.reduce((sofar, { share }) => sofar + share, 0),
        );
        const key = `${from}|${state}`;
        ended.set(key, (ended.get(key) ?? 0) + n * (1 - going));
        for (const { to: target, share } of on) next.set(target, (next.get(target) ?? 0) + n * share);
      }
      moving = next;
    }
  }
  return [...ended].flatMap(([name, count]) => {
    const [from = '', to = ''] = name.split('|');
    return from !== to && count > 0 ? [{ from, to, count }] : [];
  });
}

/** Leads in each state on each Monday, added up. */
function leadWeeks(history: History, model: string, from: string, to: string): Map<string, number> {
  const stock = stockOf(before(history, from), model);
  const changes = new Map<string, { state: string; by: number }[]>();
  for (const figure of find(history, 'stage', model)) {
    const change = { state: stateOf(figure), by: changeOf(figure) };
    if (change.by === 0 || figure.day < from || figure.day >= to) continue;
    changes.set(figure.day, [...(changes.get(figure.day) ?? []), change]);
  }
  const weeks = new Map<string, number>();
  for (let day = from; day < to; day = addDays(day, 1)) {
    if (new Date(day).getUTCDay() === 1) {
      for (const [state, count] of stock) weeks.set(state, (weeks.get(state) ?? 0) + Math.max(0, count));
    }
    for (const { state, by } of changes.get(day) ?? []) stock.set(state, (stock.get(state) ?? 0) + by);
  }
  return weeks;
}
