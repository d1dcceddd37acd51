import type { Lead } from '../../domain/lead/lead.ts';
import type { Handoff } from '../../domain/sales/handoff.ts';
import { type HandoffPlace, listHandoffPlaces } from '../../store/handoffs.ts';
import type { Context } from '../context.ts';
import { readLead } from '../lead/read-leads.ts';

export type HandedOver = Lead & { handoff: Handoff };

export interface HandoffPage {
  leads: HandedOver[];
  next?: HandoffPlace;
}

/** The queue of sales: who waits (`open`) or is worked on (`accepted`), the longest first. */
export async function listHandoffs(
  context: Context,
  status: 'open' | 'accepted',
  limit: number,
  after?: HandoffPlace,
): Promise<HandoffPage> {
  const { places, more } = await listHandoffPlaces(context.table, status, limit, after);
  const leads = await Promise.all(places.map(({ id }) => readLead(context, id)));
  // The index lags a moment behind: who was decided on meanwhile is not shown.
  const found = leads.filter((lead): lead is HandedOver => lead?.handoff?.status === status);
  const last = places.at(-1);
  return { leads: found, ...(more && last ? { next: last } : {}) };
}
