import { type Change, unchanged } from '../decide/change.ts';
import type { Lead } from '../lead/lead.ts';
import type { LeadFilter } from '../lead/lead-filter.ts';
import { matches } from '../lead/lead-matches.ts';
import { flowOf, type Rules } from '../programme/rules.ts';
import { isUnwanted, MOST_ENROLLMENTS } from './enroll.ts';
import type { Sequence } from './sequence.ts';

/** One version of a sequence, sent to those whom a filter finds. A version goes to a lead once. */
export interface Newsletter {
  id: string;
  sequence: string;
  version: number;
  filter: LeadFilter;
  status: 'running' | 'done' | 'stopped';
  /** Programme times, ms. `nextAt`: when the mail of the next lead is due. */
  startedAt: number;
  nextAt: number;
  /** Leads looked at, and enrolled. */
  looked: number;
  enrolled: number;
  /** Where to go on in the list of leads. */
  cursor?: unknown;
  /** Slices done; a worker whose number is not the newest saves nothing. */
  slice: number;
}

/** A newsletter's sequence is one mail and nothing else. */
export const isNewsletter = (sequence: Sequence): boolean =>
  sequence.steps.length === 1 && sequence.steps[0]?.type === 'email';

/** Would this lead get it? Subscribed with consent, found by the filter, not in it or past it, and nobody stopped it. */
export function isAddressee(
  lead: Lead,
  { sequence, version, filter }: Pick<Newsletter, 'sequence' | 'version' | 'filter'>,
  rules: Rules,
): boolean {
  const published = rules.config.sequences[sequence];
  if (!published || lead.mailability !== 'subscribed' || lead.consent.marketing?.granted !== true)
    return false;
  if (version <= (flowOf(rules, sequence).stopped?.version ?? 0)) return false;
  const last = lead.enrollments.find((e) => e.sequence === sequence);
  const isDone = last !== undefined && (last.version >= version || ['active', 'held'].includes(last.status));
  const hasRoom = last !== undefined || lead.enrollments.length < MOST_ENROLLMENTS;
  return !isDone && hasRoom && !isUnwanted(lead, published) && matches(lead, filter);
}

/** A newsletter reached a lead: it enters the sequence, its mail due at a time of its own. */
export interface NewsletterSent {
  type: 'newsletter.sent';
  newsletter: Pick<Newsletter, 'sequence' | 'version' | 'filter'>;
  /** Programme time, ms. */
  dueAt: number;
}

export function decideNewsletter(
  lead: Lead,
  { newsletter, dueAt }: NewsletterSent,
  rules: Rules,
  now: { programme: number },
): Change {
  if (!isAddressee(lead, newsletter, rules)) return unchanged(lead);
  const { sequence, version } = newsletter;
  const last = lead.enrollments.find((e) => e.sequence === sequence);
  const occurrence = (last?.occurrence ?? 0) + 1;
  const entered = {
    sequence,
    version,
    occurrence,
    status: 'active' as const,
    stage: lead.nurtureStage.state,
    startedAt: now.programme,
    step: 0,
    dueAt,
  };
  const others = lead.enrollments.filter((e) => e.sequence !== sequence);
  return {
    lead: { ...lead, enrollments: [...others, entered] },
    activities: [{ type: 'enrollment.started', at: now.programme, sequence, version, occurrence }],
    causes: [],
  };
}
