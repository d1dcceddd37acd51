import type { Lead } from '../domain/lead/lead.ts';
import { localize } from '../domain/programme/localize.ts';
import type { LeadMail } from '../domain/sending/send.ts';
import type { Magnet } from '../domain/signup/magnet.ts';
import type { KeyRing } from './key-ring.ts';
import { lifetimeMs } from './link-lifetime.ts';
import { signLink } from './links.ts';
import type { TemplateValues } from './template-values.ts';

/** From whom to whom the links of one mail are signed; `now` is machine time, ms. */
export interface LinkContext {
  lead: Pick<Lead, 'id' | 'generation'>;
  sendId: string;
  keys: KeyRing;
  baseUrl: string;
  now: number;
}

/** Our own links, as a template of this kind may name them. */
export type SystemLinks = Pick<TemplateValues, 'confirm_url' | 'unsubscribe_url' | 'magnet'> & {
  /** For the footer; templates have no name for it. */
  preferencesUrl?: string;
};

/** Signs what this kind of mail brings: a confirmation has nothing to unsubscribe from, only a magnet mail a magnet. */
export function systemLinks(
  kind: LeadMail,
  context: LinkContext,
  language: string,
  magnet?: { magnet: Magnet & { slug: string }; form: string },
): SystemLinks {
  const { lead, sendId, keys, baseUrl, now } = context;
  const who = { leadId: lead.id, generation: lead.generation };
  if (kind === 'confirmation') {
    return { confirm_url: signLink('confirm', { ...who, issuedAt: now }, keys, baseUrl) };
  }
  const unsubscribe = {
    unsubscribe_url: signLink('unsubscribe', { ...who, sendId }, keys, baseUrl),
    preferencesUrl: signLink('preferences', { ...who, sendId, sentAt: now }, keys, baseUrl),
  };
  if (kind === 'nurture' || !magnet) return unsubscribe;
  const expires = now + lifetimeMs(magnet.magnet.linkLasts);
  const payload = { ...who, magnet: magnet.magnet.slug, form: magnet.form, language, expires };
  return {
    ...unsubscribe,
    magnet: {
      title: localize(magnet.magnet.title, language),
      url: signLink('magnet', payload, keys, baseUrl),
    },
  };
}
