import { KweekError } from '../../domain/kweek-error.ts';
import type { Newsletter } from '../../domain/sequence/newsletter.ts';
import { type MailCounts, resultsOf } from '../../domain/sequence/sequence-results.ts';
import { addCounts } from '../../domain/statistics/tally.ts';
import { getNewsletter, saveNewsletter } from '../../store/newsletters.ts';
import type { Context } from '../context.ts';
import { stopVersion } from '../programme/run-sequence.ts';
import { readStatistics } from '../statistics/read-statistics.ts';
import { newsletterIdOf } from './send-newsletter.ts';

const DAY = 86_400_000;
/** What comes of a newsletter comes in these days, or until the next one of its sequence. */
const COUNTS_FOR_DAYS = 60;
const MOST_NEXT = 20;
const MOST_TRIES = 12;

/** As it is. Throws `not_found`. */
export async function readNewsletter(context: Context, id: string): Promise<Newsletter> {
  const newsletter = await getNewsletter(context.table, id);
  if (!newsletter) throw new KweekError('not_found', 'There is no such newsletter.');
  return newsletter;
}

/**
 * Nobody gets it any more who has not got it: first the mark that each lead looks at before a mail, then the end of
 * the slices. A mail that is being sent at this moment arrives. Stopping it again changes nothing.
 */
export async function stopNewsletter(context: Context, idKeyCheck: string, id: string): Promise<Newsletter> {
  const { sequence, version } = await readNewsletter(context, id);
  const { config } = await context.rules.current();
  // Of a sequence that was removed nothing leaves anyway.
  if (Object.hasOwn(config.sequences, sequence)) await stopVersion(context, idKeyCheck, sequence, version);
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const newsletter = await readNewsletter(context, id);
    if (newsletter.status === 'stopped') return newsletter;
    const stopped = { ...newsletter, status: 'stopped' as const, slice: newsletter.slice + 1 };
    if (await saveNewsletter(context.table, stopped)) return stopped;
  }
  throw new KweekError('conflict', 'It is being sent at this moment: stop it again.');
}

/** What became of its mails so far: those of its sequence, from the day it began to the day the next one did. */
export async function countNewsletter(context: Context, newsletter: Newsletter): Promise<MailCounts> {
  const { config } = await context.rules.current();
  const { sequence, startedAt } = newsletter;
  const published = config.sequences[sequence];
  if (!published) return { ...noMails };
  const now = context.clock.now().programme;
  const until = Math.min(now, startedAt + COUNTS_FOR_DAYS * DAY, await nextStart(context, newsletter));
  const counts = {};
  const days = await readStatistics(context, dayOf(startedAt), dayOf(until));
  for (const day of Object.values(days)) addCounts(counts, day);
  return resultsOf(sequence, published, counts).mails.reduce(
    (sum, mail) => ({
      sent: sum.sent + mail.sent,
      delivered: sum.delivered + mail.delivered,
      opened: sum.opened + mail.opened,
      clicked: sum.clicked + mail.clicked,
      bounced: sum.bounced + mail.bounced,
    }),
    { ...noMails },
  );
}

const noMails: MailCounts = { sent: 0, delivered: 0, opened: 0, clicked: 0, bounced: 0 };

/** When the next version of its sequence went out as a newsletter; programme ms. */
async function nextStart(context: Context, { sequence, version }: Newsletter): Promise<number> {
  const { config } = await context.rules.current();
  const last = Math.min(config.sequenceVersions[sequence] ?? version, version + MOST_NEXT);
  for (let next = version + 1; next <= last; next++) {
    const found = await getNewsletter(context.table, newsletterIdOf(sequence, next));
    if (found) return found.startedAt;
  }
  return Number.POSITIVE_INFINITY;
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
