import { type Lead, MOST_ALIASES } from '../../domain/lead/lead.ts';
import { getLead } from '../../store/leads.ts';
import type { Context } from '../context.ts';

/** Who somebody is now that an old id names. */
export interface Followed {
  lead: Lead;
  /** How many ids ago that was; 0: the lead is under this very id. */
  hops: number;
  /** The lead's present generation, of the one that the old id was left in; of others 0, nobody's. */
  generationOf(generation: number): number;
}

/**
 * From what is left under an id to the lead that it is now, read strongly. When that one was erased or began
 * another life since, nobody is behind the id any more, and it stays what it is.
 */
export async function followAlias(context: Context, lead: Lead): Promise<Followed> {
  const first = { lead, hops: 0, generationOf: (generation: number) => generation };
  if (!lead.aliasOf) return first;
  const { config } = await context.rules.current();
  let at: Followed = first;
  for (let hops = 1; at.lead.aliasOf && hops <= MOST_ALIASES + 1; hops++) {
    const { generation: from, aliasOf: to } = at.lead;
    const next = await getLead(context.table, to.id, config.settings.timeZone, true);
    const isGone = !next || next.generation !== to.generation;
    if (isGone || (next.mailability === 'erased' && !next.aliasOf)) return first;
    const before = at.generationOf;
    at = { lead: next, hops, generationOf: (g) => (before(g) === from ? to.generation : 0) };
  }
  return at.lead.aliasOf ? first : at;
}
