import type { Condition } from '../lead/condition.ts';
import { type Facts, holds } from '../lead/condition-facts.ts';
import type { EngagementState } from '../score/engagement.ts';
import { nextCrossingAbove, nextCrossingBelow } from '../score/engagement-crossing.ts';
import type { ScoringModel } from '../score/scoring-model.ts';
import { durationMs } from '../time/duration.ts';

/** A lead as it is at `now` (ms), with no event at hand. */
export interface Outlook {
  facts: Facts;
  engagement: EngagementState;
  scoring: ScoringModel;
  now: number;
}

const NEVER = Number.POSITIVE_INFINITY;

/**
 * The earliest time (ms) at which a condition may hold (or, with `wanted` false, may not) if nothing
 * happens: `now` exactly if it is so now, infinity if time alone never brings it. A lower bound:
 * several parts may each come true and yet never together.
 */
export function earliest(condition: Condition, outlook: Outlook, wanted = true): number {
  const { all, any, not, engagement, inStateFor, lastHumanActivityWithin, coolOff, ...fixed } = condition;
  const each = (parts: Condition[]) => parts.map((part) => earliest(part, outlook, wanted));
  const parts = [
    ...(all ? [together(each(all), wanted)] : []),
    ...(any ? [together(each(any), !wanted)] : []),
    ...(not ? [earliest(not, outlook, !wanted)] : []),
    ...(engagement ? [engagementIn(engagement, outlook, wanted)] : []),
    ...(inStateFor ? [dwelt(inStateFor, outlook, wanted)] : []),
    ...(lastHumanActivityWithin ? [active(lastHumanActivityWithin, outlook, wanted)] : []),
    ...(coolOff ? [cooledOff(outlook, wanted)] : []),
    // What only events can change is so now, or never.
    ...(Object.keys(fixed).length > 0 ? [holds(fixed, outlook.facts) === wanted ? outlook.now : NEVER] : []),
  ];
  return together(parts, wanted);
}

/** All of them: when the last comes. One of them: when the first does. */
const together = (times: number[], all: boolean) => (all ? Math.max(...times) : Math.min(...times));

function engagementIn(
  range: NonNullable<Condition['engagement']>,
  { engagement, scoring, now }: Outlook,
  wanted: boolean,
): number {
  const below = (threshold: number) => nextCrossingBelow(engagement, scoring, threshold, now) ?? NEVER;
  const above = (threshold: number) => nextCrossingAbove(engagement, scoring, threshold, now) ?? NEVER;
  const { gte, lt } = range;
  return together(
    [
      ...(gte === undefined ? [] : [wanted ? above(gte) : below(gte)]),
      ...(lt === undefined ? [] : [wanted ? below(lt) : above(lt)]),
    ],
    wanted,
  );
}

function dwelt(duration: string, { facts, now }: Outlook, wanted: boolean): number {
  const left = durationMs(duration) - facts.inStateFor;
  if (wanted) return now + Math.max(0, left);
  return left > 0 ? now : NEVER;
}

function active(within: string, { facts, now }: Outlook, wanted: boolean): number {
  const left = durationMs(within) - (facts.lastHumanActivity ?? NEVER);
  if (wanted) return left >= 0 ? now : NEVER;
  return left < 0 ? now : now + left + 1;
}

function cooledOff({ facts, now }: Outlook, wanted: boolean): number {
  if (!wanted) return facts.coolOffRunning ? now : NEVER;
  return facts.coolOffRunning ? now + (facts.coolOffLeft ?? NEVER) : now;
}
