import type { Activity } from '../lead/activity.ts';
import type { Lead } from '../lead/lead.ts';
import type { LeadEvent } from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import type { EventType } from '../score/event-types.ts';
import type { Now } from '../time/now.ts';

/** A lead on its way through one decision: as it is by now, what happened, and which events that makes for rules. */
export interface Change {
  lead: Lead;
  activities: Activity[];
  /** Events that stage rules and triggers may react to. */
  causes: EventType[];
  /** Details of the cause that conditions ask for. */
  detail?: { reason?: string; assessment?: 'positive' | 'negative' };
}

export type Decider<E extends LeadEvent> = (lead: Lead, event: E, rules: Rules, now: Now) => Change;

/** Nothing happened: the same lead, so that nothing is saved. */
export const unchanged = (lead: Lead): Change => ({ lead, activities: [], causes: [] });

/** The newest `most` of a bounded list with `item` added. */
export const keepNewest = <T>(list: readonly T[], item: T, most: number): T[] => [...list, item].slice(-most);
