import { dayMs } from '../calendar.ts';
import type { Chapter, Tour } from '../tour.ts';

const days = 10;

export const silence: Chapter = {
  title: 'Ten days later',
  story: 'To An and Fons and Griet mails were due. None of these five may have heard of us.',
  async walk(tour) {
    const { calendar, check, mailbox, silences } = tour;
    const until = Math.max(...silences.map(({ since }) => since)) + days * dayMs;
    await tour.tellWait('ten days of silence', until);
    await calendar.wait(until, async () => undefined);
    for (const { person, because, mails, since } of silences) {
      const more = (await mailbox.to(person.email)).length - mails;
      const passed = ((await calendar.now()) - since) / dayMs;
      check(
        `${person.name}, ${because}`,
        'no mail in 10 days',
        `${more || 'no'} mail in ${Math.floor(passed)} days`,
        more === 0 && passed >= days,
      );
    }
    await together(tour);
  },
};

/** Confirmation, guide, and what each read of the stages. */
const mailsOf = { an: 5, bram: 5, chloe: 6, dirk: 6, emma: 2, fons: 3, griet: 3, hugo: 5, robot: 0 };

/** What holds for all mails of the tour. */
async function together({ check, mailbox, people }: Tour): Promise<void> {
  const each = await Promise.all(
    (Object.keys(mailsOf) as (keyof typeof mailsOf)[]).map(async (who) => {
      const { name, email } = people[who];
      return { name, wanted: mailsOf[who], mails: await mailbox.to(email) };
    }),
  );
  for (const { name, wanted, mails } of each) check(`All mails to ${name}`, `${wanted}`, `${mails.length}`);
  const twice = each.flatMap(({ mails }) =>
    mails.filter(({ subject }, i) => mails.findIndex((mail) => mail.subject === subject) < i),
  );
  check(
    'The same mail twice',
    'nobody',
    twice.map(({ to, subject }) => `${to}: ${subject}`).join() || 'nobody',
  );
  const gaps = each.flatMap(({ mails }) => {
    const nurture = mails.filter(({ html }) => html.includes('/l/click/'));
    return nurture.slice(1).map((mail, i) => mail.at - (nurture[i]?.at ?? 0));
  });
  const hours = Math.min(...gaps) / 3_600_000;
  check('Least time between two nurture mails', '20 hours or more', `${hours.toFixed(0)} hours`, hours >= 20);
}
