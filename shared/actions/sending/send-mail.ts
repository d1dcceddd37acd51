import { randomUUID } from 'node:crypto';
import { decide } from '../../domain/decide.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { PlannedMail } from '../../domain/sending/due.ts';
import type { OpenSend, SendSubject } from '../../domain/sending/send.ts';
import type { SendOutcome } from '../../mail/ses-outcome.ts';
import { saveLead } from '../../store/leads.ts';
import { changeLead } from '../lead/change-lead.ts';
import { sendIdOf } from '../lead/lead-id.ts';
import { composeFor } from './compose-for.ts';
import { composeNoticeFor } from './compose-notice-for.ts';
import { countFailure } from './count-failure.ts';
import { countSend } from './count-sends.ts';
import { noteClaim } from './feedback-health.ts';
import { LEASE, LONGEST_CALL } from './lease.ts';
import type { SendingContext } from './sending-context.ts';

/** `overtaken`: the lead changed meanwhile, nothing was sent; `unknown`: SES did not say, evidence is awaited. */
export type Sent =
  /** `more`: the lead is owed another mail right away. */
  | { outcome: 'sent'; more: boolean }
  | { outcome: 'overtaken' | 'unrenderable' | 'unknown' | 'out_of_time' }
  | { outcome: 'refused'; kind: Extract<SendOutcome, { outcome: 'refused' }>['kind'] };

/**
 * Claim, send, confirm. SES has no token against repetition, so the claim is saved first, on the very
 * version that the mail was made from; the call is made once; and what is not known is left open.
 */
export async function sendMail(
  context: SendingContext,
  lead: Lead,
  plan: PlannedMail,
  attempt: number,
  /** Of the attempt before, if the lead had another id then. */
  sendId = sendIdOf(lead.id, lead.generation, ...partsOf(plan.subject)),
): Promise<Sent> {
  const now = context.clock.now();
  if (context.deadline - now.machine < LONGEST_CALL) return { outcome: 'out_of_time' };
  const send: OpenSend = {
    sendId,
    token: randomUUID().slice(0, 8),
    attempt,
    claimedAt: now.machine,
    leaseUntil: now.machine + LEASE,
    subject: plan.subject,
    template: plan.template,
  };
  const rules = await context.rules.forLead(lead);
  const mail =
    plan.subject.class === 'notice'
      ? composeNoticeFor(context, lead, plan, send, rules)
      : composeFor(context, lead, plan, send, rules.config);
  if (!mail.ok) {
    if (attempt === 1) {
      const code = mail.reason;
      context.log.error('A mail could not be made; nothing was sent.', {
        lead: lead.id,
        template: plan.template,
        code,
        detail: mail.detail,
      });
      const failed = { type: 'send.unrenderable' as const, subject: plan.subject, code };
      countFailure(context.metrics, 'unrenderable', await changeLead(context, lead.id, failed, lead));
    }
    return { outcome: 'unrenderable' };
  }

  const claimed = decide(lead, { type: 'send.claimed', send }, rules, now);
  if (claimed === lead || !(await saveLead(context.table, claimed)).saved) return { outcome: 'overtaken' };
  if (send.leaseUntil - context.clock.now().machine < LONGEST_CALL) return { outcome: 'unknown' };

  const answer = await context.mailer.send(mail.message);
  return conclude(context, claimed, send, answer);
}

/** What makes two sends the same one, in this order: a subject read back from the table has its own. */
const partsOf = (subject: SendSubject): (string | number)[] =>
  subject.class === 'nurture'
    ? [subject.class, subject.sequence, subject.version, subject.occurrence, subject.step]
    : [subject.class, subject.request];

async function conclude(
  context: SendingContext,
  claimed: Lead,
  send: OpenSend,
  answer: SendOutcome,
): Promise<Sent> {
  const { sendId, token } = send;
  switch (answer.outcome) {
    case 'accepted': {
      const { messageId } = answer;
      const accepted = { type: 'send.accepted' as const, sendId, messageId, by: 'worker' as const };
      const done = await changeLead(context, claimed.id, accepted, claimed);
      await noteClaim(context, 'confirmed', send.claimedAt);
      await countSend(context, send.claimedAt);
      const due = done?.lead.due;
      return { outcome: 'sent', more: due?.lane === 0 && due.at <= context.clock.now().programme };
    }
    case 'refused': {
      const costsAttempt = answer.kind === 'config' || answer.kind === 'content';
      // Nurture is stopped by the quota and by a pause as a whole; what was asked for tries again,
      // at once when a sweep finds that there is quota.
      const isHeld =
        send.subject.class === 'nurture' && (answer.kind === 'quota' || answer.kind === 'paused');
      const pauses = { quota: 60_000, paused: 10 * 60_000, unreachable: 30_000 };
      const pause = isHeld ? undefined : pauses[answer.kind as keyof typeof pauses];
      const retryAt = pause === undefined ? undefined : context.clock.now().machine + pause;
      const refusal = { type: 'send.refused' as const, sendId, token, code: answer.reason, costsAttempt };
      const event = retryAt ? { ...refusal, retryAt } : refusal;
      countFailure(context.metrics, answer.kind, await changeLead(context, claimed.id, event, claimed));
      context.log.warn('SES refused a mail; it is tried again.', {
        lead: claimed.id,
        send: sendId,
        code: answer.reason,
      });
      return { outcome: 'refused', kind: answer.kind };
    }
    case 'unknown':
      context.log.warn('SES did not say whether it has a mail; evidence is awaited.', {
        lead: claimed.id,
        send: sendId,
        code: answer.reason,
      });
      return { outcome: 'unknown' };
  }
}
