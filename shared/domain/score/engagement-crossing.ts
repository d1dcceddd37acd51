import { DAY } from '../time/duration.ts';
import type { EngagementState } from './engagement.ts';
import { baseOf } from './engagement-decay.ts';
import { countedParts, engagementCurve } from './engagement-score.ts';
import type { ScoringModel } from './scoring-model.ts';

/** How far a sum with penalties, which may fall and rise again, is looked through day by day. */
const DAYS_LOOKED_THROUGH = 400;
/** In days. */
const CENTURY = 36_525;

/**
 * The first time (ms) from `from` on at which engagement is below the threshold, if nothing else
 * happens: `from` itself when it is so already, undefined when it never will be.
 */
export function nextCrossingBelow(
  state: EngagementState,
  model: ScoringModel,
  threshold: number,
  from: number,
): number | undefined {
  const engagement = engagementCurve(state, model);
  return firstTime((at) => engagement(at) < threshold, state, model, from);
}

/** The same for reaching the threshold, which time alone can bring: penalties fade, and clocks run ahead. */
export function nextCrossingAbove(
  state: EngagementState,
  model: ScoringModel,
  threshold: number,
  from: number,
): number | undefined {
  const engagement = engagementCurve(state, model);
  return firstTime((at) => engagement(at) >= threshold, state, model, from);
}

function firstTime(
  isSo: (at: number) => boolean,
  state: EngagementState,
  model: ScoringModel,
  from: number,
): number | undefined {
  if (isSo(from)) return from;
  let before = from;
  for (const at of looks(state, model, from)) {
    if (isSo(at)) return bisect(isSo, before, at);
    before = at;
  }
  return undefined;
}

/**
 * Where to look: at events still to come (a clock may be minutes ahead); then daily while penalties
 * make the sum rise and fall; then in growing strides, since what is left only falls.
 */
function* looks(state: EngagementState, model: ScoringModel, from: number): Generator<number> {
  const counted = countedParts(state, model);
  const ahead = counted.map((part) => part.at).filter((at) => at > from);
  yield* ahead;
  const falls = [...baseOf(state, model), ...counted].every((part) => part.points >= 0);
  const daily = falls ? 0 : DAYS_LOOKED_THROUGH;
  const start = ahead.at(-1) ?? from;
  for (let day = 1; day <= daily; day++) yield start + day * DAY;
  for (let days = 1; days < CENTURY; days *= 2) yield start + (daily + days) * DAY;
}

/** The first whole ms after `no` at which it is so, given that it is not at `no` and is at `yes`. */
function bisect(isSo: (at: number) => boolean, no: number, yes: number): number {
  let [low, high] = [no, yes];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle <= low) break;
    if (isSo(middle)) high = middle;
    else low = middle;
  }
  return high;
}
