import { momentsOf, type Spell } from './spell.ts';

export interface IncidenceStep {
  time: number;
  atRisk: number;
  /** The share that lasts longer than `time`. */
  survival: number;
  /** The share that has taken an exit by `time`. */
  incidence: Record<string, number>;
  /** Of `incidence`. */
  variance: Record<string, number>;
}

/**
 * Which share of stays has taken which exit by when, exits competing and some stays still lasting:
 * CI_k(t) = Σ Ŝ(s−)·d_k/n, Aalen and Johansen, Scand. J. Statist. 5 (1978). Neither of the tempting shortcuts will do:
 * shares of what is over favour the faster exit, and 1 − Kaplan–Meier with the other exits as censorings says too much.
 *
 * The variance is the infinitesimal jackknife, Σ (∂CI_k/∂w)² over all stays, w their weights (Jaeckel 1972; as in R's
 * `survival`). Without censoring it is that of a share, p·(1 − p)/n.
 */
export function cumulativeIncidence(spells: readonly Spell[]): IncidenceStep[] {
  const exits = [...new Set(spells.flatMap(({ exit }) => exit ?? []))].sort();
  const groups = grouped(spells).map((spell) => ({ ...spell, onSurvival: 0, on: exits.map(() => 0) }));
  const incidence = exits.map(() => 0);
  let survival = 1;
  return momentsOf(spells).map(({ time, atRisk, ended }) => {
    const counts = exits.map((exit) => ended.get(exit) ?? 0);
    const all = counts.reduce((total, count) => total + count, 0);
    for (const group of groups) {
      const present = group.time >= time;
      const ends = group.time === time && group.exit !== undefined;
      for (const [k, count] of counts.entries()) {
        const own = ends && group.exit === exits[k] ? 1 : 0;
        const hazard = present ? (own - count / atRisk) / atRisk : 0;
        group.on[k] = (group.on[k] ?? 0) + (group.onSurvival * count) / atRisk + survival * hazard;
      }
      const hazard = present ? ((ends ? 1 : 0) - all / atRisk) / atRisk : 0;
      group.onSurvival = (group.onSurvival * (atRisk - all)) / atRisk - survival * hazard;
    }
    for (const [k, count] of counts.entries()) {
      incidence[k] = (incidence[k] ?? 0) + (survival * count) / atRisk;
    }
    survival *= (atRisk - all) / atRisk;
    const variance = (k: number) =>
      groups.reduce((total, { count, on }) => total + count * (on[k] ?? 0) ** 2, 0);
    return {
      time,
      atRisk,
      survival,
      incidence: byExit(exits, (k) => incidence[k] ?? 0),
      variance: byExit(exits, variance),
    };
  });
}

/**
 * The share of stays that take an exit later, of those that have lasted for `age`: (CI(∞) − CI(age)) / Ŝ(age), where ∞
 * is as far as was looked. Undefined (not identifiable) when nobody took it after `age`: that says nothing, not 0.
 */
export function conditionalIncidence(
  curve: readonly IncidenceStep[],
  exit: string,
  age: number,
): number | undefined {
  const now = curve.findLast(({ time }) => time <= age);
  const seen = now?.incidence[exit] ?? 0;
  const later = (curve.at(-1)?.incidence[exit] ?? 0) - seen;
  return later > 0 ? later / (now?.survival ?? 1) : undefined;
}

/** Stays that are alike weigh alike: the work grows with the kinds of stays, not with their number. */
function grouped(spells: readonly Spell[]): (Spell & { count: number })[] {
  const groups = new Map<string, Spell & { count: number }>();
  for (const { time, exit, count = 1 } of spells) {
    const key = JSON.stringify([time, exit]);
    groups.set(key, { time, exit, count: (groups.get(key)?.count ?? 0) + count });
  }
  return [...groups.values()];
}

const byExit = (exits: readonly string[], value: (k: number) => number): Record<string, number> =>
  Object.fromEntries(exits.map((exit, k) => [exit, value(k)]));
