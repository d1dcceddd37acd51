import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from './attributes.ts';
import { colleagueMailKey, colleagueMailsKey, dueKey } from './keys.ts';
import type { Table } from './table.ts';

const DAYS = 86_400;

/** A mail to somebody of ours, waiting for a sender or done with. */
export interface ColleagueMail {
  id: string;
  from: string;
  to: string;
  replyTo?: string;
  subject: string;
  html: string;
  text: string;
  /** How often it was handed to SES. */
  attempts: number;
  /** Machine time, ms: an attempt may be under way until then. */
  notBefore?: number;
}

/** Puts a mail where senders find it: what people asked for goes before nurture. `at`: programme time, ms. */
export async function putColleagueMail(table: Table, mail: ColleagueMail, at: number): Promise<void> {
  const { id, ...content } = mail;
  const item = { ...colleagueMailKey(id), dq: dueKey(id, 0), da: Math.floor(at), ...content };
  await table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: marshall(item),
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
}

export async function getColleagueMail(table: Table, id: string): Promise<ColleagueMail | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: marshall(colleagueMailKey(id)), ConsistentRead: true }),
  );
  if (!Item?.html) return undefined;
  const { pk: _, sk: __, dq: ___, da: ____, ...mail } = unmarshall(Item);
  return { id, ...mail } as ColleagueMail;
}

/** Takes a mail for one attempt. `at`: when it is due again (programme time, ms). False: somebody else took it. */
export const claimColleagueMail = (table: Table, mail: ColleagueMail, notBefore: number, at: number) =>
  update(table, mail, 'SET attempts = :next, notBefore = :notBefore, da = :at', {
    ':next': mail.attempts + 1,
    ':notBefore': notBefore,
    ':at': Math.floor(at),
  });

/** Moves it in the due index: to when it may be looked at again. */
export const moveColleagueMail = (table: Table, mail: ColleagueMail, notBefore: number, at: number) =>
  update(table, mail, 'SET notBefore = :notBefore, da = :at', {
    ':notBefore': notBefore,
    ':at': Math.floor(at),
  });

/** Takes it out of the due index, and its words away. `at`: machine time, ms. */
export async function endColleagueMail(
  table: Table,
  mail: ColleagueMail,
  outcome: 'sent' | 'given up',
  at: number,
): Promise<void> {
  const words = 'REMOVE dq, da, html, #text, #from, #to, replyTo, subject';
  await update(table, mail, `SET outcome = :outcome, #ttl = :ttl ${words}`, {
    ':outcome': outcome,
    ':ttl': Math.floor(at / 1_000) + 7 * DAYS,
  });
}

async function update(
  table: Table,
  { id, attempts }: ColleagueMail,
  expression: string,
  values: Record<string, string | number>,
): Promise<boolean> {
  const names = { '#text': 'text', '#from': 'from', '#to': 'to', '#ttl': 'ttl' };
  const used = Object.entries(names).filter(([name]) => expression.includes(name));
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(colleagueMailKey(id)),
        UpdateExpression: expression,
        ConditionExpression: 'attempts = :attempts AND attribute_exists(html)',
        ...(used.length > 0 ? { ExpressionAttributeNames: Object.fromEntries(used) } : {}),
        ExpressionAttributeValues: marshall({ ':attempts': attempts, ...values }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** One more in this hour (machine time), if there were fewer than `most`. */
export async function countColleagueMail(table: Table, at: number, most: number): Promise<boolean> {
  const hour = new Date(at).toISOString().slice(0, 13);
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(colleagueMailsKey(hour)),
        UpdateExpression: 'ADD n :one SET #ttl = :ttl',
        ConditionExpression: 'attribute_not_exists(n) OR n < :most',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: marshall({
          ':one': 1,
          ':most': most,
          ':ttl': Math.floor(at / 1_000) + DAYS,
        }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
