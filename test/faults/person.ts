import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import { dueKey } from '../../shared/store/keys.ts';

/** Somebody who signs up, and the lead that they become. */
export interface Person {
  email: string;
  leadId: string;
}

let people = 0;

/** Someone new, always in the first shard of the due index, so that every story asks it in the same words. */
export function nextPerson(idKey: Uint8Array): Person {
  for (;;) {
    const email = `person-${process.pid}-${++people}@voorbeeld.be`;
    const leadId = leadIdOf(email, idKey);
    if (dueKey(leadId, 0) === '0#0') return { email, leadId };
  }
}

const MOST_TRIES = 4;
const browser = {
  accept: 'text/html',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0',
};

/** What a person does at a page that does not come: again. Throws when it never comes. */
async function insist(url: string, init: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(url, { ...init, redirect: 'manual' }).catch(() => undefined);
    if (response && response.status < 400) return response;
    if (tries === MOST_TRIES)
      throw new Error(`no answer: ${response?.status} ${new URL(url).pathname.slice(0, 12)}`);
  }
}

export const open = (url: string) => insist(url, { headers: browser });

export const press = (url: string, form: Record<string, string> = {}) =>
  insist(url, {
    method: 'POST',
    headers: { ...browser, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
