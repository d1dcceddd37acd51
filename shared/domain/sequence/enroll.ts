import type { Activity } from '../lead/activity.ts';
import type { Lead } from '../lead/lead.ts';
import { flowOf, type Rules } from '../programme/rules.ts';
import type { EventType } from '../score/event-types.ts';
import type { Enrollment } from './enrollment.ts';
import type { Sequence, Trigger } from './sequence.ts';

/** No lead is in more sequences than this over its life: the item stays bounded. */
export const MOST_ENROLLMENTS = 24;

/** What happened just now, as far as it may start or end a sequence. */
export interface Occasion {
  causes: EventType[];
  /** The form that was just submitted. */
  form?: string;
  stageEntered?: string;
  lifecycleEntered?: string;
  /** The lead became `subscribed` just now: what it met earlier applies. */
  becameSubscribed: boolean;
}

/**
 * Enters every sequence whose trigger is met, only while `subscribed`; each at most once, unless it may be entered
 * every time and the lead is not in it. The numbers of a lead's entries never start again.
 */
export function enroll(
  lead: Lead,
  occasion: Occasion,
  rules: Rules,
  now: number,
): { lead: Lead; activities: Activity[] } {
  if (lead.mailability !== 'subscribed') return { lead, activities: [] };
  const met = (trigger: Trigger) => isMet(trigger, lead, occasion);
  const before = new Map(lead.enrollments.map((e) => [e.sequence, e]));
  const mayEnter = ([slug, sequence]: [string, Sequence]): boolean => {
    const last = before.get(slug);
    const isAgain = sequence.reentry === 'every_time' && last?.status !== 'active' && last?.status !== 'held';
    return (
      (!last || isAgain) &&
      !flowOf(rules, slug).archived &&
      !isUnwanted(lead, sequence) &&
      sequence.triggers.some(met)
    );
  };
  let room = MOST_ENROLLMENTS - before.size;
  const started: Enrollment[] = Object.entries(rules.config.sequences)
    .filter(mayEnter)
    .filter(([slug]) => before.has(slug) || room-- > 0)
    .map(([slug]) => ({
      sequence: slug,
      version: rules.config.sequenceVersions[slug] ?? 1,
      occurrence: (before.get(slug)?.occurrence ?? 0) + 1,
      status: 'active',
      stage: lead.nurtureStage.state,
      startedAt: now,
      step: 0,
      dueAt: now,
    }));
  if (started.length === 0) return { lead, activities: [] };
  const isReplaced = (e: Enrollment) => started.some(({ sequence }) => sequence === e.sequence);
  return {
    lead: { ...lead, enrollments: [...lead.enrollments.filter((e) => !isReplaced(e)), ...started] },
    activities: started.map((e) => ({
      type: 'enrollment.started',
      at: now,
      sequence: e.sequence,
      version: e.version,
      occurrence: e.occurrence,
    })),
  };
}

function isMet(trigger: Trigger, lead: Lead, occasion: Occasion): boolean {
  const earlier = occasion.becameSubscribed;
  if ('form' in trigger)
    return occasion.form === trigger.form || (earlier && lead.forms.includes(trigger.form));
  if ('stage' in trigger)
    return occasion.stageEntered === trigger.stage || (earlier && lead.nurtureStage.state === trigger.stage);
  if ('lifecycle' in trigger)
    return (
      occasion.lifecycleEntered === trigger.lifecycle ||
      (earlier && lead.lifecycle.state === trigger.lifecycle)
    );
  return (
    occasion.causes.includes(trigger.event) ||
    (earlier && lead.engagement.events.some((e) => e.type === trigger.event))
  );
}

/**
 * Ends the enrollments whose `exitOn` has come, and those of sequences that are no longer published
 * (E12): before their next step, whatever is in flight.
 */
export function leaveSequences(
  lead: Lead,
  occasion: Occasion,
  rules: Rules,
  now: number,
): { lead: Lead; activities: Activity[] } {
  const activities: Activity[] = [];
  const enrollments = lead.enrollments.map((e) => {
    const end = e.status === 'active' ? endOf(e, lead, occasion, rules) : undefined;
    if (!end) return e;
    const { sequence, occurrence } = e;
    activities.push({
      type: `enrollment.${end.status}`,
      at: now,
      sequence,
      occurrence,
      reason: end.reason,
    });
    return { ...e, status: end.status };
  });
  return { lead: activities.length > 0 ? { ...lead, enrollments } : lead, activities };
}

/** The lead does not want to hear of what the sequence is about. */
export const isUnwanted = (lead: Lead, { topic }: Sequence): boolean =>
  topic !== undefined && lead.preferences?.topicsOff.includes(topic) === true;

/** How an enrollment ends that is on its way, if it does. */
export function endOf(
  enrollment: Enrollment,
  lead: Lead,
  occasion: Pick<Occasion, 'causes'>,
  rules: Rules,
): { status: 'exited' | 'cancelled'; reason: string } | undefined {
  if (!Object.hasOwn(rules.config.sequences, enrollment.sequence)) {
    return { status: 'cancelled', reason: 'sequence removed' };
  }
  if (flowOf(rules, enrollment.sequence).archived)
    return { status: 'cancelled', reason: 'sequence archived' };
  if (enrollment.version <= (flowOf(rules, enrollment.sequence).stopped?.version ?? 0))
    return { status: 'cancelled', reason: 'newsletter stopped' };
  const sequence = rules.sequence(enrollment.sequence, enrollment.version);
  if (sequence && isUnwanted(lead, sequence)) return { status: 'exited', reason: 'topic' };
  const reason = sequence?.exitOn.find((cause) =>
    cause === 'stageChange' ? lead.nurtureStage.state !== enrollment.stage : occasion.causes.includes(cause),
  );
  return reason && { status: 'exited', reason };
}
