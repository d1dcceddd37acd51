import type { Activity } from '../lead/activity.ts';
import { fingerprint } from '../lead/fingerprint.ts';
import type { Lead } from '../lead/lead.ts';
import type { SalesTold } from '../lead/lead-event.ts';
import { decided, isLive, named } from '../sales/handoff.ts';
import { type Change, keepNewest, unchanged } from './change.ts';
import { decideDeal } from './deal.ts';

/** So many deeds of sales and customers are recognised when they are told again. */
export const MOST_DEEDS = 16;

/**
 * What sales decided or did. Told again, it changes nothing: by its `id`, else by what the hand-off holds
 * already. Leads that may not be mailed can still be sold to, so mailability is not asked.
 */
export function decideSales(lead: Lead, event: SalesTold): Change {
  if (lead.mailability === 'erased') return unchanged(lead);
  const mark = markOf(event);
  if (mark && lead.deeds?.includes(mark)) return unchanged(lead);
  const own = owned(lead, event);
  const done = decideOne(own.lead, event);
  if (done.lead === (event.event === 'owner.set' ? lead : own.lead)) return unchanged(lead);
  const deeds = mark ? keepNewest(done.lead.deeds ?? [], mark, MOST_DEEDS) : done.lead.deeds;
  return {
    ...done,
    lead: deeds ? { ...done.lead, deeds } : done.lead,
    activities: [...own.activities, ...done.activities],
  };
}

/** Contacts and assessments are as many as are told; everything else is recognised by what it leads to. */
function markOf(event: SalesTold): string | undefined {
  if (event.id !== undefined) return fingerprint(event.event, event.id);
  const isCounted = event.event === 'sales.contacted' || event.event === 'sales.assessed';
  return isCounted ? fingerprint(event.event, event.at, event.channel ?? event.assessment ?? '') : undefined;
}

function decideOne(lead: Lead, event: SalesTold): Change {
  switch (event.event) {
    case 'sales.accepted':
      return accept(lead, event);
    case 'sales.rejected':
      return reject(lead, event);
    case 'sales.returned':
      return giveBack(lead, event);
    case 'sales.contacted':
      return contact(lead, event);
    case 'sales.assessed':
      return assess(lead, event);
    case 'owner.set':
      return unchanged(lead);
    default:
      return decideDeal(lead, event);
  }
}

/** Who sees to the lead from now on, if the event says so. */
function owned(lead: Lead, { owner, at }: SalesTold): { lead: Lead; activities: Activity[] } {
  if (owner === undefined || owner === lead.owner) return { lead, activities: [] };
  const from = lead.owner === undefined ? {} : { from: lead.owner };
  return {
    lead: { ...lead, owner },
    activities: [{ type: 'lead.owner_changed', at, ...from, to: owner }],
  };
}

const said = ({ reason, note }: SalesTold) => ({ ...(reason ? { reason } : {}), ...(note ? { note } : {}) });

function accept(lead: Lead, event: SalesTold): Change {
  const { handoff } = lead;
  if (handoff?.status !== 'open') return unchanged(lead);
  return {
    lead: { ...lead, handoff: decided(handoff, 'accepted', event.at) },
    activities: [{ type: 'sales.accepted', at: event.at, ...named(handoff, event.at), ...said(event) }],
    causes: ['sales.accepted'],
  };
}

function reject(lead: Lead, event: SalesTold): Change {
  const { handoff } = lead;
  if (!isLive(handoff)) return unchanged(lead);
  const accepted = handoff.status === 'accepted';
  const status = accepted ? 'dropped' : 'rejected';
  return {
    lead: { ...lead, handoff: decided(handoff, status, event.at, event.reason) },
    activities: [
      {
        type: 'sales.rejected',
        at: event.at,
        ...named(handoff, event.at),
        ...said(event),
        ...(accepted ? { accepted } : {}),
      },
    ],
    causes: ['sales.rejected'],
    ...(event.reason ? { detail: { reason: event.reason } } : {}),
  };
}

function giveBack(lead: Lead, event: SalesTold): Change {
  const { handoff } = lead;
  if (handoff?.status !== 'open') return unchanged(lead);
  return {
    lead: { ...lead, handoff: decided(handoff, 'returned', event.at) },
    activities: [{ type: 'sales.returned', at: event.at, ...named(handoff, event.at), ...said(event) }],
    causes: ['sales.returned'],
  };
}

function contact(lead: Lead, event: SalesTold): Change {
  const { handoff } = lead;
  const isFirst = isLive(handoff) && handoff.touchedAt === undefined;
  return {
    lead: {
      ...lead,
      contacts: (lead.contacts ?? 0) + 1,
      ...(isFirst ? { handoff: { ...handoff, touchedAt: event.at } } : {}),
    },
    activities: [
      {
        type: 'sales.contacted',
        at: event.at,
        ...(event.channel ? { channel: event.channel } : {}),
        ...(event.note ? { note: event.note } : {}),
        ...(isFirst ? named(handoff, event.at) : {}),
      },
    ],
    causes: ['sales.contacted'],
  };
}

/** A positive assessment opens a deal, with what is known of it. */
function assess(lead: Lead, event: SalesTold): Change {
  const { handoff } = lead;
  const { assessment } = event;
  if (!assessment) return unchanged(lead);
  const assessed = isLive(handoff) ? { ...lead, handoff: { ...handoff, assessment } } : lead;
  const opened =
    assessment === 'positive'
      ? decideDeal(assessed, { ...event, event: 'deal.opened' })
      : unchanged(assessed);
  return {
    lead: opened.lead === lead ? { ...lead } : opened.lead,
    activities: [{ type: 'sales.assessed', at: event.at, assessment, ...said(event) }, ...opened.activities],
    causes: ['sales.assessed', ...opened.causes],
    detail: { assessment },
  };
}
