import type { Lead } from '../lead/lead.ts';
import type { AddressClassified } from '../lead/lead-event.ts';
import { type Change, unchanged } from './change.ts';

/** The lists know the address: its fit is another, and stages look again. */
export function decideClassified(lead: Lead, { kind }: AddressClassified): Change {
  if (lead.mailability === 'erased' || lead.addressKind === kind) return unchanged(lead);
  const { addressKind: _, ...rest } = lead;
  return { lead: kind ? { ...rest, addressKind: kind } : rest, activities: [], causes: [] };
}
