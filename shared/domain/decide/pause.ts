import type { Lead } from '../lead/lead.ts';
import type { Change } from './change.ts';

/** Ends a pause whose time is over, whatever it was looked at for; and forgets its end when it ended otherwise. */
export function endPause(change: Change, at: number): Change {
  const { lead } = change;
  if (lead.mailability !== 'paused') return { ...change, lead: withoutPause(lead) };
  if (lead.pausedUntil === undefined || lead.pausedUntil > at) return change;
  const activities = [...change.activities, { type: 'lead.resumed', at, by: 'time' }];
  return { ...change, lead: resume(lead), activities };
}

/** Back to what the lead agreed to. */
export const resume = (lead: Lead): Lead =>
  withoutPause({
    ...lead,
    mailability: lead.consent.marketing?.granted ? 'subscribed' : 'requested_only',
  });

function withoutPause(lead: Lead): Lead {
  if (lead.pausedUntil === undefined) return lead;
  const { pausedUntil: _, ...rest } = lead;
  return rest;
}
