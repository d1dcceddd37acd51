import { type Answer, ask, browser, read } from '../http.ts';
import type { Problem } from '../kweek.ts';
import type { Person } from '../people.ts';
import { fieldsOf, postForm } from '../steps.ts';
import type { Chapter, Tour } from '../tour.ts';

const json = { 'content-type': 'application/json' };
const accepted = '200 {"status":"accepted"}';
const thanks = '303 /f/guide/thanks?lang=en';

export const signups: Chapter = {
  title: 'Four ways to post a form',
  story:
    'An fills in the landing page; three others come through scripts and page builders; a robot tries too.',
  async walk(tour) {
    const { check, people } = tour;
    const { an, bram, chloe, dirk, robot } = people;
    const urlencoded = new URLSearchParams({ ...fieldsOf(an, true), website: '' });
    check('An: urlencoded, by a browser', thanks, said(await postForm(tour, urlencoded, browser)));
    check('Bram: multipart', accepted, said(await postForm(tour, multipart(bram))));
    const nested = { ...fieldsOf(chloe, false), consent: { marketing: true, textId: 'guide-emails@1' } };
    check('Chloé: JSON', accepted, said(await postForm(tour, JSON.stringify(nested), json)));
    const beacon = JSON.stringify(fieldsOf(dirk, true));
    const plain = { 'content-type': 'text/plain;charset=UTF-8' };
    check('Dirk: JSON called text/plain', accepted, said(await postForm(tour, beacon, plain)));

    check('An once more: the same answer', thanks, said(await postForm(tour, urlencoded, browser)));
    const trapped = JSON.stringify({ ...fieldsOf(robot, true), website: 'https://spam.example' });
    check('A robot in the honeypot: the same', accepted, said(await postForm(tour, trapped, json)));
    check('… and yet no lead', 'none', (await tour.kweek.find(robot.email)) ? 'a lead' : 'none');
    await tour.silence(robot, 'a robot');

    for (const person of [an, bram, chloe, dirk]) await isKnown(tour, person);
    await refusals(tour);
    await crossOrigin(tour);
  },
};

const said = ({ status, headers, text }: Answer): string => `${status} ${headers.get('location') ?? text}`;

function multipart(person: Person): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fieldsOf(person, true))) form.set(name, value);
  return form;
}

/** A lead that waits for its confirmation, whichever way it came. */
async function isKnown({ kweek, check }: Tour, { name, email, language }: Person): Promise<void> {
  const lead = await kweek.lead(email);
  const marketing = lead.consent.marketing?.granted === true;
  check(
    `${name}’s lead`,
    `pending_confirmation, ${language}, “${name}”`,
    `${lead.mailability}, ${lead.language}, “${lead.fields.first_name}”${marketing ? ', consent!' : ''}`,
  );
}

async function refusals(tour: Tour): Promise<void> {
  const wrong = await postForm(tour, JSON.stringify({ email: 'an@', first_name: 'An' }), json);
  const [first] = read<Problem>(wrong).errors ?? [];
  tour.check('An address cut in two: JSON', '422 /email', `${wrong.status} ${first?.pointer}`);
  const page = await postForm(tour, new URLSearchParams({ email: 'an@' }), browser);
  const drawnAgain =
    page.text.includes('<form') && page.text.includes('value="an@"') ? 'the form, filled in' : 'no form';
  tour.check('… and to a browser', '422 the form, filled in', `${page.status} ${drawnAgain}`);
  const lost = await ask(`${tour.kweek.url}/f/nowhere`, { method: 'POST', headers: json, body: '{}' });
  tour.check('A form that there is not', '404', String(lost.status));
}

async function crossOrigin({ kweek, check }: Tour): Promise<void> {
  const preflight = async (origin: string) => {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const answer = await ask(`${kweek.url}/f/guide`, { method: 'OPTIONS', headers });
    return `${answer.status} ${answer.headers.get('access-control-allow-origin') ?? 'nobody'}`;
  };
  const own = new URL(kweek.url).origin;
  check('May a page of ours post by script?', `204 ${own}`, await preflight(own));
  check('… and a stranger’s?', '204 nobody', await preflight('https://stranger.example'));
}
