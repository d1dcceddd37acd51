import { type Answer, ask, read } from './http.ts';

/** What the tour reads of a lead; the API tells more. */
export type Lead = {
  id: string;
  fields: Record<string, unknown>;
  mailability: string;
  awaitingConfirmation: boolean;
  consent: { marketing?: { granted: boolean; text?: string } };
  score: { fit: number; grade: string; engagement: number };
  nurtureStage: string;
  lifecycle: string;
  enrollments: { sequence: string; status: string }[];
  language: string;
};

export type Happening = { type: string; at: string; version?: number } & Record<string, unknown>;

/** What the tour reads of the programme; the rest travels along. */
export type Programme = {
  version: number;
  forms: Record<string, unknown>;
  templates: Record<string, { content: Record<string, { subject: string }> }>;
} & Record<string, unknown>;

export type Problem = { title?: string; errors?: { pointer: string; detail: string }[] };

/** Kweek as its admin API and the machine's own switches show it. */
export type Kweek = ReturnType<typeof openKweek>;

export function openKweek(url: string, adminKey: string) {
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
    ask(url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const get = async <T>(path: string): Promise<T> => {
    const answer = await call('GET', path);
    if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}`);
    return read<T>(answer);
  };
  const find = async (email: string): Promise<Lead | undefined> =>
    (await get<{ results: Lead[] }>(`/v1/leads?${new URLSearchParams({ email })}`)).results[0];

  return {
    url,
    call,
    /** The same with heads of its own. */
    callWith: (method: string, path: string, own: Record<string, string>, body?: unknown): Promise<Answer> =>
      ask(url + path, {
        method,
        headers: { ...headers, ...own },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    find,
    async lead(email: string): Promise<Lead> {
      const lead = await find(email);
      if (!lead) throw new Error(`There is no lead ${email}`);
      return lead;
    },
    /** All that happened to a lead, the oldest first. */
    async timeline(id: string): Promise<Happening[]> {
      const all: Happening[] = [];
      for (let after = ''; ; ) {
        type Page = { results: Happening[]; paging: { next?: { after: string } } };
        const page = await get<Page>(`/v1/leads/${id}/timeline?limit=50${after && `&after=${after}`}`);
        all.push(...page.results);
        if (!page.paging.next) return all.reverse();
        after = page.paging.next.after;
      }
    },
    programme: () => get<Programme>('/v1/config'),
    publish: (programme: object, query = '') => call('PUT', `/v1/config${query}`, programme),
    post: (id: string, event: object) => call('POST', `/v1/leads/${id}/events`, event),
    /** Lets SES say something about a mail that it took. */
    playSes: (event: object) => call('POST', '/local/ses-events', event),
    /** Programme time, ms, and how many times faster than a watch it runs. */
    async clock(): Promise<{ programme: number; rate: number }> {
      const { programme, rate } = await get<{ programme: string; rate: number }>('/local/clock');
      return { programme: Date.parse(programme), rate };
    },
    advance: (programme: string, machine?: string) =>
      call('POST', '/local/clock', { programme, ...(machine ? { machine } : {}) }),
  };
}
