import { ask, browser } from '../http.ts';
import { linkIn } from '../mailbox.ts';
import { click, points, startOf, whereTo } from '../steps.ts';
import type { Chapter, Tour } from '../tour.ts';

const article = '/demo/articles/five-numbers.html';

export const clicks: Chapter = {
  title: 'Awareness: the first mail, and who clicks in it',
  story: 'Machines follow An’s link first, somebody changes it, and then An clicks.',
  async walk(tour) {
    const { calendar, check, kweek, people } = tour;
    const { an, bram, chloe, dirk } = people;
    for (const person of [an, bram, chloe, dirk])
      await tour.mailAfter(person, 'awareness-1-five-numbers', 0, await startOf(tour, person, 'awareness'));
    const mail = await tour.mailNow(an, 'awareness-1-five-numbers');
    const link = linkIn(mail, 'click');
    const engagement = async () => (await kweek.lead(an.email)).score.engagement;
    const before = await engagement();
    check('An’s engagement: guide 15, confirmed 5', '20.0', points(before), before > 19 && before <= 20);

    const goes = `302 ${article}`;
    for (const [who, method, headers] of [
      ['HEAD of the link', 'HEAD', browser],
      ['GET without a user agent', 'GET', { 'user-agent': '' }],
      ['GET by a robot', 'GET', { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0)' }],
    ] as const) {
      const answer = await ask(link, { method, headers });
      check(who, goes, whereTo(tour, answer));
    }
    const idle = await engagement();
    check('… and scores nothing', points(before), points(idle), Math.abs(idle - before) < 1);
    await tampering(tour, link, goes);

    const answer = await click(mail);
    check('An clicks', goes, whereTo(tour, answer));
    check('The article opens', '200', String((await ask(`${kweek.url}${article}`)).status));
    const dirks = await tour.mailNow(dirk, 'awareness-1-five-numbers');
    await click(dirks);
    await calendar.hold();
    const after = await engagement();
    check(
      '… and scores five, once it is clear that nobody else did',
      points(idle + 5),
      points(after),
      Math.abs(after - idle - 5) < 1,
    );
    await click(mail);
    await calendar.hold();
    const again = await engagement();
    check('The same link again scores nothing', points(after), points(again), Math.abs(again - after) < 1);
    check('22 points begin engagement', 'engagement', (await kweek.lead(an.email)).nurtureStage);
    const { lifecycle } = await kweek.lead(an.email);
    check('A form with all fields makes a', 'lead', lifecycle);
    check('Dirk clicked too', 'engagement', (await kweek.lead(dirk.email)).nurtureStage);
  },
};

async function tampering(tour: Tour, link: string, goes: string): Promise<void> {
  const at = link.length - 10;
  const changed = `${link.slice(0, at)}${link[at] === 'A' ? 'B' : 'A'}${link.slice(at + 1)}`;
  const confused = link.replace('/l/click/', '/l/unsubscribe/');
  for (const [what, url] of [
    ['One letter of it changed', changed],
    ['… or cut off', link.slice(0, -4)],
    ['… or used to unsubscribe', confused],
  ] as const) {
    const answer = await ask(url, { headers: browser });
    tour.check(what, '404 to nowhere', whereTo(tour, answer));
  }
  const added = await ask(`${link}?url=https://evil.example/`, { headers: browser, method: 'HEAD' });
  tour.check('… with another address added', goes, whereTo(tour, added));
}
