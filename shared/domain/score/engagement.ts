import { DAY, MINUTE } from '../time/duration.ts';
import { judge, longestWindow, onceMarks, takesRoom, type Verdict } from './engagement-caps.ts';
import { fold } from './engagement-decay.ts';
import type { EventType } from './event-types.ts';
import type { ScoringModel } from './scoring-model.ts';

/** One thing a person did that may score. */
export interface ScoringEvent {
  type: EventType;
  intent?: 'high';
  /** When it happened, programme time, whole ms. */
  at: number;
  /** Fingerprint of the magnet, message or webinar it is about. */
  subject?: string;
  /** Fingerprint of its content: the same event again has the same key. */
  key: string;
}

/** All that engagement remembers; bounded. */
export interface EngagementState {
  /** At most 24, in order of `at`, then `key`. */
  events: ScoringEvent[];
  /** Points of events that left the list, as of `at`, by half-life class. */
  base?: { slow: number; standard: number; fast: number; at: number };
  /** `type:subject` fingerprints of events that count once ever and left the list; the newest 32. */
  once: string[];
  /** Events before this score nothing. */
  resetAt?: number;
}

const MOST_EVENTS = 24;
const MOST_MARKS = 32;
/** How far a clock elsewhere may be ahead of ours. */
const AHEAD = 5 * MINUTE;
/** How late an event may come and still find those that share its caps. */
const LATE = DAY;

/**
 * Remembers one event (§2.2, E19, E21). The same key again changes nothing. What claims to come from
 * the future happened `now` (ms). The state does not depend on the order in which events arrive, as
 * long as it holds them all.
 */
export function addScoringEvent(
  state: EngagementState,
  event: ScoringEvent,
  model: ScoringModel,
  now: number,
): { state: EngagementState; added: boolean } {
  if (state.events.some((known) => known.key === event.key)) return { state, added: false };
  const dated = event.at > now + AHEAD ? { ...event, at: Math.floor(now) } : event;
  const next = { ...state, events: [...state.events, dated].sort(byTime) };
  return { state: next.events.length > MOST_EVENTS ? shorten(next, model) : next, added: true };
}

/** A new epoch (unsubscribed, complained, recycled): whatever happened before `at` (ms) scores nothing (E22). */
export function resetEngagement(state: EngagementState, at: number): EngagementState {
  if (state.resetAt !== undefined && at <= state.resetAt) return state;
  return { events: state.events, once: [], resetAt: at };
}

/** Nothing that was done until now scores any more, nor what comes late; in whatever order it is told. */
export function emptyEngagement(state: EngagementState, at: number): EngagementState {
  const newest = state.events.at(-1)?.at ?? 0;
  return resetEngagement(state, Math.max(at, newest + 1));
}

export const byTime = (a: ScoringEvent, b: ScoringEvent) => a.at - b.at || (a.key < b.key ? -1 : 1);

/**
 * Lets one event leave the list: the one that its caps need for the shortest time. One that does not
 * count takes no room and is needed by none, so it always leaves before those that keep it from
 * counting; and what counted lives on in `base`. Therefore what leaves never changes the score.
 */
function shorten(state: EngagementState, model: ScoringModel): EngagementState {
  const [leaving] = judge(state, model).sort((a, b) => neededUntil(a) - neededUntil(b));
  if (!leaving) return state;
  const { event, rule, refused } = leaving;
  const rest = { ...state, events: state.events.filter((other) => other !== event) };
  if (!rule || refused) return rest;
  return {
    ...rest,
    base: fold(state, event, rule, model),
    once: [...state.once, ...onceMarks(event, rule)].slice(-MOST_MARKS),
  };
}

const neededUntil = (verdict: Verdict): number => {
  const { event, rule } = verdict;
  return rule && takesRoom(verdict) ? event.at + longestWindow(rule) + LATE : event.at;
};
