import { defaultScoring } from '../../shared/domain/presets/default-scoring.ts';
import {
  addScoringEvent,
  type EngagementState,
  type ScoringEvent,
} from '../../shared/domain/score/engagement.ts';
import { ScoringModel } from '../../shared/domain/score/scoring-model.ts';

export const DAY = 86_400_000;
/** 2026-01-01T00:00Z: "day 0" of the tests. */
export const D0 = Date.UTC(2026, 0, 1);
export const day = (n: number): number => D0 + Math.round(n * DAY);

export const model: ScoringModel = ScoringModel.parse(defaultScoring);
export const nothing: EngagementState = { events: [], once: [] };

/** A model with these rules alone, half-lives as in the default. */
export const modelOf = (...rules: unknown[]): ScoringModel =>
  ScoringModel.parse({ ...defaultScoring, engagement: { ...defaultScoring.engagement, rules } });

/** An event on day `n`; its key is made of what it is. */
export function event(type: ScoringEvent['type'], n: number, more: Partial<ScoringEvent> = {}): ScoringEvent {
  return { type, at: day(n), key: `${type}|${n}|${more.subject ?? ''}|${more.intent ?? ''}`, ...more };
}

/** The state after these events, each arriving when it happens, or all at once at `now`. */
export function stateOf(events: ScoringEvent[], scoring = model, now?: number): EngagementState {
  return events.reduce((state, one) => addScoringEvent(state, one, scoring, now ?? one.at).state, nothing);
}
