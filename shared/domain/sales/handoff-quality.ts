import { SEPARATOR } from '../statistics/figure.ts';
import type { Counts } from '../statistics/statistics.ts';

/** How well the rule that hands leads over does, of what was decided in a time. Rates are absent where nothing was decided. */
export interface RuleQuality {
  /** `kmo-b2b@3#2`: model, version, transition. */
  rule: string;
  way: string;
  opened: number;
  accepted: number;
  returned: number;
  expired: number;
  withdrawn: number;
  won: number;
  lost: number;
  /** By reason; `dropped`: after they had been accepted. */
  rejected: Record<string, number>;
  dropped: Record<string, number>;
  breached: { firstTouch: number; decision: number };
  /** Accepted, of those that sales decided on: accepted, rejected, returned. */
  acceptanceRate?: number;
  /** Won, of those that came to an end: won, lost, dropped, rejected, returned. */
  precision?: number;
}

/** Where the bar would lie by the deals that were won: four in five of them scored as much or more when they were handed over. */
export interface Threshold {
  grade: string;
  won: number;
  engagement: number;
  sufficiency: 'sufficient' | 'indicative';
}

export interface HandoffQuality {
  rules: RuleQuality[];
  thresholds: Threshold[];
}

/** So many won deals say something; fewer hint. */
const ENOUGH = 20;
const SHARE_BELOW = 0.2;

/** Quality of hand-offs out of the figures of some days (`sales-figures.ts`). */
export function qualityOf(counts: Counts): HandoffQuality {
  const rules = new Map<string, Map<string, number>>();
  const won = new Map<string, Map<number, number>>();
  for (const [name, count] of Object.entries(counts)) {
    const [head, rule = '', way = '', ...rest] = name.split(SEPARATOR);
    if (head !== 'handoff') continue;
    if (rest[0] === 'score') addScore(won, way, rest, count);
    else add(rules, `${rule}${SEPARATOR}${way}`, rest.join(SEPARATOR), count);
  }
  return {
    rules: [...rules]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, figures]) => ruleQuality(name, figures)),
    thresholds: [...won]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([grade, scores]) => threshold(grade, scores)),
  };
}

const add = <K, N>(into: Map<K, Map<N, number>>, key: K, name: N, count: number): void => {
  const figures = into.get(key) ?? new Map<N, number>();
  into.set(key, figures.set(name, (figures.get(name) ?? 0) + count));
};

/** Who asked for sales was handed over whatever the score: that says nothing of the bar. */
function addScore(won: Map<string, Map<number, number>>, way: string, rest: string[], count: number): void {
  const [, grade = '', engagement, outcome] = rest;
  if (way === 'scored' && outcome === 'won') add(won, grade, Number(engagement), count);
}

function ruleQuality(name: string, figures: Map<string, number>): RuleQuality {
  const [rule = '', way = ''] = name.split(SEPARATOR);
  const of = (figure: string) => figures.get(figure) ?? 0;
  const byReason = (kind: string) =>
    Object.fromEntries(
      [...figures]
        .filter(([figure]) => figure.startsWith(`${kind}${SEPARATOR}`))
        .map(([figure, count]) => [figure.slice(kind.length + 1), count])
        .sort(),
    ) as Record<string, number>;
  const [rejected, dropped] = [byReason('rejected'), byReason('dropped')];
  const [accepted, returned, won, lost] = [of('accepted'), of('returned'), of('won'), of('lost')];
  const judged = accepted + returned + sum(rejected);
  const ended = won + lost + returned + sum(rejected) + sum(dropped);
  return {
    ...{ rule, way, opened: of('opened'), accepted, returned, expired: of('expired') },
    ...{ withdrawn: of('withdrawn'), won, lost, rejected, dropped },
    breached: {
      firstTouch: of(`breached${SEPARATOR}first_touch`),
      decision: of(`breached${SEPARATOR}decision`),
    },
    ...(judged > 0 ? { acceptanceRate: accepted / judged } : {}),
    ...(ended > 0 ? { precision: won / ended } : {}),
  };
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0);

/** The 20th percentile (domain brief §2.2): the lowest score that at least a fifth of the won are not above. */
function threshold(grade: string, scores: Map<number, number>): Threshold {
  const total = [...scores.values()].reduce((all, one) => all + one, 0);
  const order = [...scores].sort(([a], [b]) => a - b);
  let passed = 0;
  const found = order.find(([, count]) => {
    passed += count;
    return passed >= total * SHARE_BELOW;
  });
  return {
    grade,
    won: total,
    engagement: found?.[0] ?? 0,
    sufficiency: total >= ENOUGH ? 'sufficient' : 'indicative',
  };
}
