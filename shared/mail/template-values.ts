import type { LeadMail } from '../domain/sending/send.ts';

/** Values as an author names them: `lead.first_name`, `brand.name`, `site_url` … Missing ones are absent. */
export interface TemplateValues {
  lead: Record<string, string | number | boolean>;
  brand: { name: string; address: string };
  /** Where Kweek answers, without a slash at the end: for links to pages on our own host. */
  site_url: string;
  magnet?: { title: string; url: string };
  confirm_url?: string;
  unsubscribe_url?: string;
}

/** What every lead has and every template may name, without a fallback; plus what its kind brings. */
export const valuesForAll = ['lead.email', 'lead.language', 'brand.name', 'brand.address', 'site_url'];
export const valuesOfKind: Record<LeadMail, readonly string[]> = {
  confirmation: ['confirm_url'],
  magnet: ['magnet.title', 'magnet.url', 'unsubscribe_url'],
  nurture: ['unsubscribe_url'],
};

/**
 * A lead's own values. Empty ones are left out, so that a template's fallback applies, or its lack shows.
 * In a confirmation so are those with a link in them: a stranger's form may be filled in to mail a
 * victim someone else's link in our name.
 */
export function leadValues(
  lead: { email: string; language: string; fields: Record<string, string | number | boolean> },
  kind: LeadMail,
): TemplateValues['lead'] {
  const given = Object.entries(lead.fields).filter(([, value]) => {
    if (typeof value !== 'string') return true;
    if (value.trim() === '') return false;
    return kind !== 'confirmation' || !/:\/\/|\bwww\.|\.\p{L}{2,}\//iu.test(value);
  });
  return { ...Object.fromEntries(given), email: lead.email, language: lead.language };
}
