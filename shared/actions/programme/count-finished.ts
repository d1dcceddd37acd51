import type { Lead } from '../../domain/lead/lead.ts';
import type { Rules } from '../../domain/programme/rules.ts';
import type { Sequence } from '../../domain/sequence/sequence.ts';
import { takeOffers } from '../../domain/sequence/take-offers.ts';
import type { Context } from '../context.ts';
import { type LeadCursor, listLeads } from '../lead/read-leads.ts';

/** Leads that came to the end of a sequence. `offered`: of them, those who would go on in the next version. */
export interface FinishedCount {
  leads: number;
  offered: number;
  /** Not all leads were looked at: there may be more. */
  complete: boolean;
}

/** What is counted in one request takes no longer, machine ms. */
const LONGEST = 4_000;
const PAGE = 100;

/**
 * How many had finished a sequence, and how many of them would go on if `next` were offered to them as version
 * `to`: the engine is asked about each. Who has finished has no work and stands in no due index, so all leads are
 * looked at, for a few seconds.
 */
export async function countFinished(
  context: Context,
  slug: string,
  next: Sequence,
  to: number,
): Promise<FinishedCount> {
  const { machine, programme } = context.clock.now();
  const count: FinishedCount = { leads: 0, offered: 0, complete: true };
  for await (const { leads, next: more } of everyLead(context)) {
    for (const lead of leads) {
      if (!lead.enrollments.some((e) => e.sequence === slug && e.status === 'completed')) continue;
      const rules = offering(await context.rules.forLead(lead, slug), slug, next, to, programme);
      count.leads += 1;
      const after = takeOffers(lead, rules, programme).lead;
      if (after.enrollments.some((e) => e.sequence === slug && e.status === 'active')) count.offered += 1;
    }
    if (more && context.clock.now().machine - machine > LONGEST) return { ...count, complete: false };
  }
  return count;
}

/** All leads, newest first, some dozens at a time. */
export async function* everyLead(
  context: Context,
  cursor?: LeadCursor,
): AsyncGenerator<{ leads: Lead[]; next: LeadCursor | undefined }> {
  for (let from = cursor; ; ) {
    const { leads, next } = await listLeads(context, PAGE, from);
    yield { leads, next };
    if (!next) return;
    from = next;
  }
}

/** The rules as they would be after the publication. */
function offering({ config, sequence }: Rules, slug: string, next: Sequence, to: number, at: number): Rules {
  return {
    config: {
      ...config,
      sequences: { ...config.sequences, [slug]: next },
      sequenceVersions: { ...config.sequenceVersions, [slug]: to },
      sequenceFlow: { [slug]: { offer: { to, at, spread: 0 } } },
    },
    sequence: (name, version) => (name === slug && version === to ? next : sequence(name, version)),
  };
}
