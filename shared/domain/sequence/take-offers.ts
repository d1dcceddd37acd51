import type { Activity } from '../lead/activity.ts';
import type { Lead } from '../lead/lead.ts';
import { flowOf, type Rules } from '../programme/rules.ts';
import { endOf } from './enroll.ts';
import type { Enrollment } from './enrollment.ts';
import { migrateEnrollment } from './migrate-enrollment.ts';
import type { Sequence } from './sequence.ts';
import { type Offer, offsetIn } from './sequence-flow.ts';
import { isMail } from './step-kind.ts';
import { mailTurn, waitBegan } from './wait.ts';

/**
 * A lead that had finished a sequence goes on in a later version that has more behind the end it came to, if its
 * marketer offers that: once, spread, and without what it was sent before. Who left, was taken out, or would be
 * out of it at once is left alone, and so is who finished or came back only after the offer.
 */
export function takeOffers(lead: Lead, rules: Rules, now: number): { lead: Lead; activities: Activity[] } {
  const nothing = { lead, activities: [] };
  if (!rules.config.sequenceFlow || lead.mailability !== 'subscribed') return nothing;
  const activities: Activity[] = [];
  const enrollments = lead.enrollments.map((e) => {
    const { offer } = flowOf(rules, e.sequence);
    const next = offer && e.status === 'completed' ? continued(e, offer, lead, rules) : undefined;
    if (!next) return e;
    const { sequence, version, occurrence } = next;
    activities.push({ type: 'enrollment.continued', at: now, sequence, version, occurrence });
    return next;
  });
  return activities.length > 0 ? { lead: { ...lead, enrollments }, activities } : nothing;
}

function continued(finished: Enrollment, offer: Offer, lead: Lead, rules: Rules): Enrollment | undefined {
  const { to: version, at, spread } = offer;
  if (finished.version >= version || (lead.consent.marketing?.at ?? 0) > at) return undefined;
  const [from, to] = [finished.version, version].map((number) => rules.sequence(finished.sequence, number));
  if (!from || !to || finishedAt(finished, from, lead) > at) return undefined;
  const stay = { to: version, at, reschedule: false, spread: 0 };
  const moved = migrateEnrollment({ ...finished, status: 'active' }, from, to, stay, lead);
  const ahead = to.steps.slice(moved.step).filter(({ id }) => !moved.passed?.includes(id));
  // Of a version that has nothing of the old one, nothing is behind it.
  if (moved.step === 0 || ahead.length === 0 || endOf(moved, lead, { causes: [] }, rules)) return undefined;
  if (hasSinceLeft(to, finished, lead)) return undefined;
  // The last wait may not be over yet; otherwise everything counts from the lead's turn.
  const first = Math.max(moved.dueAt, at);
  const offset = offsetIn(spread, lead.id, finished.sequence, version);
  const isMailNext = isMail(to.steps[moved.step]);
  const dueAt = isMailNext ? mailTurn(to, moved.step, first, offset, lead.timeZone) : first + offset;
  return { ...moved, dueAt };
}

/** A wait at the end of a sequence is not waited for, and its end stands in `dueAt`. */
function finishedAt({ dueAt, startedAt }: Enrollment, { steps }: Sequence, lead: Lead): number {
  const last = steps.at(-1);
  if (last?.type !== 'wait') return dueAt;
  return waitBegan(dueAt, last, lead.timeZone) ?? Math.min(dueAt, lead.lastNurtureAt ?? startedAt);
}

/** Did something happen behind the end that would have taken the lead out on its way? */
const hasSinceLeft = ({ exitOn }: Sequence, { startedAt }: Enrollment, { engagement }: Lead): boolean =>
  engagement.events.some(({ type, at }) => at >= startedAt && exitOn.some((cause) => cause === type));
