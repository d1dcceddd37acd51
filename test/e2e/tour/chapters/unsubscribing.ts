import { ask, browser } from '../http.ts';
import { linkIn } from '../mailbox.ts';
import { click, points } from '../steps.ts';
import type { Chapter } from '../tour.ts';

export const unsubscribing: Chapter = {
  title: 'Leaving by one click',
  story: 'An’s mail program posts to the List-Unsubscribe address, without cookies, as RFC 8058 has it.',
  async walk(tour) {
    const { check, kweek } = tour;
    const { an } = tour.people;
    const mail = await tour.mailNow(an, 'endorsement-1-joinery');
    const url = /^<(.+)>$/.exec(mail.headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
    check(
      'The mail’s foot has the same link',
      'the same',
      linkIn(mail, 'unsubscribe') === url ? 'the same' : 'another',
    );
    const page = await ask(url, { headers: browser });
    check(
      'GET of it',
      '200 a page with a button',
      `${page.status} ${/<form/.test(page.text) ? 'a page with a button' : 'no button'}`,
    );
    check('… changes nothing', 'subscribed', (await kweek.lead(an.email)).mailability);

    const bare = await ask(url, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    check(
      'POST, urlencoded',
      '200 without redirect',
      `${bare.status} ${bare.headers.get('location') ?? 'without redirect'}`,
    );
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    const again = await ask(url, { method: 'POST', body: form });
    check(
      'POST again, multipart',
      '200 without redirect',
      `${again.status} ${again.headers.get('location') ?? 'without redirect'}`,
    );

    const lead = await kweek.lead(an.email);
    check('An is', 'unsubscribed', lead.mailability);
    check('Her consent', 'withdrawn', lead.consent.marketing?.granted ? 'given' : 'withdrawn');
    const active = lead.enrollments.filter(({ status }) => status === 'active').length;
    check('Sequences that she is in', '0', String(active));
    check(
      'Her stage stays, her engagement does not',
      'endorsement, 0.0',
      `${lead.nurtureStage}, ${points(lead.score.engagement)}`,
    );
    const late = await click(mail);
    const { score } = await kweek.lead(an.email);
    check(
      'A click after that leads on, and scores',
      '302, 0.0',
      `${late.status}, ${points(score.engagement)}`,
    );
    await tour.silence(an, 'unsubscribed');
  },
};
