import { type RetentionEnd, retentionOf } from '../../domain/consent/retention.ts';
import type { Context } from '../context.ts';
import { findLead } from '../lead/change-lead.ts';
import { eraseLead } from './erase-lead.ts';

/** Has the lead been kept for long enough by now? */
export const isOver = (end: RetentionEnd | undefined, { clock }: Context): end is RetentionEnd =>
  end !== undefined && end.at <= clock.now().programme;

/** Erases a lead that was kept for long enough, if it still looks so when it is read again. */
export async function endRetention(context: Context, leadId: string): Promise<boolean> {
  const lead = await findLead(context, leadId, true);
  const end = lead && retentionOf(lead, await context.rules.forLead(lead));
  if (!isOver(end, context)) return false;
  await eraseLead(context, leadId);
  context.log.info('A lead was kept for long enough, and is erased.', { lead: leadId, reason: end.reason });
  return true;
}
