import { randomUUID } from 'node:crypto';
import { KweekError } from '../../domain/kweek-error.ts';
import { isColleague } from '../../domain/programme/colleagues.ts';
import type { Settings } from '../../domain/programme/settings.ts';
import { programmeDeadline } from '../../domain/time/now.ts';
import type { SendOutcome } from '../../mail/ses-outcome.ts';
import {
  type ColleagueMail,
  claimColleagueMail,
  countColleagueMail,
  endColleagueMail,
  getColleagueMail,
  moveColleagueMail,
  putColleagueMail,
} from '../../store/colleague-mails.ts';
import type { Context } from '../context.ts';
import { contentHash } from '../lead/lead-id.ts';
import type { Visit } from '../lead/visit-lead.ts';
import { LEASE } from './lease.ts';
import type { SendingContext } from './sending-context.ts';

/** Of all colleagues together, in an hour of machine time: nobody is flooded through us. */
const MOST_AN_HOUR = 60;
const MOST_ATTEMPTS = 8;
const AFTER_REFUSAL = 60_000;

const PREFIX = 'colleague_';

/** Is this entry of the due index a mail to a colleague? */
export const isColleagueMail = (id: string): boolean => id.startsWith(PREFIX);

/** A mail to a colleague, before it has an id. `key`: the same one again is the same mail. */
export interface ColleagueNote extends Omit<ColleagueMail, 'id' | 'attempts'> {
  key?: string;
}

/**
 * Leaves a mail to a colleague for the senders, who alone may call SES: it goes at once, in the account's rate.
 * It is never counted. Throws `invalid` when the settings do not name the colleague, `too_many` when the hour
 * has had its share.
 */
export async function mailColleague(
  context: Context,
  settings: Settings,
  note: ColleagueNote,
): Promise<string> {
  const { key, ...mail } = note;
  if (!isColleague(mail.to, settings)) {
    const detail =
      'Add this address to settings.colleagues first: mails like this go only to people named there.';
    throw new KweekError('invalid', 'This is nobody of yours.', [
      { pointer: '/to', detail, code: 'unknown_colleague' },
    ]);
  }
  const { machine, programme } = context.clock.now();
  if (!(await countColleagueMail(context.table, machine, MOST_AN_HOUR))) {
    throw new KweekError('too_many', `At most ${MOST_AN_HOUR} mails to colleagues leave in an hour.`);
  }
  const id = PREFIX + contentHash(key ?? randomUUID());
  await putColleagueMail(context.table, { ...mail, id, attempts: 0 }, programme);
  return id;
}

/**
 * Sends one, with a slot in hand. The attempt is noted first, and the mail is due again when its lease is over:
 * a dead worker's mail is found there. Unlike a lead's mail, one that SES said nothing about is sent again.
 */
export async function sendColleagueMail(context: SendingContext, id: string): Promise<Visit> {
  const mail = await getColleagueMail(context.table, id);
  if (!mail) return { outcome: 'gone' };
  const now = context.clock.now();
  const { machine } = now;
  if (mail.attempts >= MOST_ATTEMPTS) {
    context.log.error('A mail to a colleague is given up.', { mail: id });
    await endColleagueMail(context.table, mail, 'given up', machine);
    return { outcome: 'moved' };
  }
  const { notBefore = 0 } = mail;
  if (notBefore > machine) {
    await moveColleagueMail(context.table, mail, notBefore, programmeDeadline(notBefore, now));
    return { outcome: 'moved' };
  }
  const lease = machine + LEASE;
  if (!(await claimColleagueMail(context.table, mail, lease, programmeDeadline(lease, now)))) {
    return { outcome: 'left' };
  }
  const claimed = { ...mail, attempts: mail.attempts + 1 };
  const { attempts: _, id: __, notBefore: ___, ...message } = mail;
  const answer = await context.mailer.send({ ...message, headers: {}, tags: { colleague: id } });
  return conclude(context, claimed, answer);
}

async function conclude(context: SendingContext, mail: ColleagueMail, answer: SendOutcome): Promise<Visit> {
  const now = context.clock.now();
  if (answer.outcome === 'accepted') {
    await endColleagueMail(context.table, mail, 'sent', now.machine);
    return { outcome: 'moved' };
  }
  context.log.warn('A mail to a colleague did not leave; it is tried again.', {
    mail: mail.id,
    code: answer.reason,
  });
  if (answer.outcome === 'unknown') return { outcome: 'moved' };
  const retryAt = now.machine + AFTER_REFUSAL;
  await moveColleagueMail(context.table, mail, retryAt, programmeDeadline(retryAt, now));
  return { outcome: 'refused', kind: answer.kind };
}
