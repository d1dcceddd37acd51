import type { Activity } from '../lead/activity.ts';
import type { Lead } from '../lead/lead.ts';
import type { Enrollment } from './enrollment.ts';
import type { Step } from './step.ts';

interface Effect {
  lead: Lead;
  activities: Activity[];
}

type StepOf<T extends Step['type']> = Extract<Step, { type: T }>;

export function fieldUpdated(
  lead: Lead,
  sequence: string,
  { id, field, value }: StepOf<'update_field'>,
  at: number,
): Effect {
  if (lead.fields[field] === value) return { lead, activities: [] };
  const updated = { type: 'lead.field_updated', at, field, sequence, step: id };
  return { lead: { ...lead, fields: { ...lead.fields, [field]: value } }, activities: [updated] };
}

/** Moves the lead's stage as a rule would; which sequences that starts and ends is settled afterwards. */
export function stageSet(lead: Lead, sequence: string, step: StepOf<'set_stage'>, at: number): Effect {
  const effect: Effect = { lead, activities: [] };
  for (const field of ['nurtureStage', 'lifecycle'] as const) {
    const to = step[field];
    const { state, since } = effect.lead[field];
    if (to === undefined || to === state) continue;
    effect.lead = { ...effect.lead, [field]: { state: to, since: at } };
    effect.activities.push({
      type: 'lead.stage_changed',
      at,
      field,
      from: state,
      to,
      cause: 'sequence',
      rule: `${sequence}#${step.id}`,
      after: at - since,
    });
  }
  return effect;
}

/** More than this are never on their way to colleagues about one lead. */
const MOST_NOTICES = 4;

/** A mail to a colleague: claimed, sent and confirmed like one that the lead asked for, so that it leaves once. */
export function noticeAsked(
  lead: Lead,
  { sequence, version, occurrence }: Enrollment,
  { id }: StepOf<'notify'>,
  at: number,
): Effect {
  const waiting = lead.requests.filter((r) => r.class === 'notice');
  if (waiting.length >= MOST_NOTICES) {
    return { lead, activities: [{ type: 'notice.dropped', at, sequence, occurrence, step: id }] };
  }
  const request = {
    id: lead.nextRequest,
    class: 'notice' as const,
    form: '',
    at,
    notice: { sequence, version, step: id },
  };
  return {
    lead: { ...lead, requests: [...lead.requests, request], nextRequest: lead.nextRequest + 1 },
    activities: [],
  };
}
