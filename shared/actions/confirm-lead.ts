import type { Lead } from '../domain/lead.ts';
import type { Visitor } from './capture-lead.ts';
import { changeLead } from './change-lead.ts';
import type { Context } from './context.ts';

/** The lead pressed the button behind its confirmation link. Pressing again changes nothing. */
export async function confirmLead(
  context: Context,
  link: { leadId: string; generation: number },
  visitor: Visitor,
): Promise<Lead | undefined> {
  const done = await changeLead(context, link.leadId, {
    type: 'lead.confirmed',
    at: context.clock.now().programme,
    generation: link.generation,
    proof: {
      ip: visitor.ip,
      userAgent: visitor.userAgent.slice(0, 200),
      method: 'button behind the mailed link',
    },
  });
  return done?.lead;
}
