import type { EventPosted } from '../domain/lead-event.ts';
import { changeLead } from './change-lead.ts';
import type { Context } from './context.ts';
import type { Changed } from './save-decision.ts';

/** Clocks of others run ahead by this much without being wrong (E21). */
const TOLERANCE = 5 * 60_000;

/** Something a person did elsewhere. A time that is not yet is taken as now. */
export async function postEvent(
  context: Context,
  leadId: string,
  event: Omit<EventPosted, 'type' | 'at'> & { at?: number },
): Promise<Changed | undefined> {
  const now = context.clock.now().programme;
  const at = event.at === undefined || event.at > now + TOLERANCE ? now : event.at;
  return changeLead(context, leadId, { ...event, type: 'event.posted', at });
}
