import type { EventPosted } from '../../domain/lead/lead-event.ts';
import type { Context } from '../context.ts';
import { changeLead } from './change-lead.ts';
import { pastOrNow } from './past-or-now.ts';
import type { Changed } from './save-decision.ts';

/** Something a person did elsewhere. A time that is not yet is taken as now. */
export async function postEvent(
  context: Context,
  leadId: string,
  event: Omit<EventPosted, 'type' | 'at'> & { at?: number },
): Promise<Changed | undefined> {
  return changeLead(context, leadId, { ...event, type: 'event.posted', at: pastOrNow(context, event.at) });
}
