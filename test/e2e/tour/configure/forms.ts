import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../http.ts';
import { linkIn } from '../mailbox.ts';
import type { Chapter } from '../tour.ts';
import { noticedMs, open, ownHost, until } from './steps.ts';

export const forms: Chapter = {
  title: 'A form with a magnet, on any page',
  story: 'A form, what to paste, its script, a signup; and a signup that was taken for spam.',
  async walk(tour) {
    const call = open(tour);
    const { check, kweek } = tour;
    const { body: guide } = await call('GET', '/v1/forms/guide');
    const magnet = {
      kind: 'checklist',
      title: { en: 'The list', nl: 'De lijst' },
      page: { en: '<p>By {{ brand.name }}</p><ol><li>Who visits</li></ol><script>alert(1)</script>' },
      template: 'guide-delivery',
    };
    const put = await call('PUT', '/v1/magnets/tour-list', magnet);
    const left = (put.body.warnings ?? []).filter(({ pointer }) => pointer.includes('tour-list'));
    check(
      'A magnet that is a page, and what is left out of it',
      '200 page_element',
      `${put.status} ${left.map(({ code }) => code).join(', ')}`,
    );
    const look = await call('POST', '/v1/magnets/tour-list/preview', { language: 'nl' });
    check(
      'The page as a Dutch reader would see it',
      '200 De lijst',
      `${look.status} ${/<h1>([^<]*)/.exec(look.body.html ?? '')?.[1]}`,
    );
    const form = { ...guide, magnets: ['tour-list'], doubleOptIn: false };
    check('A form that gives it', '200', String((await call('PUT', '/v1/forms/tour', form)).status));
    const paste = await call('GET', '/v1/forms/tour/snippets?language=nl');
    check(
      'What to paste',
      'a script for nl',
      paste.body.script?.includes('data-lang="nl"') ? 'a script for nl' : 'another',
    );
    await sleep(noticedMs);
    const script = await ask(`${kweek.url}/f/tour/embed.js`);
    check(
      'The script',
      '200, cached for 5 minutes',
      `${script.status}, ${script.headers.get('cache-control') === 'public, max-age=300' ? 'cached for 5 minutes' : 'not cached'}`,
    );

    const post = (values: object) =>
      ask(`${kweek.url}/f/tour`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(values),
      });
    const noor = tour.invite('Noor', 'en');
    const signup = await post({
      email: noor.email,
      first_name: 'Noor',
      consent: { marketing: true },
      magnet: 'tour-list',
    });
    check('Noor signs up', '200', String(signup.status));
    const given = await until(async () => (await tour.mailbox.to(noor.email)).at(0));
    const link = new URL(given ? linkIn(given, 'magnet') : 'http://none');
    check('… and gets a link on the host of one’s own', ownHost, link.origin);
    const opened = await ask(kweek.url + link.pathname);
    check(
      '… that opens the page: what it is, its words, and nothing that runs',
      '200 Checklist, Who visits, no script, no cookie',
      [
        `${opened.status} ${opened.text.includes('>Checklist<') ? 'Checklist' : 'no kind'}`,
        opened.text.includes('Who visits') ? 'Who visits' : 'no words',
        opened.text.includes('<script') ? 'a script' : 'no script',
        opened.headers.has('set-cookie') ? 'a cookie' : 'no cookie',
      ].join(', '),
    );
    const damaged = await ask(`${kweek.url}${link.pathname.slice(0, -6)}`);
    check(
      'The link cut in two on its way: what to do',
      '404 Ask again',
      `${damaged.status} ${damaged.text.includes('Ask again') ? 'Ask again' : 'nothing'}`,
    );

    const wim = tour.invite('Wim', 'en');
    await post({ email: wim.email, first_name: 'Wim', consent: { marketing: true }, website: 'wim.example' });
    const spam = await call('GET', '/v1/forms/tour/spam');
    const kept = spam.body.results?.find(({ posted }) => (posted as { email?: string }).email === wim.email);
    check(
      'Wim filled in what people do not see: taken for spam',
      'kept, and no lead',
      `${kept ? 'kept' : 'lost'}, and ${(await kweek.find(wim.email)) ? 'a lead' : 'no lead'}`,
    );
    const released = await call('POST', `/v1/forms/tour/spam/${kept?.id}/release`);
    check(
      'Somebody lets him in',
      '200 a lead',
      `${released.status} ${(await kweek.find(wim.email)) ? 'a lead' : 'no lead'}`,
    );
  },
};
