import { localize } from '../programme/localize.ts';
import type { Form, FormField } from './form.ts';

/** What to paste where a form is to stand. */
export interface Snippets {
  /** A page of its own: link to it. */
  page: string;
  /** A form without any script: works everywhere, and is styled by the page around it. */
  html: string;
  /** A script that draws the form, says beside each field what is wrong, and thanks in place. */
  script: string;
  /** What the page around the script must allow, where it has a Content-Security-Policy. */
  policy: string;
  /** What to do before these work. */
  notes: string[];
}

/** Words that the snippets need beside the marketer's own. */
export interface SnippetWords {
  send: string;
  leaveEmpty: string;
  choose: string;
}

/** `url`: where the form takes signups, without a query. `language`: one of the form's. */
export function snippetsOf(form: Form, url: string, language: string, words: SnippetWords): Snippets {
  const { origin } = new URL(url);
  const notes =
    form.allowedOrigins.length > 0
      ? []
      : [
          'The script is not let in from anywhere yet: add the origins of your pages to allowedOrigins, such as "https://www.example.com". The plain form works without.',
        ];
  return {
    page: `${url}?lang=${language}`,
    html: plainForm(form, url, language, words),
    script: `<script src="${quote(url)}/embed.js" data-lang="${language}" async></script>\n<noscript><a href="${quote(url)}?lang=${language}">${quote(localize(form.title, language, form.languages))}</a></noscript>`,
    policy: `script-src ${origin}; connect-src ${origin}; form-action ${origin}`,
    notes,
  };
}

function plainForm(form: Form, url: string, language: string, words: SnippetWords): string {
  const say = (texts: Record<string, string>) => quote(localize(texts, language, form.languages));
  const { marketing, tracking } = form.consent;
  const box = (purpose: string, text: Record<string, string>) =>
    `  <p><label><input type="checkbox" name="consent[${purpose}]" value="on"> ${say(text)}</label></p>`;
  const lines = [
    ...form.fields.map((field) => `  ${control(field, say, words)}`),
    ...(marketing
      ? [
          box('marketing', marketing.text),
          `  <input type="hidden" name="consent[textId]" value="${quote(`${marketing.id}@${marketing.version}`)}">`,
        ]
      : []),
    ...(tracking ? [box('tracking', tracking.text)] : []),
    `  <input type="hidden" name="language" value="${language}">`,
    ...(form.fields.some(({ name }) => name === 'website')
      ? []
      : [
          `  <p aria-hidden="true" style="position:absolute;left:-9999px"><label>${quote(words.leaveEmpty)} <input name="website" tabindex="-1" autocomplete="off"></label></p>`,
        ]),
    `  <p><button type="submit">${form.button ? say(form.button) : quote(words.send)}</button></p>`,
  ];
  return `<form method="post" action="${quote(url)}?lang=${language}" lang="${language}">\n${lines.join('\n')}\n</form>`;
}

function control(
  { name, type, required, maxLength, label, options = [] }: FormField,
  say: (texts: Record<string, string>) => string,
  words: SnippetWords,
): string {
  const must = required ? ' required' : '';
  if (type === 'hidden') return `<input type="hidden" name="${name}" value="">`;
  if (type === 'checkbox') {
    return `<p><label><input type="checkbox" name="${name}" value="on"${must}> ${say(label)}</label></p>`;
  }
  const inner = () => {
    if (type === 'textarea') return `<textarea name="${name}" maxlength="${maxLength}"${must}></textarea>`;
    if (type === 'select') {
      const choices = options.map((o) => `<option value="${quote(o.value)}">${say(o.label)}</option>`);
      return `<select name="${name}"${must}><option value="">${quote(words.choose)}</option>${choices.join('')}</select>`;
    }
    const kind = ['email', 'tel', 'number'].includes(type) ? type : 'text';
    const limit = type === 'number' ? ' step="any"' : ` maxlength="${maxLength}"`;
    return `<input type="${kind}" name="${name}"${limit}${must}>`;
  };
  return `<p><label>${say(label)}<br>${inner()}</label></p>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const quote = (text: string): string => text.replace(/[&<>"]/g, (char) => entities[char] ?? char);
