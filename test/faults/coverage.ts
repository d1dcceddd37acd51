import { nameOf, type PlainCase } from './cases.ts';
import { wayNames } from './ways.ts';

/** A case that was played, and what was wrong with the books after it. */
export interface Played {
  case: PlainCase;
  problems: string[];
}

/** The cases that were planned and that nobody told of: each call is to be broken in every way. */
export function unplayed(planned: PlainCase[], played: Played[]): PlainCase[] {
  const told = new Set(played.map((one) => nameOf(one.case)));
  return planned.filter((one) => !told.has(nameOf(one)));
}

/** In an order in which every call and way has one case before any has a second: a run may be cut short. */
export function evenly(cases: PlainCase[]): PlainCase[] {
  const cells = new Map<string, PlainCase[]>();
  for (const one of cases) {
    const [fault] = one.faults;
    const cell = [one.story, one.about, ...placeOf(fault?.call ?? ''), fault?.way].join(' ');
    cells.set(cell, [...(cells.get(cell) ?? []), one]);
  }
  const most = Math.max(0, ...[...cells.values()].map(({ length }) => length));
  return Array.from({ length: most }, (_, n) => [...cells.values()].flatMap((cell) => cell[n] ?? [])).flat();
}

/** Calls by way, for one function. */
export interface CoverageTable {
  function: string;
  head: string[];
  rows: string[][];
}

/** `awareness 1/nurture-send/Query due 1#2/1` by its function and what it asks, wherever in a story. */
function placeOf(call: string): [by: string, what: string] {
  const [, by = '', what = ''] = call.split('/');
  return by === 'news' ? ['feedback', 'SES’s news'] : [by, what.replace(/ \d#\d$/, '')];
}

const callOf = ({ case: { faults } }: Played) => (faults.length === 1 ? faults[0] : undefined);

/** How many cases of each call and way were played, and how many of them failed. */
export function coverageOf(played: Played[]): CoverageTable[] {
  const functions = new Map<string, Map<string, Played[]>>();
  for (const one of played) {
    const fault = callOf(one);
    if (!fault) continue;
    const [by, what] = placeOf(fault.call);
    const calls = functions.get(by) ?? new Map<string, Played[]>();
    functions.set(by, calls.set(what, [...(calls.get(what) ?? []), one]));
  }
  return [...functions].map(([name, calls]) => {
    const all = [...calls.values()].flat();
    const ways = wayNames.filter((way) => all.some((one) => callOf(one)?.way === way));
    const rows = [...calls].sort().map(([what, cases]) => {
      const times = new Set(cases.map((one) => `${one.case.story} ${callOf(one)?.call}`)).size;
      return [
        what,
        String(times),
        ...ways.map((way) => cell(cases.filter((one) => callOf(one)?.way === way))),
      ];
    });
    return { function: name, head: ['call', 'times', ...ways], rows };
  });
}

function cell(cases: Played[]): string {
  const failed = cases.filter(({ problems }) => problems.length > 0).length;
  if (cases.length === 0) return '';
  return failed > 0 ? `${cases.length - failed} and **${failed} failed**` : String(cases.length);
}
