import type { Lead } from '../../domain/lead/lead.ts';
import type { Context } from '../context.ts';
import { changeLead } from './change-lead.ts';

/** No more mail. Any number of times; also when the lead is long gone. */
export async function unsubscribeLead(
  context: Context,
  link: { leadId: string; generation: number; sendId: string },
  via: 'one-click' | 'page',
): Promise<Lead | undefined> {
  const done = await changeLead(context, link.leadId, {
    type: 'lead.unsubscribed',
    at: context.clock.now().programme,
    generation: link.generation,
    via,
    sendId: link.sendId,
  });
  return done?.lead;
}
