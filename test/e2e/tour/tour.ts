import { type Calendar, dayMs, openCalendar } from './calendar.ts';
import type { Kweek, Programme } from './kweek.ts';
import { type Mail, type Mailbox, openMailbox } from './mailbox.ts';
import { invitePeople, inviter, type People, type Person } from './people.ts';

export type Check = { what: string; expected: string; seen: string; holds: boolean };

/** One part of the story: what happens, and what is to be seen of it. */
export type Chapter = { title: string; story: string; walk(tour: Tour): Promise<void> };

/** Somebody who is to hear no more of us. */
export type Silence = { person: Person; because: string; mails: number; since: number };

/** Hears of each thing as it is seen. */
export type Listener = {
  chapter(number: number, chapter: Chapter): void;
  check(check: Check): void;
  /** `seconds`: how long by a watch, at most. */
  waiting(what: string, seconds: number): void;
};

export type Tour = {
  kweek: Kweek;
  mailbox: Mailbox;
  calendar: Calendar;
  people: People;
  /** Somebody else, with an address that no earlier tour used. */
  invite: ReturnType<typeof inviter>;
  /** As it was when the tour began. */
  programme: Programme;
  silences: Silence[];
  /** Notes what was expected beside what was seen; without `holds` they must be the same. */
  check(what: string, expected: string, seen: string, holds?: boolean): void;
  /** The mail that a person gets at once. Throws when it does not come. */
  mailNow(person: Person, template: string): Promise<Mail>;
  /** Waits for a mail that is due so many days after a moment, and notes when it came. Throws when it does not. */
  mailAfter(person: Person, template: string, days: number, since: number): Promise<Mail>;
  /** From here on nothing more may reach this person. */
  silence(person: Person, because: string): Promise<void>;
  /** Tells that there is a wait until programme time `until`, ms. */
  tellWait(what: string, until: number): Promise<void>;
};

export type TourOptions = {
  kweek: Kweek;
  mailUrl: string;
  hurry?: boolean;
  settle?: () => Promise<unknown>;
  listener?: Partial<Listener>;
};

/** Walks all chapters, in order; a chapter that cannot go on is a check that failed. */
export async function takeTour(chapters: Chapter[], options: TourOptions): Promise<Check[]> {
  const { kweek, mailUrl, listener = {} } = options;
  const checks: Check[] = [];
  const check: Tour['check'] = (what, expected, seen, holds = expected === seen) => {
    checks.push({ what, expected, seen, holds });
    listener.check?.({ what, expected, seen, holds });
  };
  const calendar = await openCalendar(kweek, options);
  const mailbox = openMailbox(mailUrl, kweek.clock);
  const programme = await kweek.programme();
  const find = async (person: Person, template: string) => {
    const wanted = subjectOf(programme, template, person.language);
    return (await mailbox.to(person.email)).find(({ subject }) => wanted.test(subject));
  };
  const tellWait: Tour['tellWait'] = async (what, until) => {
    if (options.hurry) return;
    const seconds = (until - (await calendar.now())) / calendar.rate / 1_000;
    if (seconds > 5) listener.waiting?.(what, seconds);
  };
  const invite = inviter(Date.now().toString(36));
  const tour: Tour = {
    kweek,
    mailbox,
    calendar,
    programme,
    check,
    tellWait,
    people: invitePeople(invite),
    invite,
    silences: [],
    async mailNow(person, template) {
      const mail = await calendar.soon(() => find(person, template));
      if (!mail) throw new Error(`"${template}" did not reach ${person.name}`);
      return mail;
    },
    async mailAfter(person, template, days, since) {
      const what = `${person.name} gets ${template}`;
      const expected = days === 0 ? 'at once' : `${days} ${days === 1 ? 'day' : 'days'} later`;
      const until = since + (days + calendar.slack) * dayMs;
      if (!(await find(person, template))) await tellWait(what, since + days * dayMs);
      const mail = await calendar.wait(until, () => find(person, template));
      if (!mail) throw new Error(`"${template}" did not reach ${person.name}`);
      const seen = (mail.at - since) / dayMs;
      // A day of the calendar may have 23 hours.
      const inTime = seen > days - 0.1 && seen < days + calendar.slack;
      check(what, expected, `${seen.toFixed(1)} days later`, inTime);
      return mail;
    },
    async silence(person, because) {
      const mails = (await mailbox.to(person.email)).length;
      tour.silences.push({ person, because, mails, since: await calendar.now() });
    },
  };
  for (const [i, chapter] of chapters.entries()) {
    listener.chapter?.(i + 1, chapter);
    await chapter.walk(tour).catch((error: Error) => check('The chapter ends', 'as written', error.message));
  }
  return checks;
}

/** A template's subject in a language, with anything where it has a value. */
function subjectOf({ templates }: Programme, template: string, language: string): RegExp {
  const content = templates[template]?.content ?? {};
  const subject = content[language]?.subject ?? '';
  const literal = subject.split(/\{\{.*?\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`);
}
