import type { PublishedForm } from './smoke-form.ts';

export interface Lead {
  id: string;
  mailability: string;
}

/** A deployment over HTTP, as its owner sees it. */
export interface Deployment {
  readonly url: string;
  /** The published forms. Throws with a sentence that says what to do when there are none. */
  forms(): Promise<Record<string, PublishedForm>>;
  /** The status of what a visitor posts. */
  signUp(formId: string, posted: URLSearchParams): Promise<number>;
  /** The status of the admin API for someone who has no key. */
  strangerStatus(): Promise<number>;
  /** The lead, and the types of all that happened to it. */
  look(email: string): Promise<{ lead?: Lead; happened: string[] }>;
  /** False where the deployment does not know how, or did not. */
  erase(leadId: string): Promise<boolean>;
}

const longestMs = 30_000;

/** `url` without a trailing slash. */
export function openDeployment(url: string, adminKey: string): Deployment {
  const send = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { ...init, signal: AbortSignal.timeout(longestMs) });
  const ask = (path: string, method = 'GET') =>
    send(path, { method, headers: { authorization: `Bearer ${adminKey}` } });
  const read = async <T>(path: string): Promise<T[]> => {
    const answer = await ask(path);
    if (!answer.ok) throw new Error(`GET ${path.replace(/\?.*/, '')} answered ${answer.status}.`);
    return ((await answer.json()) as { results: T[] }).results;
  };

  return {
    url,
    async forms() {
      const answer = await ask('/v1/config').catch(() => undefined);
      if (!answer)
        throw new Error(`Nothing answers at ${url}. The deployment prints its address as BaseUrl.`);
      const text = await answer.text();
      if (answer.status === 401 || answer.status === 403)
        throw new Error(`${url} does not take this KWEEK_ADMIN_KEY. AdminKeyCommand prints the right one.`);
      if (answer.status === 404 && /published/.test(text))
        throw new Error('Nothing is published yet: PUT /v1/config a programme with a form first.');
      if (!answer.ok) throw new Error(`GET ${url}/v1/config answered ${answer.status}: is this a Kweek?`);
      return (JSON.parse(text) as { forms: Record<string, PublishedForm> }).forms;
    },
    signUp: async (formId, body) => (await send(`/f/${formId}`, { method: 'POST', body })).status,
    strangerStatus: async () => (await send('/v1/leads')).status,
    async look(email) {
      const [lead] = await read<Lead>(`/v1/leads?${new URLSearchParams({ email })}`);
      if (!lead) return { happened: [] };
      const timeline = await read<{ type: string }>(`/v1/leads/${lead.id}/timeline?limit=50`);
      return { lead, happened: timeline.map(({ type }) => type) };
    },
    erase: async (leadId) => (await ask(`/v1/leads/${leadId}`, 'DELETE')).ok,
  };
}
