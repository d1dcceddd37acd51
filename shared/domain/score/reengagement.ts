import { fingerprint } from '../lead/fingerprint.ts';
import { addScoringEvent, byTime, type EngagementState } from './engagement.ts';
import { judge, ruleOf } from './engagement-caps.ts';
import { type EventType, postableEventTypes } from './event-types.ts';
import type { ScoringModel } from './scoring-model.ts';

/** Deeds by which somebody shows themselves. */
const signsOfLife: readonly string[] = [
  'form.submitted',
  'lead.confirmed',
  'email.clicked',
  ...postableEventTypes,
];

/**
 * Somebody whom sales had let go (recycled) did this, and is back: beside the deed itself that is worth what the
 * model gives `lead.reengaged` (§3.2: 20 points, once in 30 days, even if it was recycled twice in them). A deed
 * that costs points is no return. Undefined where it adds nothing.
 */
export function reengaged(
  state: EngagementState,
  deed: { type: string; at: number },
  model: ScoringModel,
  now: number,
): EngagementState | undefined {
  const { at } = deed;
  if (!signsOfLife.includes(deed.type)) return undefined;
  const rule = ruleOf({ type: deed.type as EventType, at, key: '' }, model);
  if (rule && rule.points < 0) return undefined;
  const event = { type: 'lead.reengaged' as const, at, key: fingerprint('lead.reengaged', at) };
  const asked = { ...state, events: [...state.events, event].sort(byTime) };
  const counts = judge(asked, model).some((verdict) => verdict.event === event && !verdict.refused);
  return counts ? addScoringEvent(state, event, model, now).state : undefined;
}
