import { createHash } from 'node:crypto';
import { decideSubmission } from '../../domain/decide.ts';
import { fingerprint } from '../../domain/lead/fingerprint.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { FormSubmitted } from '../../domain/lead/lead-event.ts';
import { newLead } from '../../domain/lead/new-lead.ts';
import { localize } from '../../domain/programme/localize.ts';
import { shortTouch } from '../../domain/sales/attribution.ts';
import type { ConsentText, Form } from '../../domain/signup/form.ts';
import type { Submission } from '../../domain/signup/submission.ts';
import type { Now } from '../../domain/time/now.ts';
import { saveLead } from '../../store/leads.ts';
import type { Context } from '../context.ts';
import { leadIdOf } from '../lead/lead-id.ts';
import { saveDecision } from '../lead/save-decision.ts';
import { suspicionOf } from './rendered-at.ts';
import { sourceOf } from './source-of.ts';

/** Who posted, as the transport saw it: part of the proof of consent. */
export interface Visitor {
  ip: string;
  userAgent: string;
}

/**
 * A signup becomes a lead, or adds to one: one DynamoDB request for a stranger, two for a known lead,
 * since the id is made from the address and the store answers a refused save with what lies there.
 */
export async function captureLead(
  context: Context,
  idKey: Uint8Array,
  formId: string,
  form: Form,
  submission: Submission,
  visitor: Visitor,
): Promise<{ outcome: 'captured' | 'repeated'; lead?: Lead }> {
  const now = context.clock.now();
  const rules = await context.rules.current();
  const event = signupEvent(idKey, formId, form, submission, visitor, now);
  const first = decideSubmission(newLead(event, rules, now.programme), event, rules, now);
  const saved = await saveLead(context.table, first);
  if (saved.saved) return { outcome: 'captured', lead: first };
  const later = await saveDecision(context, saved.current, (lead, rules, now) =>
    decideSubmission(lead, event, rules, now),
  );
  return { outcome: later?.changed ? 'captured' : 'repeated', ...(later ? { lead: later.lead } : {}) };
}

function signupEvent(
  idKey: Uint8Array,
  formId: string,
  form: Form,
  submission: Submission,
  visitor: Visitor,
  now: Now,
): FormSubmitted {
  const { consent, touch } = submission;
  const at = now.programme;
  const source = sourceOf(visitor.ip, idKey);
  const suspicion = suspicionOf(formId, submission.renderedAt, idKey, now.machine);
  const isToConfirm = form.doubleOptIn || suspicion !== undefined;
  return {
    type: 'form.submitted',
    at,
    form: formId,
    submission: submissionMark(formId, submission, now.machine),
    earlier: submissionMark(formId, submission, now.machine - OVERLAP),
    leadId: leadIdOf(submission.emailKey, idKey),
    email: submission.email,
    fields: submission.fields,
    // Nobody agrees to words that the form does not have.
    marketing: consent.marketing && form.consent.marketing !== undefined,
    tracking: consent.tracking && form.consent.tracking !== undefined,
    ...(form.consent.marketing ? { consentText: nameOf(form.consent.marketing) } : {}),
    ...(form.consent.tracking ? { trackingText: nameOf(form.consent.tracking) } : {}),
    ...(submission.magnet ? { magnet: submission.magnet } : {}),
    ...(submission.language ? { language: submission.language } : {}),
    ...(submission.timeZone ? { timeZone: submission.timeZone } : {}),
    ...(Object.keys(touch).length > 0 ? { touch: { at, ...shortTouch(touch) } } : {}),
    ...(source ? { source } : {}),
    ...(suspicion ? { suspicion } : {}),
    proof: {
      ...(suspicion ? { suspicion } : {}),
      ...(submission.page ? { page: submission.page } : {}),
      ...(Object.keys(touch).length > 0 ? { attribution: touch } : {}),
      consent: consentProof(form, submission, visitor, isToConfirm),
    },
  };
}

const nameOf = ({ id, version }: ConsentText): string => `${id}@${version}`;

/** Who agreed to which words, where and how (domain brief §6.7); it stands in the timeline, append-only. */
function consentProof(
  form: Form,
  submission: Submission,
  visitor: Visitor,
  isToConfirm: boolean,
): Record<string, unknown> {
  const language = submission.language ?? form.languages[0] ?? 'en';
  const shown = (text: ConsentText | undefined, granted: boolean) =>
    text && {
      granted,
      text: nameOf(text),
      textHash: createHash('sha256')
        .update(localize(text.text, language, form.languages))
        .digest('hex'),
    };
  const marketing = shown(form.consent.marketing, submission.consent.marketing);
  const tracking = shown(form.consent.tracking, submission.consent.tracking);
  return {
    ...(marketing ? { marketing } : {}),
    ...(tracking ? { tracking } : {}),
    ...(submission.consent.textId ? { claimedText: submission.consent.textId } : {}),
    language,
    method: isToConfirm ? 'unticked box, to be confirmed by mail' : 'unticked box',
    ip: visitor.ip,
    userAgent: visitor.userAgent.slice(0, 200),
  };
}

const TEN_MINUTES = 10 * 60_000;
const OVERLAP = 30_000;

/**
 * What makes a submission the same one again: the client's own id, else its content within ten minutes
 * (machine time). It is looked for under the mark of half a minute ago too: no double-click falls astride.
 */
function submissionMark(formId: string, submission: Submission, machineAt: number): string {
  if (submission.submissionId) return fingerprint(formId, 'id', submission.submissionId);
  const content = JSON.stringify([submission.fields, submission.consent, submission.magnet ?? null]);
  return fingerprint(formId, Math.floor(machineAt / TEN_MINUTES), content);
}
