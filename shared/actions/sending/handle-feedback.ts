import { isDeepStrictEqual } from 'node:util';
import type { Activity } from '../../domain/lead/activity.ts';
import type { Alias, Lead } from '../../domain/lead/lead.ts';
import type { MailMark } from '../../domain/lead/lead-event.ts';
import type { SesEvent } from '../../domain/sending/ses-event.ts';
import { putMoment } from '../../store/timeline.ts';
import type { Context, Metrics } from '../context.ts';
import { changeLead, findLead } from '../lead/change-lead.ts';
import { followAlias } from '../lead/follow-alias.ts';
import { contentHash, deliveryHash } from '../lead/lead-id.ts';
import { livesOf } from '../lead/read-lives.ts';
import { recordOpen } from '../traces/record-open.ts';
import { noteClaim } from './feedback-health.ts';
import { watchReputation } from './watch-reputation.ts';

/** Leads already read for this batch: SES's Send and Delivery of one mail mostly come together. */
export type ReadLeads = Map<string, Lead | undefined>;

/**
 * One piece of SES's news about one of our mails. Whatever SES tells about a mail proves that it has it;
 * bounces and complaints suppress; the rest stands in the timeline. Any order, any number of times.
 */
export async function handleFeedback(
  context: Context & { metrics: Metrics },
  event: SesEvent,
  read: ReadLeads,
): Promise<void> {
  const { lead: leadId, send: sendId, version, claimed } = event.tags;
  if (!leadId || !sendId) return;
  const there = await readOnce(context, read, leadId, Number(version ?? 0));
  let lead = there?.aliasOf ? (await followAlias(context, there)).lead : there;
  if (lead?.openSends.some((s) => s.sendId === sendId)) {
    const evidence = {
      type: 'send.accepted' as const,
      sendId,
      messageId: event.messageId,
      by: 'feedback' as const,
    };
    lead = (await changeLead(context, lead.id, evidence, lead))?.lead;
    if (!there?.aliasOf) read.set(leadId, lead);
  }
  if (claimed) await noteClaim(context, 'handled', Number(claimed));
  await watchReputation(context, event);
  if (!lead || isAboutAnother(lead, event)) return;
  if (await suppress(context, lead, sendId, event, read)) return;
  if (lead.mailability === 'erased') return;
  // What becomes of a mail from before an erasure is nobody's any more.
  const life = { id: leadId, generation: generationOf(event) };
  if (livesOf(lead).some((one) => isDeepStrictEqual(one, life))) {
    await note(context, lead, life, sendId, event);
  }
}

const generationOf = ({ tags }: SesEvent) => Number(tags.generation ?? 1);

/** Was this mail sent under an id, and so to an address, that the lead had before? */
const isToOldAddress = (lead: Lead, { tags }: SesEvent): boolean => tags.lead !== lead.id;

/** The version that the mail's claim made is the least that counts: an older read is done again, strongly. */
async function readOnce(
  context: Context,
  read: ReadLeads,
  leadId: string,
  version: number,
): Promise<Lead | undefined> {
  const seen = read.get(leadId);
  if (seen && seen.version >= version) return seen;
  let lead = await findLead(context, leadId);
  if (lead && lead.version < version) lead = await findLead(context, leadId, true);
  read.set(leadId, lead);
  return lead;
}

/**
 * Bounces and complaints name whom they are about; a forward's bounce says nothing of this lead's address. That of
 * an erased lead is forgotten: there the mail itself must say whom it was for.
 */
function isAboutAnother(lead: Lead, { bounce, complaint, recipients, sentTo, tags }: SesEvent): boolean {
  if (!(bounce ?? complaint) || tags.lead !== lead.id) return false;
  const own = (lead.email ? [lead.email] : sentTo).map((address) => address.toLowerCase());
  return !recipients.some((address) => own.includes(address.toLowerCase()));
}

/** Permanent bounces and complaints. True when the lead now holds it. */
async function suppress(
  context: Context,
  lead: Lead,
  sendId: string,
  event: SesEvent,
  read: ReadLeads,
): Promise<boolean> {
  const at = context.clock.toProgramme(event.at);
  if (event.bounce && isToOldAddress(lead, event)) {
    const { lead: oldId = '' } = event.tags;
    const bounced = { ...event.bounce, type: 'email.bounced' as const, at, sendId };
    await changeLead(context, oldId, { ...bounced, generation: generationOf(event) });
    return false;
  }
  // That an address must not be written to outlives an erasure; that it was full for a while does not.
  const isLasting = event.bounce?.bounceType !== 'Transient';
  const generation = isLasting ? lead.generation : generationOf(event);
  const changed = event.bounce
    ? await changeLead(
        context,
        lead.id,
        { type: 'email.bounced', at, generation, sendId, mail: markOf(event), ...event.bounce },
        lead,
      )
    : event.complaint
      ? await changeLead(
          context,
          lead.id,
          { type: 'email.complained', at, generation, sendId, mail: markOf(event), ...event.complaint },
          lead,
        )
      : undefined;
  if (changed) read.set(lead.id, changed.lead);
  // A bounce for a while may change the lead, and stands in the timeline as a moment.
  return changed?.changed === true && isLasting;
}

const types: Record<string, string> = {
  Delivery: 'email.delivered',
  Bounce: 'email.bounced',
  Complaint: 'email.complained',
  DeliveryDelay: 'email.delayed',
  Reject: 'email.rejected',
  'Rendering Failure': 'email.failed',
};

/** What leaves the lead as it is, and opens, which wait in it. `Send` needs none: the lead's own row says that the mail was sent. */
async function note(
  context: Context,
  lead: Lead,
  life: Alias,
  sendId: string,
  event: SesEvent,
): Promise<void> {
  if (event.open) return recordOpen(context, lead, { sendId, ...markOf(event) }, event);
  const type = types[event.type];
  if (!type) return;
  // A suppression that the lead holds already was told when it came; one of an old address is told here.
  const isOld = isToOldAddress(lead, event);
  const isSuppression = (!isOld && event.bounce?.bounceType === 'Permanent') || event.complaint;
  if (isSuppression && ['bounced', 'complained'].includes(lead.mailability)) return;
  const activity: Activity = {
    type,
    at: context.clock.toProgramme(event.at),
    sendId,
    messageId: event.messageId,
    ...markOf(event),
    ...event.bounce,
    ...event.complaint,
    ...(event.delay ? { delay: event.delay } : {}),
  };
  const hash =
    event.type === 'Delivery'
      ? `${deliveryHash(sendId)}${contentHash(event.messageId)}`
      : contentHash(event.type, event.messageId, event.at, event.feedbackId, event.link);
  const recordedAt = context.clock.now().machine;
  await putMoment(context.table, life.id, life.generation, hash, activity, recordedAt);
}

/** What kind of mail it was, as its tags say. */
function markOf({ tags: { class: kind, template, sequence, step } }: SesEvent): MailMark {
  return {
    ...(kind ? { class: kind } : {}),
    ...(template ? { template } : {}),
    ...(sequence ? { sequence } : {}),
    ...(step ? { step } : {}),
  };
}
