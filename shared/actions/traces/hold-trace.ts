import { isScored } from '../../domain/consent/mailability.ts';
import { clickKey } from '../../domain/decide/behaviour.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { isSameTrace, type Trace } from '../../domain/score/trace.ts';
import { networkOf } from '../../domain/signup/network.ts';
import type { Context } from '../context.ts';
import { changeLead } from '../lead/change-lead.ts';

/** `held`: it waits in the lead; `full`: no person does so much; `idle`: it counts already, or the lead left. */
export type Holding = 'held' | 'full' | 'idle' | 'gone';

/** Where and when something was seen; `ip` gives the network that it came from, and is not kept. */
export function seenNow({ clock, hold }: Context, ip: string): Omit<Trace, 'kind' | 'sendId'> {
  const { programme: at, machine: seenAt } = clock.now();
  const network = networkOf(ip);
  return { at, seenAt, judgeAt: seenAt + hold.verdict, ...(network ? { network } : {}) };
}

/** Puts a trace into the lead, where it waits for its verdict or tells something of those that do. */
export async function holdTrace(context: Context, lead: Lead, trace: Trace): Promise<Holding> {
  if (!isScored(lead) || countsAlready(lead, trace)) return 'idle';
  const { generation } = lead;
  const done = await changeLead(context, lead.id, { type: 'trace.seen', generation, trace }, lead);
  if (!done || done.lead.mailability === 'erased' || done.lead.generation !== generation) return 'gone';
  if (done.lead.traces.some((known) => isSameTrace(known, trace))) return 'held';
  return isScored(done.lead) ? 'full' : 'idle';
}

/** The same link of the same mail counts once; another click on it tells something only while others wait. */
function countsAlready(lead: Lead, { kind, sendId, link = 0 }: Trace): boolean {
  if (kind !== 'click' || lead.traces.some((other) => other.sendId === sendId)) return false;
  return lead.engagement.events.some(({ key }) => key === clickKey(sendId, link));
}
