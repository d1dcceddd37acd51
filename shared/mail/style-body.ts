import { DomUtils } from 'htmlparser2';
import { type BodyDocument, type Element, findElements, parseBody } from './body-document.ts';
import { fontFamily, type Palette } from './mail-colors.ts';

/** What plain tags look like; inline, since mail programs drop style sheets. An author's own `style` wins. */
const stylesOf = (light: Palette): Record<string, string> => ({
  p: 'margin:0 0 18px',
  h1: 'margin:0 0 18px;font-size:26px;line-height:1.3;font-weight:700',
  h2: 'margin:28px 0 12px;font-size:20px;line-height:1.35;font-weight:700',
  h3: 'margin:24px 0 8px;font-size:17px;line-height:1.4;font-weight:700',
  ul: 'margin:0 0 18px;padding:0 0 0 22px',
  ol: 'margin:0 0 18px;padding:0 0 0 22px',
  li: 'margin:0 0 8px',
  a: `color:${light.link};text-decoration:underline`,
  blockquote: `margin:0 0 18px;padding:2px 0 2px 16px;border-left:3px solid ${light.button}`,
  img: 'max-width:100%;height:auto;border:0',
  hr: `margin:28px 0;border:0;border-top:1px solid ${light.line}`,
});

const buttonLink = (light: Palette) =>
  [
    'display:inline-block',
    'padding:13px 24px',
    `font-family:${fontFamily}`,
    'font-size:16px',
    'line-height:1.25',
    'font-weight:600',
    `color:${light.onButton}`,
    'text-decoration:none',
    'border-radius:6px',
  ].join(';');

/**
 * Dresses a body for mail programs. `<a class="button" href="…">Read the case</a>` becomes a button that
 * Outlook draws too; it stands best alone in its paragraph. Changes `body`.
 */
export function styleBody(body: BodyDocument, light: Palette): void {
  for (const [name, style] of Object.entries(stylesOf(light))) {
    for (const element of findElements(body, name)) {
      if (name === 'a' && isButton(element)) continue;
      const own = element.attribs.style;
      element.attribs.style = own ? `${style};${own}` : style;
    }
  }
  for (const anchor of findElements(body, 'a').filter(isButton)) drawButton(anchor, light);
}

const isButton = (anchor: Element) => (anchor.attribs.class ?? '').split(/\s+/).includes('button');

/** Outlook pads table cells, everything else pads links: the cell's padding is for Outlook alone. */
const buttonTable = (light: Palette) =>
  '<table role="presentation" class="k-button-box" border="0" cellpadding="0" cellspacing="0" style="margin:6px 0 24px"><tr>' +
  `<td class="k-button" bgcolor="${light.button}" ` +
  `style="border-radius:6px;background-color:${light.button};mso-padding-alt:13px 24px"></td></tr></table>`;

function drawButton(anchor: Element, light: Palette): void {
  anchor.attribs.class = 'k-button-link';
  anchor.attribs.style = buttonLink(light);
  const paragraph = aloneInParagraph(anchor);
  const drawn = parseBody(buttonTable(light));
  const [table] = findElements(drawn, 'table');
  const [cell] = findElements(drawn, 'td');
  if (!paragraph || !table || !cell) {
    anchor.attribs.style += `;background-color:${light.button}`;
    return;
  }
  DomUtils.replaceElement(paragraph, table);
  DomUtils.appendChild(cell, anchor);
}

/** The paragraph that holds this link and nothing else: a table may not stand inside one. */
function aloneInParagraph(anchor: Element): Element | undefined {
  const parent = anchor.parent;
  if (!parent || !DomUtils.isTag(parent) || parent.name !== 'p') return undefined;
  const others = parent.children.filter(
    (child) => child !== anchor && DomUtils.textContent(child).trim() !== '',
  );
  return others.length === 0 ? parent : undefined;
}
