import { KweekError } from '../../domain/kweek-error.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { SalesTold } from '../../domain/lead/lead-event.ts';
import type { Context } from '../context.ts';
import { changeLead } from '../lead/change-lead.ts';
import { pastOrNow } from '../lead/past-or-now.ts';
import type { Changed } from '../lead/save-decision.ts';

/**
 * What sales decided or did; undefined when there is no such lead. What is known already changes nothing.
 * Throws `conflict` when the lead is not where this could be decided.
 */
export async function tellSales(
  context: Context,
  leadId: string,
  told: Omit<SalesTold, 'type' | 'at'> & { at?: number },
): Promise<Changed | undefined> {
  const event: SalesTold = { ...told, type: 'sales.told', at: pastOrNow(context, told.at) };
  const done = await changeLead(context, leadId, event);
  if (done && !done.changed) refuseUnlessKnown(done.lead, event);
  return done;
}

/** Which states of a hand-off say that a decision was taken before. */
const taken = {
  'sales.accepted': ['accepted', 'dropped', 'won', 'lost'],
  'sales.rejected': ['rejected', 'dropped'],
  'sales.returned': ['returned'],
} as const;

function refuseUnlessKnown({ handoff, deal }: Lead, { event, id, deal: named }: SalesTold): void {
  if (event in taken && id === undefined) {
    const known: readonly string[] = taken[event as keyof typeof taken];
    if (!handoff)
      throw new KweekError('conflict', 'This lead was never handed over: there is nothing to decide.');
    if (!known.includes(handoff.status))
      throw new KweekError('conflict', `The hand-off is not open any more: it was ${handoff.status}.`);
  }
  if (event === 'deal.opened' && deal?.status === 'open' && named !== undefined && deal.id !== named)
    throw new KweekError('conflict', 'Another deal is open: win it or lose it first.');
  if (event === 'deal.lost' && deal?.status === 'won')
    throw new KweekError('conflict', 'This deal was won, and stays so.');
}
