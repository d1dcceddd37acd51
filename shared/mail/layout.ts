import type { Brand } from '../domain/programme/settings.ts';
import { escapeHtml } from './escape-html.ts';
import { fontFamily, type Palette } from './mail-colors.ts';

/** All that stands around a body. Plain text but `body`, which is HTML. */
export interface Layout {
  language: string;
  subject: string;
  preheader: string;
  body: string;
  company: { name: string; address: string };
  palettes: { light: Palette; dark: Palette };
  logo?: NonNullable<Brand['logo']>;
  /** The brand's own line at the foot. */
  line?: string;
  /** Why the reader gets this mail. */
  why: string;
  /** Absent in a confirmation: there is nothing yet to leave. */
  unsubscribe?: { label: string; url: string };
  /** What to hear of, how often, and what is known; where there is something to unsubscribe from. */
  preferences?: { label: string; url: string };
}

const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

const directionOf = (language: string): 'ltr' | 'rtl' => (rightToLeft.has(language) ? 'rtl' : 'ltr');

/** One column of 600 px at most; tables and inline styles where Outlook needs them; dark where the reader is. */
export function renderLayout(layout: Layout): string {
  const { language, body } = layout;
  const { light, dark } = layout.palettes;
  const direction = directionOf(language);
  const text = `font-family:${fontFamily};color:${light.ink}`;
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${escapeHtml(layout.subject)}</title>
<!--[if mso]><xml><o:OfficeDocumentSettings xmlns:o="urn:schemas-microsoft-com:office:office"><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>td,p,li,a,h1,h2,h3{font-family:Arial,sans-serif!important}</style><![endif]-->
<style>${styleSheet(dark)}</style>
</head>
<body class="k-ground" style="margin:0;padding:0;background-color:${light.ground};-webkit-text-size-adjust:100%">
${preheader(layout.preheader)}
<table role="presentation" class="k-ground" width="100%" border="0" cellpadding="0" cellspacing="0" style="background-color:${light.ground}">
<tr><td align="center" style="padding:24px 12px">
<!--[if mso]><table role="presentation" width="600" border="0" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
<table role="presentation" width="100%" border="0" cellpadding="0" cellspacing="0" style="max-width:600px">
<tr><td class="k-muted" dir="${direction}" style="padding:0 8px 14px;font-family:${fontFamily};font-size:14px;line-height:1.4;font-weight:600;color:${light.muted}">${head(layout)}</td></tr>
<tr><td class="k-line" style="height:4px;line-height:4px;font-size:1px;background-color:${light.button};border-radius:8px 8px 0 0">&nbsp;</td></tr>
<tr><td class="k-card" dir="${direction}" style="padding:34px 36px 20px;background-color:${light.card};border-radius:0 0 8px 8px;${text};font-size:16px;line-height:1.6">
${body}
</td></tr>
<tr><td class="k-muted" dir="${direction}" style="padding:20px 8px 8px;font-family:${fontFamily};font-size:13px;line-height:1.55;color:${light.muted}">
${footer(layout)}
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`;
}

/** The line that a mailbox shows behind the subject; the blanks keep it from running on into the text. */
function preheader(words: string): string {
  if (!words) return '';
  const hidden =
    'display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all';
  return `<div style="${hidden}">${escapeHtml(words)}${'&#847;&zwnj;&nbsp;'.repeat(60)}</div>`;
}

/** The logo on paper of its own, so that a dark one is seen in dark mode too; or the company's name. */
function head({ company, logo }: Layout): string {
  if (!logo) return escapeHtml(company.name);
  return `<img src="${escapeHtml(logo.url)}" alt="${escapeHtml(logo.alt)}" width="${logo.width}" style="display:block;width:${logo.width}px;max-width:100%;height:auto;border:0;background-color:#ffffff;border-radius:4px">`;
}

function footer(layout: Layout): string {
  const { why, company, unsubscribe, preferences, line, palettes } = layout;
  const paragraphs = [
    ...(line ? [escapeHtml(line)] : []),
    escapeHtml(why),
    `${escapeHtml(company.name)}, ${oneLineAddress(company.address)}`,
  ];
  const links = [unsubscribe, preferences].filter((link) => link !== undefined);
  const style = `color:${palettes.light.muted};text-decoration:underline`;
  const anchors = links.map(
    ({ label, url }) =>
      `<a class="k-muted" href="${escapeHtml(url)}" style="${style}">${escapeHtml(label)}</a>`,
  );
  if (anchors.length > 0) paragraphs.push(anchors.join(' &nbsp;·&nbsp; '));
  return paragraphs.map((p) => `<p style="margin:0 0 8px">${p}</p>`).join('\n');
}

const oneLineAddress = (address: string) =>
  escapeHtml(
    address
      .split(/\s*\n\s*/)
      .filter(Boolean)
      .join(', '),
  );

/** Small screens and dark mode: what inline styles cannot say. */
const darkRules = (dark: Palette, scope: string) =>
  [
    `${scope}.k-ground{background-color:${dark.ground}!important}`,
    `${scope}.k-card,${scope}.k-card p,${scope}.k-card li,${scope}.k-card h1,${scope}.k-card h2,${scope}.k-card h3,${scope}.k-card blockquote{color:${dark.ink}!important}`,
    `${scope}.k-card{background-color:${dark.card}!important}`,
    `${scope}.k-card hr{border-color:${dark.line}!important}`,
    `${scope}.k-card a{color:${dark.link}!important}`,
    `${scope}.k-button{background-color:${dark.button}!important}`,
    `${scope}.k-card a.k-button-link{color:${dark.onButton}!important}`,
    `${scope}.k-line{background-color:${dark.button}!important}`,
    `${scope}.k-muted,${scope}.k-muted p{color:${dark.muted}!important}`,
  ].join('');

const styleSheet = (dark: Palette) =>
  [
    ':root{color-scheme:light dark}',
    '@media (max-width:480px){.k-card{padding:26px 20px 10px!important}.k-button-box{width:100%!important}.k-button-link{display:block!important;text-align:center}}',
    `@media (prefers-color-scheme:dark){${darkRules(dark, '')}}`,
    darkRules(dark, '[data-ogsc] '),
  ].join('');
