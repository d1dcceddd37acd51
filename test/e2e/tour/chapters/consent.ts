import { ask, browser } from '../http.ts';
import { linkIn } from '../mailbox.ts';
import { confirm, leadWhen, whereTo } from '../steps.ts';
import type { Chapter, Tour } from '../tour.ts';

export const consent: Chapter = {
  title: 'Confirming',
  story: 'Mail scanners open An’s link before she does. Only the button on its page counts.',
  async walk(tour) {
    const { check, mailbox, people } = tour;
    const { an, bram, chloe, dirk } = people;
    const link = linkIn(await tour.mailNow(an, 'confirmation'), 'confirm');
    const page = await ask(link, { headers: browser });
    const button = /<form[^>]*method="post"/.test(page.text) ? 'a page with a button' : 'no button';
    check('GET of the link', '200 a page with a button', `${page.status} ${button}`);
    check('HEAD of the link', '200', String((await ask(link, { method: 'HEAD' })).status));
    await ask(link, { headers: { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' } });
    check('An after GET and HEAD', 'pending_confirmation', (await tour.kweek.lead(an.email)).mailability);

    check('POST of the link', '200', String((await confirm(tour, an)).status));
    const lead = await leadWhen(tour, an, ({ mailability }) => mailability === 'subscribed');
    check('An after POST', 'subscribed', lead.mailability);
    const { marketing } = lead.consent;
    check(
      'Her consent',
      'given to guide-emails@1',
      `${marketing?.granted ? 'given' : 'not given'} to ${marketing?.text}`,
    );
    await guideArrives(tour);

    check('POST again', '200', String((await confirm(tour, an)).status));
    for (const person of [bram, chloe, dirk]) {
      const { status } = await confirm(tour, person);
      await tour.mailNow(person, 'guide-delivery');
      const { mailability } = await tour.kweek.lead(person.email);
      check(`${person.name} confirms, gets the guide`, '200 subscribed', `${status} ${mailability}`);
    }
    const subjects = (await mailbox.to(an.email)).map(({ subject }) => subject);
    const guides = subjects.filter((subject) => subject.startsWith('Your guide')).length;
    const asked = subjects.filter((subject) => subject.startsWith('Please confirm')).length;
    check(
      'An, who did all of it twice, has',
      '1 confirmation, 1 guide',
      `${asked} confirmation, ${guides} guide`,
    );
  },
};

async function guideArrives(tour: Tour): Promise<void> {
  const { check, people, kweek } = tour;
  const mail = await tour.mailNow(people.an, 'guide-delivery');
  const { 'List-Unsubscribe': unsubscribe = 'absent', 'List-Unsubscribe-Post': post = 'absent' } =
    mail.headers;
  const target = unsubscribe.replace(/\/l\/unsubscribe\/[\w.-]+/, '/l/unsubscribe/…');
  check('The guide’s List-Unsubscribe', `<${kweek.url}/l/unsubscribe/…>`, target);
  check('… and -Post', 'List-Unsubscribe=One-Click', post);
  const opened = await ask(linkIn(mail, 'magnet'), { headers: browser });
  check('The link to the guide', '302 /demo/guide/en.html', whereTo(tour, opened));
  const location = opened.headers.get('location');
  const guide = location ? await ask(location) : undefined;
  const isGuide = guide?.text.includes('<h1') === true;
  check('The guide', '200 with a title', `${guide?.status} ${isGuide ? 'with a title' : 'without'}`);
}
