import type { parseDocument } from 'htmlparser2';
import { parseBody } from './body-document.ts';
import { escapeHtml } from './escape-html.ts';

type Node = ReturnType<typeof parseDocument>['children'][number];

/** A page as it may be shown, the origins of its pictures, and what was taken out or should be better. */
export interface CleanPage {
  html: string;
  pictures: string[];
  findings: { code: string; detail: string }[];
}

/** What authors write pages with, and the attributes that stay. */
const allowed: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    'p h2 h3 h4 ul dl dt dd li strong b em i u s small mark abbr cite q blockquote pre code kbd sub sup hr br wbr figure figcaption details summary table caption thead tbody tfoot tr'
      .split(' ')
      .map((name) => [name, []]),
  ),
  a: ['href'],
  img: ['src', 'alt', 'width', 'height'],
  ol: ['start'],
  th: ['colspan', 'rowspan', 'scope'],
  td: ['colspan', 'rowspan'],
};
const empty = new Set(['br', 'hr', 'img', 'wbr']);
/** The page has its title already. */
const renamed: Record<string, string> = { h1: 'h2' };
/** Nothing inside these is text for readers; other unknown elements leave their words behind. */
const dropped = new Set(
  'script style template iframe object embed applet form input button select textarea svg math noscript head title link meta base frame frameset audio video canvas xmp plaintext'.split(
    ' ',
  ),
);
/** Containers that pasted pages are full of; nothing is lost with them. */
const plain = new Set(
  'html body div span section article main header footer nav aside font center'.split(' '),
);
const goodValue: Record<string, RegExp> = {
  width: /^\d{1,4}$/,
  height: /^\d{1,4}$/,
  start: /^\d{1,4}$/,
  colspan: /^\d{1,2}$/,
  rowspan: /^\d{1,2}$/,
  scope: /^(col|row)(group)?$/,
};
const dataPicture = /^data:image\/(png|jpeg|gif|webp|avif);base64,[a-z0-9+/=\s]+$/i;

/**
 * Writes an author's HTML anew out of what is known to be harmless: no scripts, styles, forms or frames; links to
 * the web, to mail and to telephones; pictures in the page itself or on `hosts`. Relative addresses are `baseUrl`'s.
 */
export function cleanPage(source: string, baseUrl: string, hosts: readonly string[]): CleanPage {
  const pictures = new Set<string>();
  const findings = new Map<string, { code: string; detail: string }>();
  const report = (code: string, detail: string) => findings.set(detail, { code, detail });
  const own = new URL(baseUrl).host;

  /** Addresses on our own host name none, since a page may be read on another host of ours. */
  const hereOr = (url: URL) =>
    url.host === own && /^http/.test(url.protocol) ? `${url.pathname}${url.search}${url.hash}` : url.href;

  function link(href: string): string | undefined {
    const url = URL.canParse(href, baseUrl) ? new URL(href, baseUrl) : undefined;
    if (!url || !['https:', 'http:', 'mailto:', 'tel:'].includes(url.protocol)) {
      report(
        'page_link',
        `"${href.slice(0, 80)}" is no address of the web, mail or telephone: it is no link.`,
      );
      return undefined;
    }
    if (isPlain(url)) report('plain_http', `${href.slice(0, 120)} is not encrypted: link to https://.`);
    return hereOr(url);
  }

  function picture(src: string): string | undefined {
    if (dataPicture.test(src)) return src.replace(/\s/g, '');
    const url = URL.canParse(src, baseUrl) ? new URL(src, baseUrl) : undefined;
    if (
      url &&
      /^https?:$/.test(url.protocol) &&
      !isPlain(url) &&
      (url.host === own || hosts.includes(url.host))
    ) {
      pictures.add(url.host === own ? "'self'" : url.origin);
      return hereOr(url);
    }
    const detail = `The picture "${src.slice(0, 80)}" is left out: keep it at https:// on one of settings.ownDomains, so that nobody else learns who reads.`;
    report('foreign_picture', detail);
    return undefined;
  }

  function attribute(name: string, value: string): string | undefined {
    if (name === 'href') return link(value.trim());
    if (name === 'src') return picture(value.trim());
    return name === 'alt' || goodValue[name]?.test(value) ? value : undefined;
  }

  function write(nodes: readonly Node[]): string {
    return nodes.map(writeNode).join('');
  }

  function writeNode(node: Node): string {
    if (node.type === 'text') return escapeHtml(node.data);
    if (!('attribs' in node)) return '';
    const name = renamed[node.name] ?? node.name;
    if (dropped.has(name)) {
      report(
        'page_element',
        `<${name.slice(0, 40)}> is taken out, with what is in it: pages are text, links and pictures.`,
      );
      return '';
    }
    const attributes = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    if (!attributes) {
      if (!plain.has(name))
        report('page_element', `<${name.slice(0, 40)}> is taken out, and its words are kept.`);
      return write(node.children);
    }
    const kept = attributes.flatMap((key) => {
      const given = node.attribs[key];
      const value = given === undefined ? undefined : attribute(key, given);
      return value === undefined ? [] : [` ${key}="${escapeHtml(value)}"`];
    });
    if (name === 'img') return writePicture(node.attribs, kept);
    const button = name === 'a' && /\bbutton\b/.test(node.attribs.class ?? '') ? ' class="button"' : '';
    const opened = `<${name}${button}${kept.join('')}>`;
    return empty.has(name) ? opened : `${opened}${write(node.children)}</${name}>`;
  }

  function writePicture(given: Record<string, string>, kept: string[]): string {
    if (!kept.some((one) => one.startsWith(' src='))) return '';
    if (given.alt !== undefined) return `<img${kept.join('')}>`;
    const detail = `A picture has no alt: write what it shows, or alt="" if it only decorates.`;
    report('missing_alt', detail);
    return `<img${kept.join('')} alt="">`;
  }

  return {
    html: write(parseBody(source).children),
    pictures: [...pictures],
    findings: [...findings.values()],
  };
}

const isPlain = ({ protocol, hostname }: URL) =>
  protocol === 'http:' && hostname !== 'localhost' && !hostname.startsWith('127.');
