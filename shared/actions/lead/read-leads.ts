import { KweekError } from '../../domain/kweek-error.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { type LeadView, viewOf } from '../../domain/lead/lead-view.ts';
import type { Address } from '../../domain/signup/address.ts';
import { readConfigDocument } from '../../store/config.ts';
import { monthKey } from '../../store/keys.ts';
import { type LeadPlace, listLeadPlaces } from '../../store/leads.ts';
import type { Context } from '../context.ts';
import { isRoleMailbox } from '../signup/role-list.ts';
import { findPerson } from './change-lead.ts';
import { isLeadId, leadIdOf } from './lead-id.ts';

/** A lead that people may see, or undefined: of an erased one nothing is left to show. */
export async function readLead(context: Context, leadId: string): Promise<Lead | undefined> {
  if (!isLeadId(leadId)) return undefined;
  const found = await findPerson(context, leadId).catch(noneIfUnpublished);
  const lead = found?.lead;
  return lead?.mailability === 'erased' ? undefined : lead;
}

/** Before the first publication nobody could sign up. */
function noneIfUnpublished(error: unknown): undefined {
  if (error instanceof KweekError && error.code === 'not_configured') return undefined;
  throw error;
}

/** The lead with this address, whatever its spelling: its id is made from it. */
export const readLeadByAddress = (context: Context, idKey: Uint8Array, address: Address) =>
  readLead(context, leadIdOf(address.key, idKey));

/** The lead as the API shows it, at this moment of the programme. */
export async function showLead(context: Context, lead: Lead): Promise<LeadView> {
  const view = viewOf(lead, await context.rules.forLead(lead), context.clock.now().programme);
  return { ...view, address: { ...view.address, role: isRoleMailbox(lead.email) } };
}

/** Where a page of leads begins: behind a lead, or at the beginning of a month that none was found in yet. */
export type LeadCursor = { after: LeadPlace } | { month: string };

export interface LeadPage {
  leads: Lead[];
  /** None: there are no more. */
  next?: LeadCursor;
}

/** So many months without a lead are looked through for one page; the next page goes on from there. */
const MOST_EMPTY_MONTHS = 24;

/** Leads, newest first: month by month back to that of the first publication, before which nobody could sign up. */
export async function listLeads(context: Context, limit: number, from?: LeadCursor): Promise<LeadPage> {
  const places: LeadPlace[] = [];
  let cursor = from ?? { month: monthKey(context.clock.now().programme) };
  for (let emptyMonths = 0; ; ) {
    const page = await readPlaces(context, cursor, limit + 1 - places.length);
    places.push(...page.places);
    const last = places[limit - 1];
    if (places.length > limit && last) return readAll(context, places.slice(0, limit), { after: last });
    if (!page.next) return readAll(context, places);
    emptyMonths = page.places.length > 0 ? 0 : emptyMonths + 1;
    if (emptyMonths === MOST_EMPTY_MONTHS) return readAll(context, places, page.next);
    cursor = page.next;
  }
}

/** What one query finds, and where to go on; nowhere behind the month of the first publication. */
async function readPlaces(
  context: Context,
  from: LeadCursor,
  limit: number,
): Promise<{ places: LeadPlace[]; next?: LeadCursor }> {
  const after = 'after' in from ? from.after : undefined;
  const month = 'month' in from ? from.month : monthKey(from.after.createdAt);
  const { places, more } = await listLeadPlaces(context.table, month, limit, after);
  const last = places.at(-1);
  if (more && last) return { places, next: { after: last } };
  return month > (await firstMonth(context)) ? { places, next: { month: monthBefore(month) } } : { places };
}

async function readAll(context: Context, places: LeadPlace[], next?: LeadCursor): Promise<LeadPage> {
  const leads = await Promise.all(places.map(({ id }) => readLead(context, id)));
  return { leads: leads.filter((lead) => lead !== undefined), ...(next ? { next } : {}) };
}

/** By table; it never changes. */
const firstMonths = new Map<string, string>();

async function firstMonth({ table }: Context): Promise<string> {
  const known = firstMonths.get(table.name);
  if (known) return known;
  const first = await readConfigDocument(table, 1);
  // Nothing published: no month is too early to stop.
  if (!first) return '9999-12';
  firstMonths.set(table.name, monthKey(first.publishedAt));
  return monthKey(first.publishedAt);
}

function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return monthKey(Date.UTC(year, number - 2));
}
