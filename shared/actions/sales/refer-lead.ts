import { decide } from '../../domain/decide.ts';
import { KweekError } from '../../domain/kweek-error.ts';
import { fingerprint } from '../../domain/lead/fingerprint.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { EventPosted, LeadReferred } from '../../domain/lead/lead-event.ts';
import { newLead } from '../../domain/lead/new-lead.ts';
import type { Address } from '../../domain/signup/address.ts';
import { saveLead } from '../../store/leads.ts';
import type { Context } from '../context.ts';
import { findPerson } from '../lead/change-lead.ts';
import { leadIdOf } from '../lead/lead-id.ts';
import { postEvent } from '../lead/post-event.ts';
import { livesOf } from '../lead/read-lives.ts';
import type { Changed } from '../lead/save-decision.ts';

/** Whom a customer named. */
export interface Referred {
  address: Address;
  fields: Record<string, string>;
}

/**
 * A customer names somebody: that makes a lead of its own unless we know the address, and nothing is sent to
 * it until it asks for something itself. Then the customer's own event, which counts each person once.
 * Throws `invalid` for who names itself.
 */
export async function referLead(
  context: Context,
  idKey: Uint8Array,
  by: Lead,
  { address, fields }: Referred,
  event: Pick<EventPosted, 'id'> & { at?: number },
): Promise<(Changed & { referred: string }) | undefined> {
  const typed = leadIdOf(address.key, idKey);
  const person = (await findPerson(context, typed))?.lead;
  const leadId = person?.id ?? typed;
  if (leadId === by.id) {
    const detail = 'This is the address of the lead itself: name somebody else.';
    throw new KweekError('invalid', 'The event is not as it must be.', [
      { pointer: '/referred/email', detail },
    ]);
  }
  const now = context.clock.now();
  const rules = await context.rules.current();
  const at = now.programme;
  const named: LeadReferred = {
    type: 'lead.referred',
    at,
    leadId,
    email: address.typed,
    fields,
    referredBy: by.id,
    language: by.language,
  };
  // Refused when the person is known, or was erased: then it is theirs to come back.
  await saveLead(context.table, decide(newLead(named, rules, at), named, rules, now));
  const told = await postEvent(context, by.id, {
    event: 'referral.made',
    ...event,
    id: event.id ?? namedBefore(by, person) ?? leadId,
    referred: leadId,
  });
  return told && { ...told, referred: leadId };
}

/** The id under which this customer named the same person already. */
const namedBefore = ({ deeds = [] }: Lead, person: Lead | undefined): string | undefined =>
  person && livesOf(person).find(({ id }) => deeds.includes(fingerprint('referral.made', id)))?.id;
