import { KweekError } from '../../domain/kweek-error.ts';
import type { LeadFilter } from '../../domain/lead/lead-filter.ts';
import { isAddressee, isNewsletter, type Newsletter } from '../../domain/sequence/newsletter.ts';
import { getNewsletter, listNewsletter, saveNewsletter } from '../../store/newsletters.ts';
import { SHARE } from '../../store/rate.ts';
import { readControl } from '../../store/sending.ts';
import { allDone } from '../all-done.ts';
import type { Context } from '../context.ts';
import { changeLead } from '../lead/change-lead.ts';
import { contentHash } from '../lead/lead-id.ts';
import { type LeadCursor, listLeads } from '../lead/read-leads.ts';
import type { Visit } from '../lead/visit-lead.ts';
import { LONGEST_CALL } from './lease.ts';
import type { SendingContext } from './sending-context.ts';

const PREFIX = 'newsletter_';
/** Leads that one slice looks at. */
const SLICE = 200;
const AT_ONCE = 20;
const SECOND = 1_000;

/** Is this entry of the due index a newsletter? */
export const isNewsletterId = (id: string): boolean => id.startsWith(PREFIX);

/** Counting goes on at `next`; when there is none, all leads were looked at. */
export interface NewsletterCount {
  looked: number;
  addressees: number;
  next?: LeadCursor;
}

/** A version goes out once: whoever asks again gets the same newsletter. */
export const newsletterIdOf = (sequence: string, version: number): string =>
  PREFIX + contentHash(sequence, version);

/** The published version of a sequence as a newsletter. Throws `not_found`, `invalid`. */
export async function newsletterOf(
  context: Context,
  sequence: string,
  filter: LeadFilter,
): Promise<Newsletter> {
  const { config } = await context.rules.current();
  const published = Object.hasOwn(config.sequences, sequence) ? config.sequences[sequence] : undefined;
  if (!published) throw new KweekError('not_found', `There is no sequence "${sequence}".`);
  if (!isNewsletter(published)) {
    const detail = 'A newsletter is a sequence of one email and nothing else: publish one like that.';
    const problem = { pointer: '/sequence', detail, code: 'no_newsletter' };
    throw new KweekError('invalid', 'This sequence is no newsletter.', [problem]);
  }
  const version = config.sequenceVersions[sequence] ?? 1;
  const at = context.clock.now().programme;
  const id = newsletterIdOf(sequence, version);
  const begun = { status: 'running' as const, startedAt: at, nextAt: at, looked: 0, enrolled: 0, slice: 0 };
  return { id, sequence, version, filter, ...begun };
}

/** How many would get it: looks at leads until a (machine) time. Changes nothing. */
export async function countAddressees(
  context: Context,
  newsletter: Newsletter,
  until: number,
  from?: LeadCursor,
): Promise<NewsletterCount> {
  const count: NewsletterCount = { looked: 0, addressees: 0 };
  for (let cursor = from; ; ) {
    const { leads, next } = await listLeads(context, 100, cursor);
    const rules = await context.rules.current();
    count.looked += leads.length;
    count.addressees += leads.filter((lead) => isAddressee(lead, newsletter, rules)).length;
    if (!next) return count;
    if (context.clock.now().machine > until) return { ...count, next };
    cursor = next;
  }
}

/** Seconds that so many mails take at the account's rate; undefined while no sender has asked SES for it. */
export async function secondsFor(context: Context, mails: number): Promise<number | undefined> {
  const { account } = await readControl(context.table);
  return account && account.maxSendRate > 0 ? Math.ceil(mails / (account.maxSendRate * SHARE)) : undefined;
}

/** Begins it, or answers the one that was begun: `isNew` tells. The senders do the rest in slices. */
export async function startNewsletter(
  context: Context,
  newsletter: Newsletter,
): Promise<{ newsletter: Newsletter; isNew: boolean }> {
  const isNew = await saveNewsletter(context.table, newsletter, newsletter.startedAt);
  const begun = (await getNewsletter(context.table, newsletter.id)) ?? newsletter;
  // Whoever asks again also mends a list that a failure left without it.
  await listNewsletter(context.table, begun);
  return { newsletter: begun, isNew };
}

/**
 * One slice: enters leads into the sequence, their mails due one after another at the account's rate. A slice done
 * twice enrols nobody twice, since a lead knows which version it had.
 */
export async function visitNewsletter(context: SendingContext, id: string): Promise<Visit> {
  const newsletter = await getNewsletter(context.table, id);
  if (newsletter?.status !== 'running') return { outcome: 'gone' };
  const { account } = await readControl(context.table);
  const gap = SECOND / Math.max(1, (account?.maxSendRate ?? 1) * SHARE);
  const now = context.clock.now().programme;
  let { looked, enrolled } = newsletter;
  let nextAt = Math.max(newsletter.nextAt, now);
  let cursor = newsletter.cursor as LeadCursor | undefined;
  let isDone = false;
  for (let seen = 0; seen < SLICE && !isDone && hasTime(context); ) {
    const { leads, next } = await listLeads(context, AT_ONCE, cursor);
    const changed = await allDone(
      leads.map(async (lead, i) => {
        const event = { type: 'newsletter.sent' as const, newsletter, dueAt: Math.floor(nextAt + i * gap) };
        return (await changeLead(context, lead.id, event, lead))?.changed === true;
      }),
    );
    const entered = changed.filter(Boolean).length;
    nextAt += entered * gap;
    looked += leads.length;
    enrolled += entered;
    seen += AT_ONCE;
    isDone = next === undefined;
    cursor = next;
  }
  const status = isDone ? ('done' as const) : ('running' as const);
  const { cursor: _, ...rest } = newsletter;
  const after = { ...rest, status, nextAt, looked, enrolled, slice: newsletter.slice + 1 };
  await saveNewsletter(context.table, cursor ? { ...after, cursor } : after, isDone ? undefined : now);
  return { outcome: 'moved' };
}

const hasTime = ({ deadline, clock }: SendingContext): boolean =>
  deadline - clock.now().machine > LONGEST_CALL;
