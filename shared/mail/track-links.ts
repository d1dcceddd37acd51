import { type BodyDocument, findElements } from './body-document.ts';

/** A link to be counted. `index`: its position among those of one mail, from 0. */
export interface TrackedLink {
  url: string;
  index: number;
  /** How many there are in the mail. */
  links: number;
  intent?: 'high';
}

/**
 * Sends every `<a href="http(s)://…">` through a signed click link, but for our own (`/l/…`: confirm,
 * unsubscribe, magnet). `data-intent="high"` marks a link as high intent and is taken away.
 * Changes `body`; returns the signed address of each address, for the text part.
 */
export function trackLinks(
  body: BodyDocument,
  baseUrl: string,
  sign: (link: TrackedLink) => string,
): Map<string, string> {
  const signed = new Map<string, string>();
  const tracked = findElements(body, 'a').flatMap((anchor) => {
    const intent = anchor.attribs['data-intent'];
    delete anchor.attribs['data-intent'];
    const url = anchor.attribs.href?.trim();
    return url && isTracked(url, baseUrl) ? [{ anchor, url, intent }] : [];
  });
  for (const [index, { anchor, url, intent }] of tracked.entries()) {
    const link = sign({ url, index, links: tracked.length, ...(intent === 'high' ? { intent } : {}) });
    anchor.attribs.href = link;
    if (!signed.has(url)) signed.set(url, link);
  }
  return signed;
}

/**
 * The same for a text part that its author wrote. Only addresses that are links in the HTML are signed: others
 * may have come in with somebody's name.
 */
export function trackText(text: string, signed: ReadonlyMap<string, string>): string {
  return text.replace(/https?:\/\/[^\s<>"]+/gi, (found) => {
    // A full stop or bracket behind an address belongs to the sentence.
    const url = found.replace(/[.,;:!?)\]'’]+$/, '');
    return (signed.get(url) ?? url) + found.slice(url.length);
  });
}

const isTracked = (url: string, baseUrl: string) =>
  /^https?:\/\//i.test(url) && !url.startsWith(`${baseUrl}/l/`);
