import { randomUUID } from 'node:crypto';
import { fetchListener } from './fetch-listener.ts';
import { listenLocally } from './listen.ts';
import { openMailJournal } from './mail-journal.ts';
import { openMailbox, type StoredEmail } from './mailbox.ts';
import { type AccountLimits, openAccount, type SesAccount } from './ses-account.ts';
import { recipientsOf, type SesEvent, simulated } from './ses-events.ts';
import { type Faults, openFaults } from './ses-faults.ts';
import { type SendCall, sesFront } from './ses-front.ts';
import { type PlayedEvent, playedEvent } from './ses-played.ts';
import { type EventQueue, type EventQueueOptions, type Outcome, openEventQueue } from './ses-queue.ts';

export type SesOptions = Omit<EventQueueOptions, 'onDone'> & {
  /** 0: a free one. */
  port: number;
  configurationSet: string;
  limits?: Partial<AccountLimits> | undefined;
  /** By what clock the account's rate and quota count, ms; the machine's if not told. */
  now?: (() => number) | undefined;
  /** Where accepted mails and unhandled events outlive the process. */
  journal?: string | undefined;
};

export type LocalSes = {
  port: number;
  /** What the mailbox shows, oldest first. */
  emails(): StoredEmail[];
  /** Every SendEmail that came, refused ones too. */
  calls: SendCall[];
  /** Limits, pause (`sendingEnabled`), suppression list. */
  account: SesAccount;
  /** Makes requests go wrong. */
  inject: Faults['inject'];
  clearFaults: Faults['clear'];
  /** SES's events on their way to `feedback`: hold, drop, repeat. */
  events: EventQueue;
  /** Publishes an event for a sent mail; `unknown` when there is no such mail. */
  play(messageId: string, event: PlayedEvent): Promise<Outcome | 'unknown'>;
  stop(): Promise<void>;
};

/** Starts SES v2 as the functions see it, with the mailbox on top. */
export async function startSes(options: SesOptions): Promise<LocalSes> {
  const { port, configurationSet, limits, now, journal: file, ...queueOptions } = options;
  const mailbox = await openMailbox();
  const account = openAccount(limits, now);
  const faults = openFaults();
  const journal = openMailJournal(file);
  const queue = openEventQueue({ ...queueOptions, onDone: (done) => journal.add({ done }) });
  const calls: SendCall[] = [];
  const front = sesFront({ mailbox, account, faults, queue, journal, calls, configurationSet });
  const listening = await listenLocally(fetchListener(front.fetch), port, 'MAIL_PORT');
  for (const mail of journal.mails) mailbox.restore(mail);
  for (const { id, event } of journal.pending) void queue.publish(event, id);

  return {
    port: listening.port,
    emails: mailbox.emails,
    calls,
    account,
    inject: faults.inject,
    clearFaults: faults.clear,
    events: queue,
    async play(messageId, played) {
      const email = mailbox.find(messageId);
      if (!email) return 'unknown';
      const event = playedEvent(email, played, Date.now());
      suppress(account, email, event);
      const id = randomUUID();
      journal.add({ events: [{ id, event }] });
      return queue.publish(event, id);
    },
    async stop() {
      queue.stop();
      await listening.stop();
      await mailbox.stop();
    },
  };
}

/** SES puts who bounced for good or complained on the account's list, but not the simulator's addresses. */
function suppress({ suppressed }: SesAccount, email: StoredEmail, event: SesEvent): void {
  const bounced = (event.bounce as { bounceType?: string } | undefined)?.bounceType === 'Permanent';
  const complained = event.eventType === 'Complaint';
  const address = recipientsOf(email)[0]?.toLowerCase();
  if (!address || simulated(address) || !(bounced || complained)) return;
  suppressed.set(address, bounced ? 'BOUNCE' : 'COMPLAINT');
}
