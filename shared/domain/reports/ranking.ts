/** A lead as the ranking sees it. */
export interface Candidate {
  id: string;
  lifecycle: string;
  grade: string;
  engagement: number;
  /** Of its own open deal. */
  value?: number;
}

export interface RankedLead extends Candidate {
  rank: number;
  /** To become a customer within the horizon, by its stage. */
  chance: number;
  /** Chance × value; the mean deal where its own is not known. */
  expectedValue: number;
  /** The first tenth, the next three, and the others. */
  tier: 'high' | 'medium' | 'low';
}

const gradeOrder = ['A', 'B', 'C', 'U', 'D', 'F'];

/** Leads by chance × value; where that is the same, the better fit and then the more engaged goes first. */
export function rankLeads(
  candidates: readonly Candidate[],
  chances: ReadonlyMap<string, number>,
  meanValue: number,
): RankedLead[] {
  return candidates
    .flatMap((lead) => {
      const chance = chances.get(lead.lifecycle);
      return chance === undefined
        ? []
        : [{ ...lead, chance, expectedValue: chance * (lead.value ?? meanValue) }];
    })
    .sort(
      (a, b) =>
        b.expectedValue - a.expectedValue ||
        b.chance - a.chance ||
        gradeOrder.indexOf(a.grade) - gradeOrder.indexOf(b.grade) ||
        b.engagement - a.engagement ||
        (a.id < b.id ? -1 : 1),
    )
    .map((lead, i, all) => ({ ...lead, rank: i + 1, tier: tierOf((i + 1) / all.length) }));
}

const tierOf = (share: number) => (share <= 0.1 ? 'high' : share <= 0.4 ? 'medium' : 'low');
