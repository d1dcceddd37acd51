import { type RetentionEnd, retentionOf } from '../../domain/consent/retention.ts';
import type { Rules } from '../../domain/programme/rules.ts';
import type { Settings } from '../../domain/programme/settings.ts';
import type { Context } from '../context.ts';
import { type LeadCursor, listLeads } from '../lead/read-leads.ts';
import { endRetention } from './end-retention.ts';

/** A lead that was kept for long enough, or will have been. */
export interface Expiring extends RetentionEnd {
  id: string;
}

export interface RetentionPage {
  /** How many leads this page looked at. */
  looked: number;
  expiring: Expiring[];
  next?: LeadCursor;
}

/** Periods in place of those in the settings: what would go if they were others. */
export type Periods = Partial<Settings['retention']>;

/** Of one page of all leads, those that go until a time (programme, ms), and when. Changes nothing. */
export async function listRetention(
  context: Context,
  until: number,
  limit: number,
  from?: LeadCursor,
  periods: Periods = {},
): Promise<RetentionPage> {
  const { leads, next } = await listLeads(context, limit, from);
  const expiring: Expiring[] = [];
  for (const lead of leads) {
    const end = retentionOf(lead, withPeriods(await context.rules.forLead(lead), periods));
    if (end && end.at <= until) expiring.push({ id: lead.id, ...end });
  }
  return { looked: leads.length, expiring, ...(next ? { next } : {}) };
}

/** Erases those of a page that have been kept for long enough by now: after periods were made shorter. */
export async function applyRetention(
  context: Context,
  limit: number,
  from?: LeadCursor,
): Promise<RetentionPage> {
  const page = await listRetention(context, context.clock.now().programme, limit, from);
  const erased: Expiring[] = [];
  for (const one of page.expiring) if (await endRetention(context, one.id)) erased.push(one);
  return { ...page, expiring: erased };
}

function withPeriods(rules: Rules, periods: Periods): Rules {
  const { settings } = rules.config;
  const retention = { ...settings.retention, ...periods };
  return { ...rules, config: { ...rules.config, settings: { ...settings, retention } } };
}
