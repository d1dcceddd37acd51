import type { Lead } from '../../domain/lead/lead.ts';
import type { PreferencesChanged } from '../../domain/lead/lead-event.ts';
import type { Context } from '../context.ts';
import type { Visitor } from '../signup/capture-lead.ts';
import { changeLead } from './change-lead.ts';

/** What a lead chose on its page; with the visitor as proof of who withdrew a consent. */
export async function changePreferences(
  context: Context,
  link: { leadId: string; generation: number },
  choice: Omit<PreferencesChanged, 'type' | 'at' | 'generation' | 'proof'>,
  visitor: Visitor,
): Promise<Lead | undefined> {
  const done = await changeLead(context, link.leadId, {
    ...choice,
    type: 'preferences.changed',
    at: context.clock.now().programme,
    generation: link.generation,
    proof: { ip: visitor.ip, userAgent: visitor.userAgent.slice(0, 200), method: 'preferences page' },
  });
  return done?.lead;
}
