import { mayReceive } from '../../domain/consent/mailability.ts';
import { retentionOf } from '../../domain/consent/retention.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { PlannedMail } from '../../domain/sending/due.ts';
import { planMail } from '../../domain/sending/plan-mail.ts';
import type { MailClass, OpenSend } from '../../domain/sending/send.ts';
import { isSuperseded } from '../../domain/sending/superseded.ts';
import { endRetention, isOver } from '../privacy/end-retention.ts';
import { endErasure, sweepErasure } from '../privacy/erase-lead.ts';
import { feedbackKeepsUp } from '../sending/feedback-health.ts';
import { LEASE } from '../sending/lease.ts';
import { isColleagueMail, sendColleagueMail } from '../sending/mail-colleague.ts';
import { type Sent, sendMail } from '../sending/send-mail.ts';
import { isNewsletterId, visitNewsletter } from '../sending/send-newsletter.ts';
import type { SendingContext } from '../sending/sending-context.ts';
import { classifyLead } from '../signup/classify-lead.ts';
import { holdBack } from '../signup/hold-back.ts';
import { hasVerdictDue, judgeTraces } from '../traces/judge-traces.ts';
import { changeLead, findLead } from './change-lead.ts';

/** `moved`: nothing to send now, the due entry is right again; `left`: for the sweep, or for later. */
export type Visit = Sent | { outcome: 'moved' | 'left' | 'gone' };

/** A nurture mail whose claim lapsed while feedback is behind waits this long for evidence (machine ms). */
const WAIT_FOR_EVIDENCE = 24 * 3_600_000;

export interface Visitor {
  /** Resolves lapsed claims, gives verdicts, ends erasures: the sweep's work alone. */
  isSweep: boolean;
  /** May send: it has a slot. */
  mails: boolean;
  /** May send nurture, too: it is not paused, and the day's quota has room for it. */
  nurture: boolean;
}

/** Looks at one lead that may be due and does the next thing, or moves the due entry to where it belongs. */
export async function visitLead(
  context: SendingContext,
  leadId: string,
  { isSweep, mails, nurture }: Visitor,
): Promise<Visit> {
  if (isColleagueMail(leadId)) return mails ? sendColleagueMail(context, leadId) : { outcome: 'left' };
  if (isNewsletterId(leadId)) return visitNewsletter(context, leadId);
  const may = (mail: MailClass) => mails && (nurture || mail !== 'nurture');
  const lead = await findLead(context, leadId);
  if (!lead) return { outcome: 'gone' };
  const machine = context.clock.now().machine;
  if (isSweep && isLookedAfter(lead, machine)) {
    const fresh = (await findLead(context, leadId, true)) ?? lead;
    if (fresh.erasure?.unswept) await sweepErasure(context, fresh, fresh.erasure);
    else if (fresh.erasure && fresh.erasure.until <= machine) await endErasure(context, fresh, fresh.erasure);
    return { outcome: 'moved' };
  }
  if (lead.openSends.some((s) => s.leaseUntil <= machine)) {
    if (!isSweep) return { outcome: 'left' };
    const fresh = (await findLead(context, leadId, true)) ?? lead;
    const lapsed = fresh.openSends.find((s) => s.leaseUntil <= machine);
    if (lapsed)
      return may(lapsed.subject.class) ? resolveLapsed(context, fresh, lapsed) : { outcome: 'left' };
  }
  if (isSweep && hasVerdictDue(lead, machine)) {
    await judgeTraces(context, lead);
    return { outcome: 'moved' };
  }
  const rules = await context.rules.forLead(lead);
  if (isSweep && isOver(retentionOf(lead, rules), context)) {
    await endRetention(context, leadId);
    return { outcome: 'moved' };
  }
  const looked = await classifyLead(context, lead, rules);
  const plan = planMail(looked, rules, context.clock.now());
  if (plan && may(plan.subject.class)) {
    return (await holdBack(context, looked, plan, rules)) ?? sendMail(context, looked, plan, 1);
  }
  if (looked === lead) await changeLead(context, leadId, { type: 'visited' }, lead);
  return { outcome: 'moved' };
}

const isLookedAfter = ({ erasure }: Lead, machine: number): boolean =>
  erasure !== undefined && (erasure.unswept === true || erasure.until <= machine);

/**
 * Nobody knows whether this mail left: its lease is over and no evidence came. If feedback keeps up, the
 * silence means something and the mail is sent once more; a second silence is taken as sent. If feedback
 * is behind, what was asked for is sent once more, and nurture waits for evidence up to a day.
 */
async function resolveLapsed(context: SendingContext, lead: Lead, lapsed: OpenSend): Promise<Visit> {
  const presume = async (): Promise<Visit> => {
    const accepted = { type: 'send.accepted' as const, sendId: lapsed.sendId, by: 'presumed' as const };
    const done = await changeLead(context, lead.id, accepted, lead);
    if (done?.changed) context.metrics.count('PresumedSent');
    context.log.error('A mail is presumed sent: no evidence came for it. Look at the feedback queue.', {
      lead: lead.id,
      send: lapsed.sendId,
    });
    return { outcome: 'moved' };
  };
  const isAskedElsewhere = lapsed.subject.class === 'confirmation' && planOf(lapsed, lead).form === undefined;
  const isOnce = lapsed.attempt === 1 && !isSuperseded(lead, lapsed, await context.rules.forLead(lead));
  if (!isOnce || isAskedElsewhere || !mayReceive(lead, lapsed.subject.class)) return presume();
  const wasAskedFor = lapsed.subject.class !== 'nurture' && lapsed.subject.class !== 'notice';
  if (!wasAskedFor && !(await feedbackKeepsUp(context))) {
    if (context.clock.now().machine - lapsed.claimedAt >= WAIT_FOR_EVIDENCE) return presume();
    const leaseUntil = context.clock.now().machine + LEASE;
    await changeLead(context, lead.id, { type: 'send.awaited', sendId: lapsed.sendId, leaseUntil }, lead);
    return { outcome: 'moved' };
  }
  const resent = await sendMail(context, lead, planOf(lapsed, lead), 2, lapsed.sendId);
  return resent.outcome === 'unrenderable' ? presume() : resent;
}

function planOf(open: OpenSend, lead: Lead): PlannedMail {
  const { subject, template } = open;
  const request = 'request' in subject ? lead.requests.find((r) => r.id === subject.request) : undefined;
  return {
    subject,
    template,
    ...(request ? { form: request.form } : {}),
    ...(request?.magnet ? { magnet: request.magnet } : {}),
    ...(request?.notice ? { notice: request.notice } : {}),
  };
}
