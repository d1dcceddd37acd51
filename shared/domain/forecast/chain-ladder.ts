export interface Maturity {
  /** By how much what had been reached at one age grew until the next; undefined when nothing had been reached. */
  factors: (number | undefined)[];
  /** What each cohort will have reached at the last age; undefined when a factor on its way is. */
  ultimates: (number | undefined)[];
}

/**
 * What young cohorts will come to, judged by the old (chain ladder): f_k = Σ C_{i,k+1} / Σ C_{i,k} over the cohorts that
 * have both ages, ultimate = the latest figure times all factors to come: Mack, ASTIN Bulletin 23 (1993).
 * `cohorts`: for each, oldest first, cumulative figures by age.
 */
export function chainLadder(cohorts: readonly (readonly number[])[]): Maturity {
  const ages = Math.max(0, ...cohorts.map((cohort) => cohort.length));
  const factors = Array.from({ length: Math.max(0, ages - 1) }, (_, age) => {
    const both = cohorts.filter((cohort) => cohort.length > age + 1);
    const before = total(both, age);
    return before > 0 ? total(both, age + 1) / before : undefined;
  });
  const ultimates = cohorts.map((cohort) =>
    factors
      .slice(Math.max(0, cohort.length - 1))
      .reduce<number | undefined>(
        (sofar, factor) => (sofar === undefined || factor === undefined ? undefined : sofar * factor),
        cohort.at(-1),
      ),
  );
  return { factors, ultimates };
}

const total = (cohorts: readonly (readonly number[])[], age: number) =>
  cohorts.reduce((sofar, cohort) => sofar + (cohort[age] ?? 0), 0);
