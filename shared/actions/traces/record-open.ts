import { mayNoteOpens } from '../../domain/consent/tracking-consent.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { type Trace, traceMark } from '../../domain/score/trace.ts';
import type { Reason } from '../../domain/score/verdict.ts';
import type { SesEvent } from '../../domain/sending/ses-event.ts';
import { networkOf } from '../../domain/signup/network.ts';
import { hasMoment, putMoment } from '../../store/timeline.ts';
import type { Context } from '../context.ts';
import { contentHash } from '../lead/lead-id.ts';
import { livesOf } from '../lead/read-lives.ts';
import { holdTrace } from './hold-trace.ts';
import { openAgent } from './open-agent.ts';

/**
 * SES tells that a mail's picture was loaded. Of a lead that did not agree to be tracked nothing is noted. What
 * says itself that it is a machine stands in the timeline at once; everything else waits for its verdict, and
 * the first open by a person and the first by a machine are noted of each mail.
 */
export async function recordOpen(
  context: Context,
  lead: Lead,
  mail: Pick<Trace, 'sendId' | 'class' | 'template' | 'sequence' | 'step'>,
  { at: toldAt, open, tags }: SesEvent,
): Promise<void> {
  if (!open || !mayNoteOpens(lead)) return;
  const at = context.clock.toProgramme(toldAt);
  const agent = openAgent(open.userAgent);
  const network = networkOf(open.ip);
  const claimedAt = Number(tags.claimed);
  const trace: Trace = {
    ...{ kind: 'open', at, seenAt: context.clock.toMachine(at) },
    judgeAt: context.clock.now().machine + context.hold.verdict,
    ...mail,
    ...(agent === 'proxy' ? { proxy: true as const } : {}),
    ...(network ? { network } : {}),
    ...(claimedAt > 0 ? { sentAt: claimedAt } : {}),
  };
  if (agent === 'machine') return noteOpen(context, lead, trace, 'agent');
  for (const { id, generation } of livesOf(lead)) {
    if (await hasMoment(context.table, id, generation, hashOf(trace, false))) return;
  }
  const holding = await holdTrace(context, lead, trace);
  if (holding === 'full') await noteOpen(context, lead, trace, 'burst');
  if (holding === 'idle') await noteOpen(context, lead, trace);
}

/** In the timeline, with the verdict; the same mail's next open of that kind changes nothing. */
export async function noteOpen(
  context: Context,
  lead: Lead,
  trace: Trace,
  why?: Reason | 'agent',
): Promise<void> {
  const { at, sendId } = trace;
  const verdict = why ? { machine: true, why } : {};
  const activity = { type: 'email.opened', at, sendId, ...traceMark(trace), ...verdict };
  const recordedAt = context.clock.now().machine;
  const hash = hashOf(trace, why !== undefined);
  await putMoment(context.table, lead.id, lead.generation, hash, activity, recordedAt);
}

const hashOf = ({ sendId }: Trace, isMachine: boolean) =>
  contentHash('open', sendId, isMachine ? 'machine' : 'human');
