import type { Activity } from '../lead/activity.ts';
import type { Lead } from '../lead/lead.ts';
import type { Rules } from '../programme/rules.ts';
import type { Occasion } from './enroll.ts';
import type { Enrollment } from './enrollment.ts';
import type { Goal } from './step.ts';

/**
 * Leads that reach a goal go on behind it, wherever they are in the sequence. Where a holdout compares, those who
 * got nothing, and those who are through, are watched as well: for each enrollment one goal counts.
 */
export function reachGoals(
  lead: Lead,
  occasion: Occasion,
  rules: Rules,
  now: number,
): { lead: Lead; activities: Activity[] } {
  const activities: Activity[] = [];
  const enrollments = lead.enrollments.map((e) => {
    const isOn = e.status === 'active';
    if (!isOn && (e.arm === undefined || e.goal)) return e;
    const steps = rules.sequence(e.sequence, e.version)?.steps ?? [];
    const index = steps.findIndex(
      (step, i) => step.type === 'goal' && (!isOn || i >= e.step) && isReached(step.when, lead, occasion),
    );
    const step = steps[index];
    if (!step) return e;
    if (!(e.arm && e.goal)) activities.push(goalReached(e, step.id, now));
    const marked: Enrollment = e.arm ? { ...e, goal: true } : e;
    if (!isOn) return marked;
    const { failures: _, ...rest } = marked;
    return { ...rest, step: index + 1, dueAt: now };
  });
  return {
    lead: enrollments.some((e, i) => e !== lead.enrollments[i]) ? { ...lead, enrollments } : lead,
    activities,
  };
}

export const goalReached = (e: Enrollment, step: string, at: number): Activity => ({
  type: 'enrollment.goal_reached',
  at,
  sequence: e.sequence,
  occurrence: e.occurrence,
  step,
  ...(e.arm ? { arm: armNames[e.arm] } : {}),
});

export const armNames = { h: 'held', m: 'mailed' } as const;

/** Is the lead there, by what happened just now or by the state it is in? */
export const isReached = (goal: Goal, lead: Lead, { causes }: Pick<Occasion, 'causes'>): boolean =>
  (goal.event?.some((type) => causes.includes(type)) ?? false) ||
  (goal.stage?.includes(lead.nurtureStage.state) ?? false) ||
  (goal.lifecycle?.includes(lead.lifecycle.state) ?? false);
