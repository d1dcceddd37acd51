import { mayNoteClicks } from '../../domain/consent/tracking-consent.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { Trace } from '../../domain/score/trace.ts';
import { putMoment } from '../../store/timeline.ts';
import type { Context } from '../context.ts';
import { findPerson } from '../lead/change-lead.ts';
import { contentHash } from '../lead/lead-id.ts';
import { holdTrace, seenNow } from './hold-trace.ts';

export interface Click {
  leadId: string;
  generation: number;
  sendId: string;
  content: string;
  sequence?: string;
  step?: string;
  index: number;
  intent?: 'high';
  /** How many tracked links the mail has, and when it was handed over (machine time, ms). */
  links?: number;
  sentAt?: number;
  /** A person's browser, as far as one request can tell. */
  human: boolean;
  ip: string;
}

/**
 * A link of ours was followed. Whether by a person is decided when its hold is over (`held`); only then may
 * it score and move stages. What says itself that it is a machine, and what follows a lead's leaving (E16),
 * stands in the timeline at once and is worth nothing. Who withdrew the consent to be seen is not seen.
 */
export async function recordClick(
  context: Context,
  click: Click,
): Promise<'held' | 'noted' | 'unseen' | 'unknown'> {
  const { leadId, generation, sendId, content, index, human, intent, links, sentAt } = click;
  const found = await findPerson(context, leadId);
  const lead = found?.lead;
  if (!lead || lead.generation !== found.generationOf(generation) || lead.mailability === 'erased')
    return 'unknown';
  if (!mayNoteClicks(lead)) return 'unseen';
  const { sequence, step } = click;
  const mail =
    sequence && step ? { class: 'nurture' as const, sequence, step } : { class: 'magnet' as const };
  const trace: Trace = { ...seenNow(context, click.ip), kind: 'click', sendId, link: index };
  const facts = {
    ...mail,
    content,
    ...(intent ? { intent } : {}),
    ...(links ? { links } : {}),
    ...(sentAt === undefined ? {} : { sentAt }),
  };
  const holding = await holdTrace(
    context,
    lead,
    human ? { ...trace, ...facts } : { ...trace, settled: true },
  );
  if (holding === 'gone') return 'unknown';
  if (human && holding === 'held') return 'held';
  const machine = !human || holding === 'full';
  const activity = {
    type: 'email.clicked',
    at: trace.at,
    ...{ sendId, content, link: index },
    ...mail,
    scored: false,
    ...(machine ? { machine } : {}),
  };
  const hash = contentHash('click', sendId, index, machine ? 'machine' : 'human');
  await putMoment(context.table, leadId, generation, hash, activity, trace.seenAt);
  return 'noted';
}

/** The page to unsubscribe on was looked at. That is no click; but whoever opens every link opens it too. */
export async function recordLook(
  context: Context,
  lead: Lead,
  { generation, sendId, ip }: Pick<Click, 'generation' | 'sendId' | 'ip'>,
): Promise<void> {
  if (lead.generation !== generation) return;
  await holdTrace(context, lead, { ...seenNow(context, ip), kind: 'unsubscribe', sendId, settled: true });
}
