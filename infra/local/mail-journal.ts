import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { StoredEmail } from './mailbox.ts';
import type { SesEvent } from './ses-events.ts';

export type PendingEvent = { id: string; event: SesEvent };

type Line = { mail?: StoredEmail; events?: PendingEvent[]; done?: string; clear?: true };

/** What SES would never forget when this machine stops: accepted mails, and events not yet handled. */
export type MailJournal = {
  mails: StoredEmail[];
  pending: PendingEvent[];
  add(line: Line): void;
};

/** Opens the journal at `file` and tidies it; without a file it remembers nothing. */
export function openMailJournal(file?: string): MailJournal {
  if (!file) return { mails: [], pending: [], add: () => {} };
  let mails: StoredEmail[] = [];
  const pending = new Map<string, SesEvent>();
  for (const { mail, events = [], done, clear } of readLines(file)) {
    if (clear) mails = [];
    if (mail) mails.push(mail);
    for (const { id, event } of events) pending.set(id, event);
    if (done) pending.delete(done);
  }
  const left = [...pending].map(([id, event]) => ({ id, event }));
  const lines: Line[] = [...mails.map((mail) => ({ mail })), { events: left }];
  writeFileSync(file, lines.map(toText).join(''));
  return { mails, pending: left, add: (line) => appendFileSync(file, toText(line)) };
}

const toText = (line: Line) => `${JSON.stringify(line)}\n`;

/** A line broken off by a kill is left out: its SendEmail was never answered. */
function readLines(file: string): Line[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line ? [JSON.parse(line) as Line] : [];
      } catch {
        return [];
      }
    });
}
