import { suppressionOf } from '../../domain/decide/erasure.ts';
import { KweekError } from '../../domain/kweek-error.ts';
import type { Lead, Suppression } from '../../domain/lead/lead.ts';
import type { Address } from '../../domain/signup/address.ts';
import type { SesSuppressionList } from '../../mail/ses-suppression-list.ts';
import { listSuppressionPlaces, type SuppressionPlace } from '../../store/suppressions.ts';
import type { Context } from '../context.ts';
import { changeLead, findLead } from '../lead/change-lead.ts';
import { isLeadId, leadIdOf } from '../lead/lead-id.ts';

export const suppressionReasons = ['complained', 'bounced', 'unsubscribed'] as const satisfies Suppression[];

/** Someone who must not be written to. Of an erased person no address is known, and the suppression holds. */
export interface Suppressed {
  leadId: string;
  email: string | null;
  reason: Suppression;
  since: number;
}

/** One page, the newest first; of all reasons, one reason after the other. */
export async function listSuppressions(
  context: Context,
  limit: number,
  only?: Suppression,
  after?: SuppressionPlace,
): Promise<{ results: Suppressed[]; next?: SuppressionPlace }> {
  const reasons = only ? [only] : suppressionReasons;
  const places: SuppressionPlace[] = [];
  const start = after ? Math.max(0, reasons.indexOf(after.reason)) : 0;
  for (const reason of reasons.slice(start)) {
    if (places.length > limit) break;
    const from = after?.reason === reason ? after : undefined;
    places.push(...(await listSuppressionPlaces(context.table, reason, limit + 1 - places.length, from)));
  }
  const page = places.slice(0, limit);
  const found = await Promise.all(page.map(({ id }) => findLead(context, id)));
  const last = page.at(-1);
  return {
    results: found.flatMap((lead) => (lead && toSuppressed(lead)) ?? []),
    ...(places.length > limit && last ? { next: last } : {}),
  };
}

/** Whether an address must not be written to, whoever it is; in whatever spelling. */
export async function findSuppression(
  context: Context,
  idKey: Uint8Array,
  address: Address,
): Promise<Suppressed | undefined> {
  const lead = await findLead(context, leadIdOf(address.key, idKey));
  return lead && toSuppressed(lead);
}

/**
 * A person says that a bounced address works again: SES learns it first, so that whatever fails, asking once more
 * does the rest. Throws `not_found` when it is not suppressed, `conflict` when it is so for something that is not
 * ours to lift, `contended` when SES did not hear of it.
 */
export async function liftSuppression(
  context: Context,
  ses: SesSuppressionList,
  leadId: string,
  reason: string,
  key: string,
): Promise<Lead> {
  const lead = isLeadId(leadId) ? await findLead(context, leadId, true) : undefined;
  const found = lead && toSuppressed(lead);
  if (!lead || !found) throw new KweekError('not_found', 'Nothing keeps this lead from being written to.');
  if (found.reason !== 'bounced') {
    const why =
      found.reason === 'complained'
        ? 'Who called our mail spam is not written to again.'
        : 'Who unsubscribed comes back by signing up and confirming.';
    throw new KweekError('conflict', `${why} Only bounces are lifted by hand.`);
  }
  // Of who was erased nobody knows the address; SES's list is left to the operator then.
  if (lead.mailability !== 'erased') await ses.remove(lead.email);
  const at = context.clock.now().programme;
  const done = await changeLead(context, leadId, { type: 'suppression.lifted', at, reason, key }, lead);
  return done?.lead ?? lead;
}

function toSuppressed(lead: Lead): Suppressed | undefined {
  const reason = lead.mailability === 'erased' ? lead.suppression : suppressionOf(lead);
  const email = lead.mailability === 'erased' ? null : lead.email;
  return reason && { leadId: lead.id, email, reason, since: lead.suppressedAt ?? lead.updatedAt };
}
