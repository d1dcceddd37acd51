import type { Activity } from '../lead/activity.ts';
import type { Lead } from '../lead/lead.ts';
import type { SalesTold } from '../lead/lead-event.ts';
import type { Deal } from '../sales/deal.ts';
import { toMajor } from '../sales/money.ts';
import { type Change, unchanged } from './change.ts';

/**
 * News of a deal. A lead has one at a time; `deal` tells one from the next, and without it news is of the one at
 * hand. Won outranks lost, in whatever order they come; what is known already changes nothing.
 */
export function decideDeal(lead: Lead, event: SalesTold): Change {
  switch (event.event) {
    case 'deal.opened':
      return openDeal(lead, event);
    case 'deal.won':
      return close(lead, event, 'won');
    case 'deal.lost':
      return close(lead, event, 'lost');
    default:
      return unchanged(lead);
  }
}

/** Is this news of the deal that the lead has, as far as one can tell? */
const isOf = (deal: Deal, event: SalesTold): boolean =>
  event.deal === undefined || deal.id === event.deal || (deal.id === undefined && deal.status === 'open');

function openDeal(lead: Lead, event: SalesTold): Change {
  const { deal } = lead;
  if (deal?.status === 'open') return isOf(deal, event) ? changeDeal(lead, deal, event) : unchanged(lead);
  if (deal && event.deal !== undefined && deal.id === event.deal) return unchanged(lead);
  const opened: Deal = { status: 'open', openedAt: event.at, ...termsOf(event) };
  return changed(lead, opened, 'deal.opened', event, ['deal.opened']);
}

function changeDeal(lead: Lead, deal: Deal, event: SalesTold): Change {
  const terms = Object.entries(termsOf(event));
  if (terms.every(([name, value]) => deal[name as keyof Deal] === value)) return unchanged(lead);
  return changed(lead, { ...deal, ...termsOf(event) }, 'deal.changed', event, []);
}

function close(lead: Lead, event: SalesTold, status: 'won' | 'lost'): Change {
  const { deal } = lead;
  const isKnown = deal !== undefined && isOf(deal, event);
  if (isKnown && (deal.status === status || deal.status === 'won')) return unchanged(lead);
  const { reason: _, ...open } = isKnown ? deal : { status: 'open', openedAt: event.at };
  const ended: Deal = {
    ...open,
    ...termsOf(event),
    status,
    closedAt: event.at,
    ...(event.reason ? { reason: event.reason } : {}),
  };
  return changed(lead, ended, `deal.${status}`, event, [`deal.${status}`]);
}

const termsOf = ({ deal, value, currency, expectedClose }: SalesTold) => ({
  ...(deal === undefined ? {} : { id: deal }),
  ...(value === undefined || currency === undefined ? {} : { value, currency }),
  ...(expectedClose === undefined ? {} : { expectedClose }),
});

function changed(
  lead: Lead,
  deal: Deal,
  type: 'deal.opened' | 'deal.changed' | 'deal.won' | 'deal.lost',
  event: SalesTold,
  causes: Change['causes'],
): Change {
  const { id, value, currency, expectedClose, openedAt } = deal;
  const activity: Activity = {
    type,
    at: event.at,
    ...(id === undefined ? {} : { deal: id }),
    ...(value === undefined || !currency ? {} : { value, currency, major: toMajor(value, currency) }),
    ...(expectedClose ? { expectedClose } : {}),
    ...(deal.status === 'open' ? {} : { after: Math.max(0, event.at - openedAt) }),
    ...(deal.status !== 'open' && event.reason ? { reason: event.reason } : {}),
    ...(event.note ? { note: event.note } : {}),
  };
  return { lead: { ...lead, deal }, activities: [activity], causes };
}
