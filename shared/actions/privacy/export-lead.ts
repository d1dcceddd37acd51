import { type ConsentRecord, consentRecords } from '../../domain/consent/consent-record.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { type LeadView, viewOf } from '../../domain/lead/lead-view.ts';
import { type Happening, unroll } from '../../domain/lead/timeline-view.ts';
import type { TimelineEntry } from '../../store/timeline.ts';
import type { Context } from '../context.ts';
import { readEachLife } from '../lead/read-lives.ts';

/** Everything that is known of one person, in its present life. */
export interface LeadExport {
  exportedAt: string;
  lead: LeadView;
  /** Mails that it asked for and that are still to go, and mails that are with SES or on the way there. */
  waiting: { requests: { class: string; form: string; magnet?: string }[]; sends: { template: string }[] };
  /** Fingerprints of what it did, as scores remember it. */
  memory: Record<string, unknown>;
  consents: ConsentRecord[];
  timeline: Happening[];
}

/** Its consent records, the oldest first. */
export async function readConsents(context: Context, lead: Lead): Promise<ConsentRecord[]> {
  return consentsIn(await readEachLife(context.table, lead));
}

/** What article 15 asks for: all of it, readable by people and by programs. */
export async function exportLead(context: Context, lead: Lead): Promise<LeadExport> {
  const now = context.clock.now().programme;
  const lives = await readEachLife(context.table, lead);
  const timeline = happeningsIn(lives.flatMap(({ entries }) => entries));
  const { engagement, interactions, contentsClicked, forms, confirmationsSentAt } = lead;
  return {
    exportedAt: new Date(now).toISOString(),
    lead: viewOf(lead, await context.rules.forLead(lead), now),
    waiting: {
      requests: lead.requests.map(({ class: kind, form, magnet }) => ({
        class: kind,
        form,
        ...(magnet ? { magnet } : {}),
      })),
      sends: lead.openSends.map(({ template }) => ({ template })),
    },
    memory: { engagement, interactions, contentsClicked, forms, confirmationsSentAt },
    consents: consentsIn(lives),
    timeline,
  };
}

const happeningsIn = (entries: TimelineEntry[]): Happening[] =>
  unroll(entries).map(({ happening }) => happening);

const consentsIn = (lives: Awaited<ReturnType<typeof readEachLife>>): ConsentRecord[] =>
  consentRecords(lives.map(({ isMerged, entries }) => ({ isMerged, timeline: happeningsIn(entries) })));
