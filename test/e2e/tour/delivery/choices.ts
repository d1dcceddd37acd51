import { ask, browser, read } from '../http.ts';
import { linkIn } from '../mailbox.ts';
import { join, leadWhen } from '../steps.ts';
import type { Chapter, Tour } from '../tour.ts';

const form = (values: Record<string, string>) => ({
  method: 'POST',
  headers: browser,
  body: new URLSearchParams(values),
});

export const choices: Chapter = {
  title: 'Preferences, data, and being forgotten',
  story: 'Xena takes a break, comes back, looks at what is known of her, and has it erased.',
  async walk(tour) {
    const { check, kweek } = tour;
    const xena = tour.invite('Xena', 'nl');
    await join(tour, xena);
    const url = linkIn(await tour.mailNow(xena, 'guide-delivery'), 'preferences');
    const page = await ask(url, { headers: browser });
    check('The preferences, from the foot of a mail', '200 in nl', `${page.status} in ${langOf(page.text)}`);
    check('… set no cookie', 'none', page.headers.get('set-cookie') ?? 'none');
    await ask(url, form({ form: 'preferences', pause: 'start', frequency: 'less' }));
    const paused = await leadWhen(tour, xena, ({ mailability }) => mailability === 'paused');
    check('A break of 30 days, with one POST', 'paused', paused.mailability);
    await ask(url, form({ form: 'preferences', pause: 'end', frequency: 'normal' }));
    check('… and back', 'subscribed', (await kweek.lead(xena.email)).mailability);
    await exported(tour, paused.id, xena.email);

    const path = /href="(\/l\/data\/[^"]+)"/.exec(page.text)?.[1] ?? '/l/data/none';
    const own = `${kweek.url}${path}`;
    const seen = await ask(own, { headers: browser });
    check('Her own page shows her address', 'yes', seen.text.includes(xena.email) ? 'yes' : 'no');
    const unsure = await ask(own, form({}));
    check('Erase, without “I am sure”', '303', String(unsure.status));
    check('… erases nobody', 'subscribed', (await kweek.lead(xena.email)).mailability);
    check('Erase, and sure', '200', String((await ask(own, form({ sure: 'on' }))).status));
    check('Who is Xena?', 'nobody', (await kweek.find(xena.email)) ? 'a lead' : 'nobody');
    const late = linkIn(await tour.mailNow(xena, 'guide-delivery'), 'unsubscribe');
    check('Her old unsubscribe link', '200', String((await ask(late, { method: 'POST' })).status));
    const again = await tour.calendar.soon(async () => {
      await tour.calendar.hold();
      const answer = read<{ looked?: number }>(await kweek.call('POST', '/v1/erasures/again?limit=100'));
      return answer.looked ? answer.looked : undefined;
    });
    check('The log of erasures knows of one', 'yes', again ? 'yes' : 'no');
  },
};

async function exported({ check, kweek }: Tour, id: string, email: string): Promise<void> {
  const all = read<{ lead?: { email: string }; consents?: { granted: boolean }[] }>(
    await kweek.call('GET', `/v1/leads/${id}/export`),
  );
  check('Her export holds her address', email, all.lead?.email ?? 'nothing');
  check('… and her consent', 'granted', all.consents?.some(({ granted }) => granted) ? 'granted' : 'none');
}

const langOf = (html: string): string => /<html lang="(\w+)"/.exec(html)?.[1] ?? 'none';
