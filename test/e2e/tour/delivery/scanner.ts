import { ask, browser } from '../http.ts';
import { click, join, points, startOf } from '../steps.ts';
import type { Chapter } from '../tour.ts';

const mailOfAll = 'awareness-1-five-numbers';

/** Every link of a mail that leads to us, as a scanner finds them. */
export const linksOf = (html: string): string[] => [
  ...new Set(
    [...html.matchAll(/href="([^"]+\/l\/[^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&')),
  ),
];

export const scanner: Chapter = {
  title: 'A scanner and a person',
  story:
    'Sam’s mail server opens every link of a mail as it arrives, like a browser would. Later Sam reads it.',
  async walk(tour) {
    const { calendar, check, kweek } = tour;
    const sam = tour.invite('Sam', 'en', 'Sam BV');
    await join(tour, sam);
    const mail = await tour.mailAfter(sam, mailOfAll, 0, await startOf(tour, sam, 'awareness'));
    const before = await kweek.lead(sam.email);
    const links = linksOf(mail.html);
    const statuses = await Promise.all(
      links.map(async (url) => (await ask(url, { headers: browser })).status),
    );
    const opened = statuses.filter((status) => status === 200 || status === 302).length;
    check(
      'The scanner opens all links at once',
      `${links.length} of ${links.length}`,
      `${opened} of ${links.length}`,
    );
    await calendar.hold();
    const scanned = await kweek.lead(sam.email);
    check('It unsubscribed nobody', 'subscribed', scanned.mailability);
    check('… and advanced nobody', before.nurtureStage, scanned.nurtureStage);
    check(
      '… and scored nothing',
      points(before.score.engagement),
      points(scanned.score.engagement),
      scanned.score.engagement <= before.score.engagement,
    );

    await calendar.wait((await calendar.now()) + 60 * 60_000, async () => undefined);
    await click(mail);
    check(
      'Sam clicks an hour later: held at first',
      before.nurtureStage,
      (await kweek.lead(sam.email)).nurtureStage,
    );
    await calendar.hold();
    const human = await calendar.soon(async () => {
      const lead = await kweek.lead(sam.email);
      return lead.nurtureStage === 'engagement' ? lead : undefined;
    });
    check('… and then counted', 'engagement', human?.nurtureStage ?? before.nurtureStage);
  },
};
