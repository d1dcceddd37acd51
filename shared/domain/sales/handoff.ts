import type { Activity } from '../lead/activity.ts';
import type { Grade } from '../lead/condition.ts';
import type { Lead } from '../lead/lead.ts';
import type { EventType } from '../score/event-types.ts';

/**
 * `open`: waits for sales. `accepted`: sales work on it. Then how it ended: sales rejected it (`dropped`: after
 * they had accepted it) or gave it back, nobody decided in time (`expired`), it reached the goal (`won`), a deal
 * was lost, or it left otherwise (`withdrawn`).
 */
export type HandoffStatus =
  | 'open'
  | 'accepted'
  | 'rejected'
  | 'dropped'
  | 'returned'
  | 'expired'
  | 'won'
  | 'lost'
  | 'withdrawn';

/** What sales promise, and until when (programme time, ms). */
export interface Promises {
  firstTouchBy: number;
  decideBy: number;
  returnBy: number;
}

/** An event that made the score what it was, and the points that were left of it. */
export interface Contributor {
  type: EventType;
  at: number;
  points: number;
}

/** One time that marketing handed a lead to sales, as it was then. A lead has the newest one. */
export interface Handoff {
  /** Counts this lead's hand-offs; never starts again. */
  number: number;
  status: HandoffStatus;
  /** The state that it was entered by. */
  state: string;
  openedAt: number;
  /** `kmo-b2b@3#2`: model, version, transition. */
  rule: string;
  /** The lead asked for sales, its score did it, or a person. */
  way: 'asked' | 'scored' | 'set';
  score: { fit: number; grade: Grade; engagement: number };
  /** While it is open: the five that count most. */
  top?: Contributor[];
  /** While it is open, if the state has a service level. */
  promises?: Promises;
  /** Which of them were broken and told of. */
  breached?: ('first_touch' | 'decision')[];
  touchedAt?: number;
  assessment?: 'positive' | 'negative';
  decidedAt?: number;
  reason?: string;
}

/** Sales have it, or are to look at it. */
export const isLive = (handoff: Handoff | undefined): handoff is Handoff =>
  handoff?.status === 'open' || handoff?.status === 'accepted';

/** What every activity of a hand-off says of it; `at`: when it happened. */
export const named = ({ rule, way, score, openedAt }: Handoff, at: number) => ({
  rule,
  way,
  score,
  after: Math.max(0, at - openedAt),
});

/** It is over, or was decided: what only matters while it waits goes. */
export function decided(handoff: Handoff, status: HandoffStatus, at: number, reason?: string): Handoff {
  const { top: _, promises: __, ...rest } = handoff;
  return { ...rest, status, decidedAt: at, ...(reason ? { reason } : {}) };
}

/** Ends a hand-off for a reason that no decision of sales gave. */
export function closed(
  lead: Lead,
  handoff: Handoff,
  outcome: 'won' | 'lost' | 'withdrawn',
  at: number,
): { lead: Lead; activity: Activity } {
  return {
    lead: { ...lead, handoff: decided(handoff, outcome, at) },
    activity: { type: 'handoff.closed', at, outcome, to: lead.lifecycle.state, ...named(handoff, at) },
  };
}
