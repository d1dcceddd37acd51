import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LocalStack } from '../../infra/local/stack.ts';
import type { Activity } from '../../shared/domain/lead/activity.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import { fromItem } from '../../shared/store/lead-item.ts';
import type { Table } from '../../shared/store/table.ts';
import { recountFaults } from './recount.ts';

/** The balance of a soak. */
export interface Balance {
  leads: number;
  signups: number;
  mails: number;
  /** Sends that the timelines tell of, and of these the presumed ones. */
  told: number;
  presumed: number;
  /** Sends whose mail came more than once. */
  doubled: number;
  /** What does not balance; two faults may double or lose a mail, and nothing else. */
  wrong: string[];
}

interface Row {
  v?: number;
  p?: number;
  ac: Activity[];
}

/** Adds everything up once nothing moves any more. */
export async function balance(stack: LocalStack, table: Table, accepted: string[]): Promise<Balance> {
  const leads = new Map<string, Lead>();
  const rows = new Map<string, Row[]>();
  const aside: string[] = [];
  for await (const { Items = [] } of paginateScan({ client: table.client }, { TableName: table.name })) {
    for (const item of Items as Record<string, AttributeValue>[]) {
      const [pk, sk] = [item.pk?.S ?? '', item.sk?.S ?? ''];
      if (sk === 'lead') leads.set(pk, fromItem(item, 'Europe/Brussels'));
      else if (sk.startsWith('t#')) rows.set(pk, [...(rows.get(pk) ?? []), unmarshall(item) as Row]);
      else if (pk.startsWith('aside#')) aside.push(pk);
    }
  }
  const wrong = aside.map((pk) => `set aside: ${pk}`);
  const known = new Map([...leads.values()].map((lead) => [lead.email, lead]));
  for (const email of accepted) if (!known.has(email)) wrong.push(`${email} signed up and is not there`);

  const sent = new Map<string, string>();
  for (const lead of leads.values()) {
    const timeline = rows.get(lead.id) ?? [];
    wrong.push(...gaps(lead, timeline));
    if (lead.openSends.length + lead.requests.length > 0) wrong.push(`${lead.id} has work left`);
    if (lead.due && lead.due.at <= stack.clock.programme() - 60_000) wrong.push(`${lead.id} is overdue`);
    for (const { type, sendId } of timeline.flatMap((row) => row.ac)) {
      if (type !== 'email.sent' && type !== 'email.presumed_sent') continue;
      if (sent.has(String(sendId))) wrong.push(`${sendId} is told twice`);
      sent.set(String(sendId), type);
    }
  }
  const came = new Map<string, number>();
  for (const { tags } of stack.ses.emails()) came.set(tags.send ?? '', (came.get(tags.send ?? '') ?? 0) + 1);
  for (const send of came.keys()) if (!sent.has(send)) wrong.push(`${send} came and is not told`);
  for (const [send, type] of sent)
    if (type === 'email.sent' && !came.has(send)) wrong.push(`${send} is told as sent and never came`);
  wrong.push(...(await recountFaults({ table, stack })));
  return {
    leads: leads.size,
    signups: accepted.length,
    mails: stack.ses.emails().length,
    told: sent.size,
    presumed: [...sent.values()].filter((type) => type === 'email.presumed_sent').length,
    doubled: [...came.values()].filter((times) => times > 1).length,
    wrong,
  };
}

function gaps(lead: Lead, timeline: Row[]): string[] {
  const versions = timeline.filter((row) => row.v !== undefined).sort((a, b) => Number(a.v) - Number(b.v));
  const newest = lead.activities.length > 0 ? lead.version : lead.lastRow;
  const named = [...versions.map((row) => row.p ?? 0), newest];
  const there = [0, ...versions.map((row) => row.v)];
  return named.some((version, i) => version !== there[i]) ? [`${lead.id}'s timeline has a gap`] : [];
}
