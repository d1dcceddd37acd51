import { DomUtils } from 'htmlparser2';
import type { Problem } from '../domain/kweek-error.ts';
import type { Config } from '../domain/programme/config.ts';
import type { Template, TemplateContent } from '../domain/programme/template.ts';
import { type BodyDocument, findElements, parseBody } from './body-document.ts';
import { compose } from './compose.ts';
import { countGraphemes } from './graphemes.ts';
import { rendererFor } from './render.ts';
import { sampleOrder } from './sample-order.ts';
import { sampleValues } from './sample-values.ts';

/** Most mailboxes show no more of a subject, in characters as people see them. */
const LONG_SUBJECT = 60;
/** Gmail cuts a mail off behind so many bytes of HTML, and the unsubscribe link with it. */
const GMAIL_CLIPS = 102 * 1_024;
/** A picture with fewer words beside it says nothing to who does not load it. */
const FEWEST_WORDS = 40;

type Part = 'subject' | 'html';
type Finding = { part: Part; code: string; detail: string };

/** What a template may be and should not: pointers into it, and what to do. Nothing here keeps it from being sent. */
export function lintTemplate(
  slug: string,
  template: Template,
  config: Pick<Config, 'settings' | 'partials' | 'magnets' | 'forms'>,
): Problem[] {
  return Object.entries(template.content).flatMap(([language, content]) =>
    lintContent(slug, template, language, content, config).map(({ part, ...found }) => ({
      pointer: `/content/${language}/${part}`,
      ...found,
    })),
  );
}

/** Laws ask for a postal address in every mail; ours stands in the footer. Pointers into the settings. */
export function lintAddress({ company }: Config['settings']): Problem[] {
  const words = company.address.split(/[\s,]+/).filter(Boolean);
  if (/\d/.test(company.address) && words.length >= 3) return [];
  const detail = `"${company.address}" is no postal address: give street, number, postcode and town. It stands in every mail.`;
  return [{ pointer: '/company/address', detail, code: 'no_postal_address' }];
}

function lintContent(
  slug: string,
  template: Template,
  language: string,
  content: TemplateContent,
  config: Pick<Config, 'settings' | 'partials' | 'magnets' | 'forms'>,
): Finding[] {
  const { settings, partials, forms } = config;
  const names = Object.values(forms).flatMap(({ fields }) => fields.map(({ name }) => name));
  const renderer = rendererFor(partials, { language, fallbacks: settings.languages });
  const rendered = renderer.render(content, sampleValues(names, 'Alexandra'));
  if (!rendered.ok) return []; // What cannot be rendered is not published.
  const body = parseBody(rendered.html);
  return [
    ...lintSubject(rendered.subject),
    ...lintPictures(body),
    ...lintLinks(body),
    ...lintSize(slug, template, language, config),
  ];
}

function lintSubject(subject: string): Finding[] {
  const length = countGraphemes(subject);
  if (length <= LONG_SUBJECT) return [];
  const detail = `The subject has ${length} characters, and mailboxes show about ${LONG_SUBJECT}: say it in fewer.`;
  return [{ part: 'subject', code: 'long_subject', detail }];
}

function lintPictures(body: BodyDocument): Finding[] {
  const pictures = findElements(body, 'img');
  const found: Finding[] = pictures
    .filter(({ attribs }) => attribs.alt === undefined)
    .map(({ attribs }) => ({
      part: 'html',
      code: 'missing_alt',
      detail: `The picture ${nameOf(attribs.src)} has no alt: write what it shows, or alt="" if it only decorates.`,
    }));
  const words = DomUtils.textContent(body).replace(/\s+/g, ' ').trim();
  if (pictures.length > 0 && words.length < FEWEST_WORDS) {
    const detail =
      'The mail is a picture with hardly a word: who does not load pictures sees nothing, and filters distrust it. Write what it says.';
    found.push({ part: 'html', code: 'image_only', detail });
  }
  return found;
}

function lintLinks(body: BodyDocument): Finding[] {
  const addresses = [
    ...findElements(body, 'a').map(({ attribs }) => attribs.href),
    ...findElements(body, 'img').map(({ attribs }) => attribs.src),
  ];
  const plain = addresses.filter(
    (url) => url !== undefined && /^http:\/\/(?!localhost|127\.)/i.test(url.trim()),
  );
  return [...new Set(plain)].map((url) => ({
    part: 'html',
    code: 'plain_http',
    detail: `${(url ?? '').slice(0, 120)} is not encrypted: link to https://.`,
  }));
}

function lintSize(
  slug: string,
  template: Template,
  language: string,
  config: Pick<Config, 'settings' | 'partials' | 'magnets'>,
): Finding[] {
  const lead = { email: 'alexandra@kweek.invalid', fields: {}, language };
  const order = sampleOrder(config, slug, template, lead, { baseUrl: 'https://kweek.invalid', now: 0 });
  const composed = compose(order);
  const bytes = composed.ok ? Buffer.byteLength(composed.message.html) : 0;
  if (bytes <= GMAIL_CLIPS) return [];
  const detail = `The mail has ${Math.ceil(bytes / 1_024)} KB of HTML, and Gmail shows 102, without the link to unsubscribe: shorten it, or link to a page.`;
  return [{ part: 'html', code: 'gmail_clips', detail }];
}

const nameOf = (src = ''): string =>
  src.split(/[/?#]/).filter(Boolean).at(-1)?.slice(0, 80) ?? 'without an address';
