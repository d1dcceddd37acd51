import { type Facts, holds } from '../lead/condition-facts.ts';
import type { StagePosition } from '../lead/lead.ts';
import type { EngagementState } from '../score/engagement.ts';
import type { EventType } from '../score/event-types.ts';
import type { ScoringModel } from '../score/scoring-model.ts';
import { resolveEffects, type StageEffect, withEffects } from './stage-effects.ts';
import type { StageModel, Transition } from './stage-model.ts';
import { earliest } from './stage-outlook.ts';
import { type Reach, reach } from './stage-path.ts';

export { type Facts, holds };

/** No cause moves a lead further than this. */
const MOST_HOPS = 3;

/** One move from a state to another, as the timeline tells it. */
export interface Hop extends Reach {
  from: string;
  to: string;
  /** The event that made us look, or `time` when none did. */
  cause: EventType | 'time';
  /** `kmo-b2b@3#4`: model, version, index of the transition. */
  rule: string;
  /** How long the lead was in `from`, ms. */
  after: number;
}

/** Where a cause leaves a lead in one model, and what is to be done about it. */
export interface Moved {
  position: StagePosition;
  hops: Hop[];
  effects: StageEffect[];
}

/**
 * The one interpreter of stage models (§3.2): where this cause moves the lead, at most three hops far.
 * Transitions with `on` go before those with `when` alone, then the lowest priority, then the order in
 * the file. The first hop spends the event for `on`; conditions still see it. Effects hold from the
 * next hop on, and no cause brings a lead back to a state that it took it out of. While a position is
 * pinned, only events (`on`) move it, since a deal won outranks a hand that set a stage.
 */
export function moves(model: StageModel, position: StagePosition, facts: Facts, at: number): Moved {
  const hops: Hop[] = [];
  const effects: StageEffect[] = [];
  let current = position;
  let known = facts;
  while (hops.length < MOST_HOPS) {
    const left = new Set(hops.map((hop) => hop.from));
    const here = { ...known, inStateFor: Math.max(0, at - current.since) };
    const next = firstOpen(model, current, here, at, { left, isSpent: hops.length > 0 });
    if (!next) break;
    const { transition, index } = next;
    const reached = reach(model, current, transition.to, at);
    hops.push({
      from: current.state,
      to: transition.to,
      cause: facts.event ?? 'time',
      rule: `${model.id}@${model.version}#${index}`,
      after: here.inStateFor,
      ...reached.reach,
    });
    const caused = resolveEffects(transition.effects, facts.reason);
    effects.push(...caused);
    known = withEffects(known, caused);
    current = reached.position;
  }
  return { position: current, hops, effects };
}

/**
 * The next time (ms), later than `now`, at which a transition may fire by time alone: decay, dwell, long
 * silence, the end of a pin. Early at worst, never late; undefined where only events can move the lead.
 * To be asked after `moves`, which takes what may fire now.
 */
export function nextStageCheck(
  model: StageModel,
  position: StagePosition,
  engagement: EngagementState,
  scoring: ScoringModel,
  facts: Facts,
  now: number,
): number | undefined {
  const { event: _, reason: __, assessment: ___, ...quiet } = facts;
  const here = { ...quiet, inStateFor: Math.max(0, now - position.since) };
  const times = transitionsFrom(model, position.state)
    .filter(({ transition }) => transition.on === undefined)
    .map(({ transition: { when } }) =>
      when ? earliest(when, { facts: here, engagement, scoring, now }) : now,
    )
    .map((at) => Math.max(at, position.pinnedUntil ?? now))
    .filter((at) => at > now && at < Number.POSITIVE_INFINITY);
  return times.length > 0 ? Math.min(...times) : undefined;
}

interface Numbered {
  transition: Transition;
  index: number;
}

function firstOpen(
  model: StageModel,
  position: StagePosition,
  facts: Facts,
  at: number,
  cause: { left: Set<string>; isSpent: boolean },
): Numbered | undefined {
  const isPinned = position.pinnedUntil !== undefined && at < position.pinnedUntil;
  const isOpen = ({ on, when, to }: Transition) =>
    !cause.left.has(to) &&
    (on ? !cause.isSpent && facts.event !== undefined && on.includes(facts.event) : !isPinned) &&
    (when === undefined || holds(when, facts));
  return transitionsFrom(model, position.state).find(({ transition }) => isOpen(transition));
}

const byEvent = ({ transition }: Numbered) => (transition.on ? 0 : 1);

/** Asked several times with every decision, and the same for as long as nobody publishes. */
const ways = new WeakMap<StageModel, Map<string, readonly Numbered[]>>();

/** What leads out of a state, in the order in which it is tried. */
function transitionsFrom(model: StageModel, state: string): readonly Numbered[] {
  const known = ways.get(model) ?? new Map<string, readonly Numbered[]>();
  ways.set(model, known);
  const found = known.get(state) ?? inOrder(model, state);
  known.set(state, found);
  return found;
}

const inOrder = ({ transitions }: StageModel, state: string): Numbered[] =>
  transitions
    .map((transition, index) => ({ transition, index }))
    .filter(({ transition: { from, to } }) => [from].flat().includes(state) && to !== state)
    .sort((a, b) => byEvent(a) - byEvent(b) || a.transition.priority - b.transition.priority);
