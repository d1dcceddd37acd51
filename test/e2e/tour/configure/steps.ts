import { setTimeout as sleep } from 'node:timers/promises';
import { read } from '../http.ts';
import type { Tour } from '../tour.ts';

/** What the answers of this tour are asked for. */
interface Body {
  id?: string;
  key?: string;
  secret?: string;
  version?: number;
  currency?: string;
  subject?: string;
  html?: string;
  text?: string;
  notes?: string[];
  script?: string;
  leadId?: string;
  addressees?: number;
  isNew?: boolean;
  newsletter?: { id: string };
  mails?: { sent: number };
  score?: { engagement: number };
  problems?: unknown[];
  changes?: unknown;
  fit?: object;
  publication?: { version: number };
  status?: string | number;
  enrolled?: number;
  colleagues?: string[];
  warnings?: { code: string; pointer: string }[];
  errors?: { pointer: string; code?: string }[];
  results?: ({ slug?: string; id?: string; version?: number; step?: string; at?: string } & Record<
    string,
    unknown
  >)[];
}

/** Brings its requests here, as a marketer's own domain does. */
export const ownHost = 'https://go.lindeveld.example';
export const colleague = 'colleague@voorbeeld.example';
export const letter = (
  subject: string,
  html = '<p>Dear {{ lead.first_name | default: "reader" }}, this letter has words enough to be read.</p>{% render "tour-signature" %}',
) => ({
  kind: 'nurture',
  content: { en: { subject, html }, nl: { subject: `${subject} (nl)`, html } },
});
/** How long functions may keep what they have read, ms of a watch. */
export const noticedMs = 1_500;

export const open =
  ({ kweek }: Tour) =>
  async (method: string, path: string, body?: unknown, ifMatch?: string) => {
    const headers = ifMatch ? { 'if-match': ifMatch } : undefined;
    const answer = headers
      ? await kweek.callWith(method, path, headers, body)
      : await kweek.call(method, path, body);
    return { status: answer.status, etag: answer.headers.get('etag') ?? '', body: read<Body>(answer) };
  };

export async function until<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let tries = 0; tries < 60; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(500);
  }
  return undefined;
}
