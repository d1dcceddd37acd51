import type { Lead } from '../domain/lead/lead.ts';
import { localize } from '../domain/programme/localize.ts';
import type { Sender, Settings } from '../domain/programme/settings.ts';
import type { Template } from '../domain/programme/template.ts';
import type { LeadMail } from '../domain/sending/send.ts';
import type { Magnet } from '../domain/signup/magnet.ts';
import { parseBody, serializeBody } from './body-document.ts';
import { footerWords } from './footer-words.ts';
import type { KeyRing } from './key-ring.ts';
import { renderLayout } from './layout.ts';
import { signLink } from './links.ts';
import { palettesOf } from './mail-colors.ts';
import { findUnsendable, mailbox, unsubscribeHeaders } from './mail-headers.ts';
import { systemLinks } from './mail-links.ts';
import { type Attempt, type MailMessage, tagsOf } from './mail-message.ts';
import { noPartials, type Partials } from './partials.ts';
import { toPlainText } from './plain-text.ts';
import { rendererFor } from './render.ts';
import { styleBody } from './style-body.ts';
import { leadValues } from './template-values.ts';
import { plainFooter } from './text-footer.ts';
import { trackLinks, trackText } from './track-links.ts';

/** One mail to one lead. `claimedAt` and `now` are machine time, ms; `baseUrl` has no slash at its end. */
export interface MailOrder extends Attempt {
  lead: Pick<Lead, 'id' | 'generation' | 'email' | 'fields' | 'language'>;
  kind: LeadMail;
  template: Template & { slug: string };
  settings: Settings;
  /** What templates share. */
  partials?: Partials;
  /** What a magnet mail brings, and the form through which it was asked for. */
  magnet?: Magnet & { slug: string };
  form?: string;
  keys: KeyRing;
  baseUrl: string;
  now: number;
  /** The lead agreed to be tracked. */
  mayTrack?: boolean;
  /** For a look: links lead where their author wants them, and nobody counts a click. */
  isPreview?: true;
}

/** `detail` is for people who repair templates; it holds no personal data. */
export type Composed =
  | { ok: true; message: MailMessage }
  | { ok: false; reason: 'render_failed' | 'unsendable'; detail: string };

/** The mail as it goes to SES; or why there is none, and then nothing may be sent. */
export function compose(order: MailOrder): Composed {
  const { lead, kind, template, sendId, settings, keys, baseUrl } = order;
  const { company, brand } = settings;
  const { name, email, replyTo } = senderOf(template, settings);
  const [language, content] = chooseContent(template, [lead.language, ...settings.languages]);
  const magnet =
    order.magnet && order.form !== undefined ? { magnet: order.magnet, form: order.form } : undefined;
  const { preferencesUrl, ...links } = systemLinks(kind, order, language, magnet);

  const speech = { language, fallbacks: settings.languages };
  const rendered = rendererFor(order.partials ?? noPartials, speech).render(content, {
    lead: leadValues(lead, kind),
    brand: company,
    site_url: baseUrl,
    ...links,
  });
  if (!rendered.ok) return rendered;

  const body = parseBody(rendered.html);
  let addressInLink = false;
  const signed =
    kind === 'confirmation' || order.isPreview
      ? new Map<string, string>()
      : trackLinks(body, baseUrl, ({ url, index, links, intent }) => {
          addressInLink ||= holdsAddress(url, lead.email);
          const payload = {
            leadId: lead.id,
            generation: lead.generation,
            sendId,
            index,
            content: template.slug,
            ...order.step,
            ...{ url, links, sentAt: order.claimedAt },
          };
          return signLink('click', { ...payload, ...(intent ? { intent } : {}) }, keys, baseUrl);
        });
  if (addressInLink) {
    return { ok: false, reason: 'render_failed', detail: "html: a link holds the lead's address" };
  }

  const names = { company: company.name, ...(links.magnet ? { magnet: links.magnet.title } : {}) };
  const words = footerWords(language, kind, names);
  const unsubscribe = links.unsubscribe_url
    ? { unsubscribe: { label: words.unsubscribe, url: links.unsubscribe_url } }
    : {};
  const line = brand.footer && { line: localize(brand.footer, language, settings.languages) };
  const preferences = preferencesUrl
    ? { preferences: { label: words.preferences, url: preferencesUrl } }
    : {};
  const footer = { company, why: words.why, ...line, ...unsubscribe, ...preferences };
  const text =
    rendered.text === undefined ? toPlainText(serializeBody(body)) : trackText(rendered.text, signed);
  const palettes = palettesOf(brand.color);
  styleBody(body, palettes.light);
  const { subject, preheader } = rendered;

  const message: MailMessage = {
    from: mailbox(name, email),
    to: lead.email,
    ...(replyTo ? { replyTo } : {}),
    subject,
    html: renderLayout({
      language,
      subject,
      preheader,
      body: serializeBody(body),
      palettes,
      ...(brand.logo ? { logo: brand.logo } : {}),
      ...footer,
    }),
    text: `${text.trimEnd()}\n\n${plainFooter(footer)}\n`,
    headers: links.unsubscribe_url ? unsubscribeHeaders(links.unsubscribe_url) : {},
    ...(order.mayTrack && kind !== 'confirmation' ? { mayTrack: true as const } : {}),
    tags: tagsOf(order, kind, template.slug),
  };
  const unsendable = findUnsendable(message.headers, message.tags);
  if (unsendable)
    return { ok: false, reason: 'unsendable', detail: `"${unsendable}" is not as SES takes it` };
  return { ok: true, message };
}

/** Whose words a template is: its own sender's, or the programme's. */
function senderOf(template: Template, settings: Settings): Sender {
  const own = template.sender === undefined ? undefined : settings.senders[template.sender];
  if (own) return own;
  const { sender, replyTo } = settings;
  return replyTo ? { ...sender, replyTo } : sender;
}

/** The words of the first language that has any; a template has at least one. */
function chooseContent(template: Template, languages: readonly string[]) {
  const language = languages.find((l) => template.content[l]) ?? Object.keys(template.content)[0] ?? '';
  const content = template.content[language];
  if (!content) throw new Error('a template has content in at least one language');
  return [language, content] as const;
}

/** Addresses in links end up in logs and histories, and in other people's hands. */
function holdsAddress(url: string, email: string): boolean {
  const plain = url.toLowerCase();
  const address = email.toLowerCase();
  return plain.includes(address) || plain.includes(encodeURIComponent(address).toLowerCase());
}
