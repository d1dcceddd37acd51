import type { Lead } from '../domain/lead/lead.ts';
import type { Settings } from '../domain/programme/settings.ts';
import type { Composed } from './compose.ts';
import { escapeHtml } from './escape-html.ts';
import { mailbox } from './mail-headers.ts';
import { type Attempt, tagsOf } from './mail-message.ts';
import { createRenderer } from './render.ts';
import { leadValues } from './template-values.ts';

/** A mail to a colleague about a lead, from a step of a sequence. */
export interface NoticeOrder extends Attempt {
  lead: Pick<Lead, 'id' | 'generation' | 'email' | 'fields' | 'language'>;
  to: string;
  subject: string;
  text: string;
  step: { sequence: string; step: string };
  settings: Settings;
  baseUrl: string;
}

const renderer = createRenderer();

/** Plain words from us to ourselves: no layout, no links that count, nothing to unsubscribe from. */
export function composeNotice(order: NoticeOrder): Composed {
  const { lead, to, settings, step } = order;
  const { company, sender } = settings;
  const content = { subject: order.subject, preheader: '', html: '-', text: order.text };
  const values = { lead: leadValues(lead, 'nurture'), brand: company, site_url: order.baseUrl };
  const rendered = renderer.render(content, values);
  if (!rendered.ok) return rendered;
  const text = `${(rendered.text ?? '').trimEnd()}\n\n--\n${lead.id}, in the sequence ${step.sequence}\n`;
  return {
    ok: true,
    message: {
      from: mailbox(sender.name, sender.email),
      to,
      subject: rendered.subject,
      html: `<pre style="font-family:sans-serif;white-space:pre-wrap">${escapeHtml(text)}</pre>`,
      text,
      headers: {},
      tags: tagsOf(order, 'notice', 'notice'),
    },
  };
}
