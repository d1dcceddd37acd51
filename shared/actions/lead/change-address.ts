import { setTimeout as sleep } from 'node:timers/promises';
import { decide } from '../../domain/decide.ts';
import { KweekError } from '../../domain/kweek-error.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { newLead } from '../../domain/lead/new-lead.ts';
import type { Address } from '../../domain/signup/address.ts';
import { saveMove } from '../../store/move-lead.ts';
import type { Context } from '../context.ts';
import { findLead } from './change-lead.ts';
import { followAlias } from './follow-alias.ts';
import { leadIdOf } from './lead-id.ts';
import { checkAliases, findLiving, type MoveOptions } from './merge-leads.ts';

const MOST_TRIES = 10;

export interface AddressChange {
  status: 'changed' | 'would_change' | 'unchanged';
  lead: Lead;
  /** Whether the new address is asked to confirm. */
  asked: boolean;
  /** Of the version that this was decided on. */
  tag: string;
}

/**
 * A lead has another address: its life goes on under the id of that one, and the old id leads there. The new
 * address has proved nothing, so it must confirm what the old one had agreed to. Throws `not_found`, `conflict`,
 * `precondition_failed`.
 */
export async function changeAddress(
  context: Context,
  idKey: Uint8Array,
  leadId: string,
  address: Address,
  { by, dryRun = false, ifMatch }: MoveOptions,
): Promise<AddressChange> {
  const newId = leadIdOf(address.key, idKey);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const from = await findLiving(context, leadId);
    if (!from) throw new KweekError('not_found', 'There is no such lead, or not any more.');
    const tag = `v${from.version}`;
    if (from.id === newId) return { status: 'unchanged', lead: from, asked: false, tag };
    if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== tag)
      throw new KweekError('precondition_failed', 'The lead has changed since: look again.');
    const there = await findLead(context, newId, true);
    await checkPlace(context, from, there);
    const rules = await context.rules.forLead(from);
    const now = context.clock.now();
    const at = now.programme;
    const place = there ?? newLead({ leadId: newId, email: address.typed }, rules, at);
    const event = { type: 'address.changed' as const, at, from, email: address.typed, by };
    const next = decide(place, event, rules, now);
    const asked = next.awaited !== undefined;
    if (dryRun) return { status: 'would_change', lead: next, asked, tag };
    const to = { id: next.id, generation: next.generation };
    const left = decide(from, { type: 'lead.moved', to }, rules, now);
    if (await saveMove(context.table, next, left)) return { status: 'changed', lead: next, asked, tag };
    await sleep(Math.random() * 20 * tries);
  }
  throw new KweekError('contended', 'Too many changes of this lead at once; try again.');
}

/** May this life go on under that id? */
async function checkPlace(context: Context, from: Lead, there: Lead | undefined): Promise<void> {
  if (from.mailability === 'complained')
    throw new KweekError('conflict', 'Who called our mail spam is not written to again, wherever it is.');
  checkAliases((from.aliases?.length ?? 0) + 1);
  if (!there) return;
  const { lead: who } = await followAlias(context, there);
  if (who.mailability !== 'erased' && who.id !== from.id)
    throw new KweekError('conflict', 'Another lead has this address: merge the two, if they are one person.');
  if (there.suppression === 'bounced' || there.suppression === 'complained')
    throw new KweekError('conflict', `This address must not be written to: ${there.suppression}.`);
}
