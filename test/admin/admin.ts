import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { createTable, erasuresOf, localClient } from '../../infra/local/table.ts';
import { leadIdOf } from '../../shared/actions/lead/lead-id.ts';
import type { Publication } from '../../shared/actions/programme/publish-config.ts';
import { RulesSource } from '../../shared/actions/programme/rules-source.ts';
import { decide } from '../../shared/domain/decide.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { FormSubmitted, LeadEvent } from '../../shared/domain/lead/lead-event.ts';
import type { LeadView } from '../../shared/domain/lead/lead-view.ts';
import { newLead } from '../../shared/domain/lead/new-lead.ts';
import type { Happening } from '../../shared/domain/lead/timeline-view.ts';
import type { PublishedConfig } from '../../shared/domain/programme/config.ts';
import { saveLead } from '../../shared/store/leads.ts';
import { openTable, type Table } from '../../shared/store/table.ts';
import { putRow } from '../../shared/store/timeline.ts';
import { testConfigInput } from '../fixtures/config.ts';
import { through } from '../gateway.ts';

export const adminKey = 'sk_a_key_for_tests';
const idKey = Buffer.alloc(32, 7);

/** What answers hold, all in one: a test reads what it asked for. */
export type Body = LeadView &
  Publication &
  Omit<PublishedConfig, 'publishedAt'> &
  Omit<ProblemBody, 'status'> & {
    publishedAt: string;
    /** Of a problem its number; of a posted event what became of it. */
    status: number | string;
    lead: LeadView;
    /** Of a key that was just made. */
    secret: string;
    results: (LeadView & Happening & { sendId?: string })[];
    paging: { next?: { after: string } };
  };

interface ProblemBody {
  title: string;
  detail: string;
  errors: { pointer: string; parameter?: string; detail: string; code?: string }[];
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Body;
  text: string;
}

export interface Asked {
  /** Sent as JSON, unless it is a text already. */
  body?: unknown;
  /** None: the deployment's; null: no key at all. */
  key?: string | null;
  headers?: Record<string, string>;
}

/** Asks a handler as API Gateway does. */
export async function ask(handler: unknown, request: string, asked: Asked = {}): Promise<Answer> {
  const [method = '', target = ''] = request.split(' ');
  const { body, key = adminKey } = asked;
  const headers = {
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...asked.headers,
  };
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await through(handler)(target, { method, headers, ...(text ? { body: text } : {}) });
  const isJson = answer.headers['content-type']?.includes('json');
  return {
    status: answer.status,
    headers: answer.headers,
    text: answer.body,
    body: (isJson ? answer.json() : {}) as Body,
  };
}

/** The programme's clock, standing still. */
export function setClock(iso: string): number {
  const at = Date.parse(iso);
  process.env.KWEEK_CLOCK = `1:${at}:0:0`;
  return at;
}

export interface Admin {
  table: Table;
  ask(request: string, asked?: Asked): Promise<Answer>;
  /** Puts the test programme in force. */
  publish(): Promise<Answer>;
  /** A lead that signed up at a time, as `capture` would save it, and its timeline row. */
  signUp(email: string, at: number, given?: Partial<FormSubmitted>): Promise<Lead>;
  /** What an event makes of a lead, saved, with its timeline row. */
  happen(lead: Lead, event: LeadEvent, at: number): Promise<Lead>;
}

/** The real handler before a table of its own. */
export async function openAdmin(env: Record<string, string> = {}): Promise<Admin> {
  const name = `admin-${randomUUID()}`;
  Object.assign(process.env, {
    KWEEK_ENV: 'local',
    KWEEK_TABLE: name,
    KWEEK_ERASURES: erasuresOf(name),
    KWEEK_BASE_URL: 'http://localhost:3000',
    KWEEK_ID_KEY: idKey.toString('base64'),
    KWEEK_ADMIN_KEY: adminKey,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: inject('dynamodb'),
    ...env,
  });
  await createTable(localClient(inject('dynamodb')), name);
  const { handler } = await import('../../functions/admin/index.ts');
  const call: Admin['ask'] = (request, asked) => ask(handler, request, asked);
  const table = openTable(name, erasuresOf(name));
  const rules = new RulesSource(table);
  const save = async (lead: Lead) => {
    const saved = await saveLead(table, lead);
    if (!saved.saved) throw new Error('someone else saved this lead');
    const { id, generation, version, lastRow, activities } = lead;
    const row = { leadId: id, generation, version, previous: lastRow, activities };
    await putRow(table, { ...row, recordedAt: lead.updatedAt, source: 'direct' });
    return lead;
  };
  const happen: Admin['happen'] = async (lead, event, at) =>
    save(decide(lead, event, await rules.current(), { programme: at, machine: at }));
  return {
    table,
    ask: call,
    publish: () => call('PUT /v1/config', { body: testConfigInput() }),
    happen,
    async signUp(email, at, given = {}) {
      const event: FormSubmitted = {
        type: 'form.submitted',
        at,
        form: 'guide',
        submission: `${email}${at}`,
        leadId: leadIdOf(email, idKey),
        email,
        fields: {},
        marketing: true,
        tracking: false,
        proof: {},
        ...given,
      };
      return happen(newLead(event, await rules.current(), at), event, at);
    },
  };
}
