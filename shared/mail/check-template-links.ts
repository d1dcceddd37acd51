import type { TemplateContent } from '../domain/programme/template.ts';
import type { LeadMail } from '../domain/sending/send.ts';
import { findElements, parseBody } from './body-document.ts';
import type { Part, Renderer } from './render.ts';
import { sampleLinks, sampleValues } from './sample-values.ts';

type LinkFault = { part: Part; detail: string };

/** The link that a mail of this kind is for. */
const purpose = {
  confirmation: { name: 'confirm_url', url: sampleLinks.confirm },
  magnet: { name: 'magnet.url', url: sampleLinks.magnet },
  nurture: undefined,
} as const;

/** No author writes this by chance: where it shows up, a lead's own value does. */
const MARK = 'zzleadzz';

/**
 * Renders the template for a lead that gave everything and for one that gave nothing, and looks at the links:
 * absolute, none with a lead's data in it (they end up in logs and in other people's hands), the one it is for there.
 */
export function checkTemplateLinks(
  content: TemplateContent,
  kind: LeadMail,
  fields: readonly string[],
  renderer: Renderer,
): LinkFault[] {
  const faults = new Map<string, LinkFault>();
  const report = (part: Part, detail: string) => faults.set(`${part} ${detail}`, { part, detail });
  for (const given of [fields, []]) {
    const rendered = renderer.render(content, sampleValues(given, MARK));
    if (!rendered.ok) {
      const [part, ...rest] = rendered.detail.split(': ');
      report(part as Part, rest.join(': '));
      continue;
    }
    const hrefs = findElements(parseBody(rendered.html), 'a').flatMap((a) => a.attribs.href?.trim() ?? []);
    for (const href of hrefs) {
      const wrong = linkFault(href);
      if (wrong) report('html', wrong);
    }
    const needed = purpose[kind];
    if (!needed) continue;
    if (!hrefs.includes(needed.url)) {
      report('html', `nothing links to {{ ${needed.name} }}, which this mail is for`);
    }
    if (rendered.text !== undefined && !rendered.text.includes(needed.url)) {
      report('text', `{{ ${needed.name} }} is missing, which this mail is for`);
    }
  }
  return [...faults.values()];
}

function linkFault(href: string): string | undefined {
  if (href.includes(MARK)) return "a link must not hold a lead's own data";
  if (/^mailto:/i.test(href)) return undefined;
  if (!/^https?:\/\/[^/]/i.test(href) || !URL.canParse(href)) {
    return `"${href.slice(0, 80)}" is no full web address: links start with https://, {{ site_url }} or mailto:`;
  }
  return undefined;
}
