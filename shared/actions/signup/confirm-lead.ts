import { createHash } from 'node:crypto';
import type { Lead } from '../../domain/lead/lead.ts';
import type { Context } from '../context.ts';
import { changeLead } from '../lead/change-lead.ts';
import type { Visitor } from './capture-lead.ts';

/** The lead pressed the button behind its confirmation link. Pressing again changes nothing. */
export async function confirmLead(
  context: Context,
  link: { leadId: string; generation: number },
  visitor: Visitor,
  /** The link's own token: its hash is part of the proof. */
  token?: string,
): Promise<Lead | undefined> {
  const done = await changeLead(context, link.leadId, {
    type: 'lead.confirmed',
    at: context.clock.now().programme,
    generation: link.generation,
    proof: {
      ip: visitor.ip,
      userAgent: visitor.userAgent.slice(0, 200),
      ...(token ? { tokenHash: createHash('sha256').update(token).digest('hex') } : {}),
      method: 'button behind the mailed link',
    },
  });
  // Pressed in the mailbox of another address than the lead has now.
  return done?.lead.id === link.leadId ? done.lead : undefined;
}
