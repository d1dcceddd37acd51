/** Someone is in a state from just after `start` until `stop`, and then in `to`; undefined: we look no longer. */
export interface Sojourn {
  from: string;
  to?: string | undefined;
  start: number;
  stop: number;
}

export interface OccupationStep {
  time: number;
  /** The share in each state just after `time`; they sum to 1. */
  share: Record<string, number>;
}

/**
 * Who is where when, for any states and loops, late entries and censoring: P(t) = P(t−)·(I + dÂ(t)) with dÂ_ij = moves
 * from i to j over those at risk in i: Aalen and Johansen (1978). Begins at `initial`, shares by state; one step for
 * each time at which someone moves.
 */
export function occupation(
  sojourns: readonly Sojourn[],
  initial: Readonly<Record<string, number>>,
): OccupationStep[] {
  const moves = sojourns.filter(({ to }) => to !== undefined);
  const names = [...Object.keys(initial), ...moves.flatMap(({ from, to = from }) => [from, to])];
  let share = new Map([...new Set(names)].map((name) => [name, initial[name] ?? 0]));
  const times = [...new Set(moves.map(({ stop }) => stop))].sort((a, b) => a - b);
  return times.map((time) => {
    const before = share;
    share = new Map(before);
    for (const { from, to = from } of moves.filter(({ stop }) => stop === time)) {
      const atRisk = sojourns.filter((s) => s.from === from && s.start < time && time <= s.stop).length;
      const moved = (before.get(from) ?? 0) / atRisk;
      share.set(from, (share.get(from) ?? 0) - moved);
      share.set(to, (share.get(to) ?? 0) + moved);
    }
    return { time, share: Object.fromEntries(share) };
  });
}
