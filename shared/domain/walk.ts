import type { Activity } from './activity.ts';
import type { Enrollment } from './enrollment.ts';
import type { Lead } from './lead.ts';
import { addLocal } from './local-time.ts';
import type { Rules } from './rules.ts';
import type { Sequence, Step } from './sequence.ts';

/** Does an exit step's condition hold for this lead now? Given by the caller, who knows the facts. */
export type ExitHolds = (step: Extract<Step, { type: 'exit' }>) => boolean;

/**
 * Takes the steps of one enrollment that need no mail, as far as `now` allows: waits that are over
 * (each counted from the nominal end of the one before), exits, the end. Stops before an email.
 */
export function walk(
  enrollment: Enrollment,
  sequence: Sequence,
  timeZone: string,
  now: number,
  exitHolds: ExitHolds,
): { enrollment: Enrollment; activities: Activity[] } {
  let { step, dueAt } = enrollment;
  const end = (status: 'completed' | 'exited', reason: string) => ({
    enrollment: { ...enrollment, step, dueAt, status },
    activities: [
      {
        type: `enrollment.${status}`,
        at: now,
        sequence: enrollment.sequence,
        occurrence: enrollment.occurrence,
        reason,
      },
    ],
  });
  for (;;) {
    const next = sequence.steps[step];
    if (!next) return end('completed', 'end');
    if (next.type === 'email' || dueAt > now) break;
    if (next.type === 'exit' && exitHolds(next)) return end('exited', next.id);
    if (next.type === 'wait') dueAt = addLocal(dueAt, next.for, timeZone);
    step += 1;
  }
  if (step === enrollment.step && dueAt === enrollment.dueAt) return { enrollment, activities: [] };
  return { enrollment: { ...enrollment, step, dueAt }, activities: [] };
}

/** Walks every active enrollment of a lead. */
export function walkAll(
  lead: Lead,
  rules: Rules,
  now: number,
  exitHolds: ExitHolds,
): { lead: Lead; activities: Activity[] } {
  const activities: Activity[] = [];
  let moved = false;
  const enrollments = lead.enrollments.map((e) => {
    const sequence = e.status === 'active' ? rules.sequence(e.sequence, e.version) : undefined;
    if (!sequence) return e;
    const walked = walk(e, sequence, lead.timeZone, now, exitHolds);
    activities.push(...walked.activities);
    moved ||= walked.enrollment !== e;
    return walked.enrollment;
  });
  return { lead: moved ? { ...lead, enrollments } : lead, activities };
}
