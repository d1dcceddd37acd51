import { read } from '../http.ts';
import { fieldsOf, join, leadWhen, postForm, startOf } from '../steps.ts';
import type { Chapter, Tour } from '../tour.ts';

const json = { 'content-type': 'application/json' };
type Sending = { status?: string };

export const news: Chapter = {
  title: 'What SES reports',
  story: 'Tina’s address bounces for good, Ugo’s mailbox is full for a while, Vera calls it spam.',
  async walk(tour) {
    const { check } = tour;
    for (const [name, event, expected] of [
      ['Tina', { type: 'Bounce', subType: 'Permanent' }, 'bounced'],
      ['Ugo', { type: 'Bounce', subType: 'Transient' }, 'subscribed'],
      ['Vera', { type: 'Complaint' }, 'complained'],
    ] as const) {
      const person = tour.invite(name, 'en');
      await join(tour, person);
      const since = await startOf(tour, person, 'awareness');
      const { messageId } = await tour.mailAfter(person, 'awareness-1-five-numbers', 0, since);
      await tour.kweek.playSes({ messageId, ...event });
      const lead = await leadWhen(tour, person, ({ mailability }) => mailability === expected);
      check(
        `${name} after a ${event.type}${'subType' in event ? ` (${event.subType})` : ''}`,
        expected,
        lead.mailability,
      );
    }
  },
};

export const button: Chapter = {
  title: 'The big red button',
  story: 'Somebody stops sending while Wim signs up, and lets it go on.',
  async walk(tour) {
    const { check, mailbox } = tour;
    const wim = tour.invite('Wim', 'en');
    check('Stopped', 'paused', await said(tour, 'pause', { reason: 'A wrong link.' }));
    await postForm(tour, JSON.stringify(fieldsOf(wim, true)), json);
    await leadWhen(tour, wim, () => true);
    await new Promise((later) => setTimeout(later, 3_000));
    check('Mails to Wim in three seconds', '0', String((await mailbox.to(wim.email)).length));
    check('Let go on', 'sending', await said(tour, 'resume', {}));
    const mail = await tour.calendar.soon(async () => {
      await tour.calendar.hold();
      return (await mailbox.to(wim.email))[0];
    });
    check('What waited leaves', 'Please confirm', mail?.subject.slice(0, 14) ?? 'nothing');
  },
};

async function said({ kweek }: Tour, what: 'pause' | 'resume', body: object): Promise<string> {
  return read<Sending>(await kweek.call('POST', `/v1/sending/${what}`, body)).status ?? 'nothing';
}
