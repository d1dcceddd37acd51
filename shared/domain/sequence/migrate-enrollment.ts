import type { Lead } from '../lead/lead.ts';
import { flowOf, type Rules } from '../programme/rules.ts';
import type { Enrollment } from './enrollment.ts';
import type { Sequence } from './sequence.ts';
import { type Migration, offsetIn } from './sequence-flow.ts';
import { isMail } from './step-kind.ts';
import { mailTurn, waitBegan, waitEnd } from './wait.ts';

/** Takes the lead's enrollments over to the versions that their sequences' marketers asked for. */
export function migrateEnrollments(lead: Lead, rules: Rules): Lead {
  if (!rules.config.sequenceFlow) return lead;
  let moved = false;
  const enrollments = lead.enrollments.map((e) => {
    const { migration } = flowOf(rules, e.sequence);
    if (!migration || e.status !== 'active' || e.version >= migration.to) return e;
    const [from, to] = [e.version, migration.to].map((version) => rules.sequence(e.sequence, version));
    if (!from || !to) return e;
    moved = true;
    return migrateEnrollment(e, from, to, migration, lead);
  });
  return moved ? { ...lead, enrollments } : lead;
}

/** The lead's item stays bounded. */
const MOST_PASSED = 50;

/**
 * The same way through another version (E9, E10): on to the next step that is still there; what was sent is not
 * sent again wherever it stands now; a wait under way lasts as long as the new version says, and what is over by
 * that comes spread, not at once.
 */
export function migrateEnrollment(
  enrollment: Enrollment,
  from: Sequence,
  to: Sequence,
  migration: Migration,
  lead: Pick<Lead, 'id' | 'timeZone' | 'lastNurtureAt'>,
): Enrollment {
  const at = (id: string) => to.steps.findIndex((step) => step.id === id);
  const behind = from.steps.slice(0, enrollment.step);
  const next = from.steps.slice(enrollment.step).find(({ id }) => at(id) >= 0);
  const step = next ? at(next.id) : Math.max(-1, ...behind.map(({ id }) => at(id))) + 1;
  const sent = [...(enrollment.passed ?? []), ...behind.filter(isMail).map(({ id }) => id)];
  // Also what this version does not have: a later one may have it again.
  const passed = [...new Set(sent)].filter((id) => at(id) < 0 || at(id) >= step).slice(-MOST_PASSED);
  const { passed: _, ...rest } = enrollment;
  return {
    ...rest,
    version: migration.to,
    step,
    dueAt: rescheduled(enrollment, from, to, step, migration, lead),
    ...(passed.length > 0 ? { passed } : {}),
  };
}

function rescheduled(
  enrollment: Enrollment,
  from: Sequence,
  to: Sequence,
  step: number,
  migration: Migration,
  { id, timeZone, lastNurtureAt }: Pick<Lead, 'id' | 'timeZone' | 'lastNurtureAt'>,
): number {
  const { dueAt, startedAt } = enrollment;
  const [before, now] = [from.steps[enrollment.step - 1], to.steps[step - 1]];
  if (!migration.reschedule || dueAt <= migration.at) return dueAt;
  if (before?.type !== 'wait' || now?.type !== 'wait' || before.id !== now.id) return dueAt;
  if (JSON.stringify(before) === JSON.stringify(now)) return dueAt;
  const began = waitBegan(dueAt, before, timeZone) ?? Math.max(startedAt, lastNurtureAt ?? startedAt);
  const due = waitEnd(began, now, timeZone);
  if (due > migration.at) return due;
  const offset = offsetIn(migration.spread, id, enrollment.sequence);
  return isMail(to.steps[step]) ? mailTurn(to, step, migration.at, offset, timeZone) : migration.at + offset;
}
