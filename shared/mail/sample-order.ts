import type { Lead } from '../domain/lead/lead.ts';
import type { Config } from '../domain/programme/config.ts';
import type { Template } from '../domain/programme/template.ts';
import type { Magnet } from '../domain/signup/magnet.ts';
import type { MailOrder } from './compose.ts';
import type { KeyRing } from './key-ring.ts';

/** For whom a mail is looked at. */
export type SampleLead = Pick<Lead, 'email' | 'fields' | 'language'>;

/** Signs links that open nothing: no function knows this key. */
const nobodysKeys: KeyRing = [{ id: 'preview', secret: new Uint8Array(32) }];
const nobody = `lead_v1${'a'.repeat(26)}`;
const unnamed: Magnet = {
  kind: 'other',
  title: { en: 'Your magnet' },
  url: { en: '/' },
  template: '',
  linkLasts: 'P14D',
};

/** The order for a mail that is looked at and counted nowhere. `now`: machine time, ms. */
export function sampleOrder(
  config: Pick<Config, 'settings' | 'partials' | 'magnets'>,
  slug: string,
  template: Template,
  lead: SampleLead,
  { baseUrl, now }: { baseUrl: string; now: number },
): MailOrder {
  const brought = Object.entries(config.magnets).find(([, magnet]) => magnet.template === slug);
  const [magnetSlug, magnet] = brought ?? ['magnet', unnamed];
  return {
    lead: { ...lead, id: nobody, generation: 1 },
    kind: template.kind,
    template: { ...template, slug },
    sendId: `send_${'a'.repeat(26)}`,
    attempt: 1,
    claimVersion: 1,
    claimedAt: now,
    settings: config.settings,
    partials: config.partials,
    ...(template.kind === 'magnet' ? { magnet: { ...magnet, slug: magnetSlug }, form: 'preview' } : {}),
    keys: nobodysKeys,
    baseUrl: config.settings.linkUrl?.replace(/\/$/, '') ?? baseUrl,
    now,
    isPreview: true,
  };
}
