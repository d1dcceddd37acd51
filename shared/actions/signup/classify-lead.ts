import type { AddressKind, Lead } from '../../domain/lead/lead.ts';
import type { Rules } from '../../domain/programme/rules.ts';
import { domainOf, isUnder } from '../../domain/signup/email-domain.ts';
import type { Context } from '../context.ts';
import { changeLead } from '../lead/change-lead.ts';

/**
 * The lead with what the lists say of its address; saved only where that is not known by the programme's own
 * short lists, which most leads are. Called before a mail is planned, so that no rule sees a wrong grade.
 */
export async function classifyLead(context: Context, lead: Lead, rules: Rules): Promise<Lead> {
  if (lead.mailability === 'erased') return lead;
  const kind = await kindFor(domainOf(lead.email), rules);
  if (kind === lead.addressKind) return lead;
  const classified = { type: 'address.classified' as const, ...(kind ? { kind } : {}) };
  return (await changeLead(context, lead.id, classified, lead))?.lead ?? lead;
}

async function kindFor(domain: string, { config }: Rules): Promise<AddressKind | undefined> {
  const { freeDomains, excludedDomains } = config.scoring.fit;
  const isKnown = [config.settings.allowedDomains, freeDomains, excludedDomains].some((list) =>
    isUnder(domain, list),
  );
  if (isKnown) return undefined;
  lists ??= import('./address-lists.ts');
  return (await lists).kindOfDomain(domain);
}

/** Asked for once: each `import()` goes through Node's loader anew, and this one stands before every mail. */
let lists: Promise<typeof import('./address-lists.ts')> | undefined;
