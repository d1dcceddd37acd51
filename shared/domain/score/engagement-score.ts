import type { EngagementState, ScoringEvent } from './engagement.ts';
import { judge } from './engagement-caps.ts';
import { baseOf, combined, type Decaying, halfLifeMs, worth } from './engagement-decay.ts';
import type { ScoringModel } from './scoring-model.ts';

/** What one event adds to the engagement score. */
export interface Contribution {
  event: ScoringEvent;
  /** What its rule gives it when it is fresh; 0 without a rule. */
  points: number;
  /** What of that is left; 0 if it does not count. */
  worth: number;
  counted: boolean;
  /** Why it does not count: as in `Verdict`, or `later` than the time asked for. */
  reason?: string;
}

/** Engagement, 0 to 100, at a time (ms) that is not before the events that left the list. */
export const engagementAt = (state: EngagementState, model: ScoringModel, at: number): number =>
  engagementCurve(state, model)(at);

/**
 * Engagement as a function of time (ms), if nothing else happens. The sum is clamped to 0..100 here,
 * on reading, and nowhere else: clamping while adding would make it depend on the order of arrival.
 */
export function engagementCurve(state: EngagementState, model: ScoringModel): (at: number) => number {
  const base = baseOf(state, model);
  const counted = countedParts(state, model);
  const last = counted.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const all = combined([...base, ...counted], Math.max(last, base[0]?.at ?? last));
  return (at) => {
    const parts = at >= last ? all : [...base, ...counted.filter((part) => part.at <= at)];
    return Math.min(100, Math.max(0, sumOf(parts, at)));
  };
}

/** The remembered events that count, in order of time. */
export function countedParts(state: EngagementState, model: ScoringModel): Decaying[] {
  return judge(state, model).flatMap(({ event, rule, refused }) =>
    rule && !refused ? [{ points: rule.points, at: event.at, halfLife: halfLifeMs(model, rule.decay) }] : [],
  );
}

/** Each remembered event and what it adds at a time (ms); with `foldedWorth`, they make the score. */
export function contributions(state: EngagementState, model: ScoringModel, at: number): Contribution[] {
  return judge(state, model).map(({ event, rule, refused }) => {
    const points = rule?.points ?? 0;
    const reason = refused ?? (event.at > at ? 'later' : undefined);
    if (!rule || reason) return { event, points, worth: 0, counted: false, ...(reason && { reason }) };
    const halfLife = halfLifeMs(model, rule.decay);
    return { event, points, worth: worth({ points, at: event.at, halfLife }, at), counted: true };
  });
}

/** What the events that left the list add at a time (ms). */
export const foldedWorth = (state: EngagementState, model: ScoringModel, at: number): number =>
  sumOf(baseOf(state, model), at);

const sumOf = (parts: Decaying[], at: number) => parts.reduce((total, part) => total + worth(part, at), 0);
