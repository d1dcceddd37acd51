import { type ErasureEntry, readErasures } from '../../store/erasure-log.ts';
import { getLead } from '../../store/leads.ts';
import type { Context } from '../context.ts';
import { eraseLead } from './erase-lead.ts';

/** What became of one page of the log: `erased` were there again. */
export interface ErasedAgain {
  looked: number;
  erased: number;
  /** The last lead of the page, when there are more. */
  next?: string;
}

/**
 * Goes through a page of the log of erasures and erases again whoever a restored table brought back. Who signed
 * up anew after the erasure is another life, and stays. Any number of times.
 */
export async function eraseAgain(context: Context, limit: number, after?: string): Promise<ErasedAgain> {
  const { entries, more } = await readErasures(context.table, limit, after);
  let erased = 0;
  for (const entry of entries) {
    if (!(await isBack(context, entry))) continue;
    const { leadId, generation, suppression } = entry;
    await eraseLead(context, leadId, { generation, ...(suppression ? { suppression } : {}) });
    erased++;
  }
  const last = entries.at(-1);
  return { looked: entries.length, erased, ...(more && last ? { next: last.leadId } : {}) };
}

async function isBack({ table }: Context, { leadId, generation }: ErasureEntry): Promise<boolean> {
  const lead = await getLead(table, leadId, 'UTC', true);
  return lead !== undefined && lead.mailability !== 'erased' && lead.generation <= generation;
}
