/** A stay in a stage: how long it has lasted, in any unit, and how it ended. */
export interface Spell {
  time: number;
  /** Where it led; undefined while it lasts (censored). */
  exit?: string | undefined;
  /** How many such stays there were; 1. */
  count?: number;
}

/** What happened at one time. `atRisk`: stays that lasted at least so long, so that endings come before censorings at ties. */
export interface Moment {
  time: number;
  atRisk: number;
  /** How many ended, by exit. */
  ended: ReadonlyMap<string, number>;
}

/** The times at which stays ended, in their order. */
export function momentsOf(spells: readonly Spell[]): Moment[] {
  const ends = spells.filter(({ exit, count = 1 }) => exit !== undefined && count > 0);
  const times = [...new Set(ends.map(({ time }) => time))].sort((a, b) => a - b);
  return times.map((time) => {
    const ended = new Map<string, number>();
    for (const { exit = '', count = 1 } of ends.filter((spell) => spell.time === time)) {
      ended.set(exit, (ended.get(exit) ?? 0) + count);
    }
    return { time, atRisk: countOf(spells.filter((spell) => spell.time >= time)), ended };
  });
}

const countOf = (spells: readonly Spell[]) => spells.reduce((total, { count = 1 }) => total + count, 0);
