import { durationMs } from '../time/duration.ts';
import type { EngagementState, ScoringEvent } from './engagement.ts';
import type { DecayClass, EngagementRule, ScoringModel } from './scoring-model.ts';

/** Points, the time (ms) at which they are whole, and how long (ms) they keep half their worth. */
export interface Decaying {
  points: number;
  at: number;
  halfLife: number;
}

/**
 * s(t) = s(t0) · 2^(−(t − t0) / H), domain brief §2.2: the only decay under which a sum of events
 * decays as one number, so that events may leave the list and the score stays.
 */
export const worth = ({ points, at, halfLife }: Decaying, then: number): number =>
  points * 2 ** ((at - then) / halfLife);

export const halfLifeMs = (model: ScoringModel, decay: DecayClass): number =>
  durationMs(model.engagement.halfLife[decay]);

/** The sum of the parts at every time, as one part for each half-life, as of `at` (ms). */
export function combined(parts: Decaying[], at: number): Decaying[] {
  const points = new Map<number, number>();
  for (const part of parts) points.set(part.halfLife, (points.get(part.halfLife) ?? 0) + worth(part, at));
  return [...points].map(([halfLife, sum]) => ({ points: sum, at, halfLife }));
}

/** What the events that left the list are worth, by class. */
export function baseOf(state: EngagementState, model: ScoringModel): Decaying[] {
  const { base } = state;
  if (!base) return [];
  const classes = ['slow', 'standard', 'fast'] as const;
  return classes.map((decay) => ({
    points: base[decay],
    at: base.at,
    halfLife: halfLifeMs(model, decay),
  }));
}

/** The base with the points of one more event that leaves the list, as of the newest that has. */
export function fold(
  state: EngagementState,
  event: ScoringEvent,
  rule: EngagementRule,
  model: ScoringModel,
): NonNullable<EngagementState['base']> {
  const at = Math.max(event.at, state.base?.at ?? event.at);
  const [slow = 0, standard = 0, fast = 0] = baseOf(state, model).map((part) => worth(part, at));
  const points = worth({ points: rule.points, at: event.at, halfLife: halfLifeMs(model, rule.decay) }, at);
  const base = { slow, standard, fast, at };
  return { ...base, [rule.decay]: base[rule.decay] + points };
}
