import { mayNoteOpens } from '../../domain/consent/tracking-consent.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { verdictOn } from '../../domain/score/verdict.ts';
import { deliveredAt } from '../../store/timeline.ts';
import type { Context } from '../context.ts';
import { changeLead } from '../lead/change-lead.ts';
import { deliveryHash } from '../lead/lead-id.ts';
import { livesOf } from '../lead/read-lives.ts';
import { noteOpen } from './record-open.ts';

/** Gives the verdicts whose time has come, by when the mails were delivered, as far as SES has told. */
export async function judgeTraces(context: Context, lead: Lead): Promise<void> {
  const sends = [...new Set(lead.traces.map(({ sendId }) => sendId))];
  const delivered: Record<string, number> = {};
  for (const sendId of sends) {
    const told = livesOf(lead).map(({ id, generation }) =>
      deliveredAt(context.table, id, generation, deliveryHash(sendId)),
    );
    const at = (await Promise.all(told)).find((one) => one !== undefined);
    if (at !== undefined) delivered[sendId] = context.clock.toMachine(at);
  }
  const scannedFor = context.hold.delivery;
  const now = context.clock.now().machine;
  for (const trace of lead.traces.filter(({ kind, judgeAt }) => kind === 'open' && judgeAt <= now)) {
    if (!mayNoteOpens(lead)) break;
    await noteOpen(context, lead, trace, verdictOn(trace, lead.traces, { delivered, scannedFor }));
  }
  await changeLead(context, lead.id, { type: 'traces.judged', delivered, scannedFor }, lead);
}

/** Is there a verdict to give? */
export const hasVerdictDue = (lead: Lead, machineNow: number): boolean =>
  lead.traces.some(({ judgeAt }) => judgeAt <= machineNow);
