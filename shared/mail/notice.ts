import type { Lead } from '../domain/lead.ts';
import type { Settings } from '../domain/settings.ts';
import type { Composed } from './compose.ts';
import { escapeHtml } from './escape-html.ts';
import { mailbox } from './mail-headers.ts';
import { createRenderer } from './render.ts';
import { leadValues } from './template-values.ts';

/** A mail to a colleague about a lead. `claimedAt`: machine time, ms. */
export interface NoticeOrder {
  lead: Pick<Lead, 'id' | 'generation' | 'email' | 'fields' | 'language'>;
  to: string;
  subject: string;
  text: string;
  sequence: string;
  step: string;
  sendId: string;
  attempt: number;
  claimVersion: number;
  claimedAt: number;
  settings: Settings;
  baseUrl: string;
}

const renderer = createRenderer();

/** Plain words from us to ourselves: no layout, no links that count, nothing to unsubscribe from. */
export function composeNotice(order: NoticeOrder): Composed {
  const { lead, to, settings, sequence, step, sendId, attempt, claimVersion, claimedAt } = order;
  const { company, sender } = settings;
  const content = { subject: order.subject, preheader: '', html: '-', text: order.text };
  const values = { lead: leadValues(lead, 'nurture'), brand: company, site_url: order.baseUrl };
  const rendered = renderer.render(content, values);
  if (!rendered.ok) return rendered;
  const text = `${(rendered.text ?? '').trimEnd()}\n\n--\n${lead.id}, in the sequence ${sequence}\n`;
  return {
    ok: true,
    message: {
      from: mailbox(sender.name, sender.email),
      to,
      subject: rendered.subject,
      html: `<pre style="font-family:sans-serif;white-space:pre-wrap">${escapeHtml(text)}</pre>`,
      text,
      headers: {},
      tags: {
        lead: lead.id,
        ...(lead.generation > 1 ? { generation: String(lead.generation) } : {}),
        send: sendId,
        attempt: String(attempt),
        version: String(claimVersion),
        claimed: String(claimedAt),
        class: 'notice',
        template: 'notice',
        sequence,
        step,
      },
    },
  };
}
