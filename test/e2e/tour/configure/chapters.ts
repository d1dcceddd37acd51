import { setTimeout as sleep } from 'node:timers/promises';
import { dayMs } from '../calendar.ts';
import { ask, read } from '../http.ts';
import { linkIn } from '../mailbox.ts';
import type { Chapter, Tour } from '../tour.ts';

/** What the answers of this tour are asked for. */
interface Body {
  id?: string;
  key?: string;
  secret?: string;
  version?: number;
  currency?: string;
  subject?: string;
  html?: string;
  text?: string;
  notes?: string[];
  script?: string;
  leadId?: string;
  addressees?: number;
  isNew?: boolean;
  newsletter?: { id: string };
  mails?: { sent: number };
  score?: { engagement: number };
  problems?: unknown[];
  changes?: unknown;
  fit?: object;
  publication?: { version: number };
  status?: string | number;
  enrolled?: number;
  colleagues?: string[];
  warnings?: { code: string; pointer: string }[];
  errors?: { pointer: string; code?: string }[];
  results?: ({ slug?: string; id?: string; version?: number; step?: string; at?: string } & Record<
    string,
    unknown
  >)[];
}

/** Brings its requests here, as a marketer's own domain does. */
const ownHost = 'https://go.lindeveld.example';
const colleague = 'colleague@voorbeeld.example';
const letter = (
  subject: string,
  html = '<p>Dear {{ lead.first_name | default: "reader" }}, this letter has words enough to be read.</p>{% render "tour-signature" %}',
) => ({
  kind: 'nurture',
  content: { en: { subject, html }, nl: { subject: `${subject} (nl)`, html } },
});
/** How long functions may keep what they have read, ms of a watch. */
const noticedMs = 1_500;

const open =
  ({ kweek }: Tour) =>
  async (method: string, path: string, body?: unknown, ifMatch?: string) => {
    const headers = ifMatch ? { 'if-match': ifMatch } : undefined;
    const answer = headers
      ? await kweek.callWith(method, path, headers, body)
      : await kweek.call(method, path, body);
    return { status: answer.status, etag: answer.headers.get('etag') ?? '', body: read<Body>(answer) };
  };

async function until<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let tries = 0; tries < 60; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(500);
  }
  return undefined;
}

const settings: Chapter = {
  title: 'Settings, by two marketers at once',
  story: 'Both read the settings; one changes the brand, the other is too late and loses nothing.',
  async walk(tour) {
    const call = open(tour);
    const { body, etag } = await call('GET', '/v1/settings');
    const brand = { color: '#ffd400', footer: { en: 'Since 1999', nl: 'Sinds 1999' } };
    const mine = { ...body, brand, colleagues: [...(body.colleagues ?? []), colleague] };
    const put = await call('PUT', '/v1/settings', mine, etag);
    tour.check('The first one changes colour, footer and colleagues', '200', String(put.status));
    const late = await call('PUT', '/v1/settings', { ...body, currency: 'CHF' }, etag);
    tour.check('The second one, with what was read before', '412', String(late.status));
    const wrong = await call('PUT', '/v1/settings', { ...mine, currency: 'EURO' });
    tour.check(
      'A currency that there is not',
      '422 /currency',
      `${wrong.status} ${wrong.body.errors?.[0]?.pointer}`,
    );
    const now = await call('GET', '/v1/settings');
    const hosted = await call('PUT', '/v1/settings', { ...now.body, linkUrl: ownHost }, now.etag);
    tour.check('A host of one’s own for links', '200', String(hosted.status));
    const senders = await call('GET', '/v1/senders');
    tour.check(
      'Who writes',
      '200, the programme’s own first',
      `${senders.status}, ${senders.body.results?.[0]?.slug === null ? 'the programme’s own first' : 'another'}`,
    );
  },
};

const mails: Chapter = {
  title: 'A mail, from draft to a colleague’s inbox',
  story:
    'A shared signature, a template with mistakes, a look at it, a test mail, and back to the first version.',
  async walk(tour) {
    const call = open(tour);
    const { check } = tour;
    const early = await call('PUT', '/v1/templates/tour-letter', letter('First'));
    check('A template that renders a piece which is not there', '422', String(early.status));
    const piece = await call('PUT', '/v1/partials/tour-signature', {
      html: { en: '<p>An of {{ brand.name }}</p>' },
    });
    check('The piece', '200', String(piece.status));
    const first = await call('PUT', '/v1/templates/tour-letter', letter('First'));
    check('The template, now', '200', String(first.status));

    const careless = letter('x'.repeat(61), '<img src="http://www.example.com/a.png">');
    const look = await call('POST', '/v1/templates/tour-letter/preview', { template: careless });
    const codes = (look.body.warnings ?? [])
      .filter(({ pointer }) => pointer.includes('/en/'))
      .map(({ code }) => code);
    check(
      'What should be better about a careless draft',
      'long_subject, missing_alt, image_only, plain_http',
      codes.join(', '),
    );
    const lead = { fields: { first_name: 'Noor' }, language: 'nl' };
    const preview = await call('POST', '/v1/templates/tour-letter/preview', { lead });
    check(
      'The mail as Noor would get it',
      'First (nl), Dear Noor, Sinds 1999',
      [
        preview.body.subject,
        preview.body.html?.includes('Dear Noor') ? 'Dear Noor' : 'no name',
        preview.body.text?.includes('Sinds 1999') ? 'Sinds 1999' : 'no footer',
      ].join(', '),
    );
    check(
      'The brand’s yellow, with dark words on it',
      'yes',
      preview.body.html?.includes('#ffd400') ? 'yes' : 'no',
    );

    const stranger = await call('POST', '/v1/templates/tour-letter/test-send', {
      to: 'stranger@voorbeeld.example',
    });
    check('A test mail to a stranger', '422 /to', `${stranger.status} ${stranger.body.errors?.[0]?.pointer}`);
    const sent = await call('POST', '/v1/templates/tour-letter/test-send', { to: colleague });
    check('… and to a colleague', '200', String(sent.status));
    const mail = await until(async () => (await tour.mailbox.to(colleague)).at(-1));
    check('What the colleague finds', '[Test] First', mail?.subject ?? 'nothing');

    await call('PUT', '/v1/templates/tour-letter', letter('Second'));
    const versions = await call('GET', '/v1/templates/tour-letter/versions');
    check('Its versions', '2', String(versions.body.results?.length));
    const back = await call('POST', '/v1/templates/tour-letter/rollback', { version: first.body.version });
    const again = await call('POST', '/v1/templates/tour-letter/preview', {});
    check('Back to the first one', '200 First', `${back.status} ${again.body.subject}`);
  },
};

const forms: Chapter = {
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

const sequences: Chapter = {
  title: 'A sequence, and a newsletter',
  story:
    'A sequence is published, looked ahead at, paused, resumed, archived; a newsletter is counted first, then sent once.',
  async walk(tour) {
    const call = open(tour);
    const { check, kweek } = tour;
    const letters = {
      title: 'Letters',
      triggers: [{ form: 'tour' }],
      exitOn: [],
      steps: [
        { id: 'pause', type: 'wait', for: 'P3D' },
        { id: 'letter', type: 'email', template: 'tour-letter' },
      ],
    };
    check('A sequence', '200', String((await call('PUT', '/v1/sequences/tour-letters', letters)).status));
    const draft = { ...letters, steps: [...letters.steps, { id: 'rest', type: 'wait', for: 'P2D' }] };
    const path = '/v1/sequences/tour-letters';
    const unsure = { ...draft, steps: [{ id: 'letter', type: 'email', template: 'not-there' }] };
    const kept = await call('PUT', `${path}/draft`, unsure);
    check(
      'A draft that names a template which is not there: kept, and told',
      '200, a problem',
      `${kept.status}, ${(kept.body.problems ?? []).length > 0 ? 'a problem' : 'no problem'}`,
    );
    const publish = { leads: 'stay' };
    const early = await call('POST', `${path}/publish`, publish);
    check('… it cannot be published', '422', String(early.status));
    await call('PUT', `${path}/draft`, draft);
    const plan = await call('POST', `${path}/publish?dryRun=true`, publish);
    const published = await call('POST', `${path}/publish`, publish);
    const gone = await call('GET', `${path}/draft`);
    check(
      'A better one: planned, published, no draft any more',
      '200 200 404, version 2',
      `${plan.status} ${published.status} ${gone.status}, version ${published.body.version}`,
    );
    const ahead = await call('GET', '/v1/sequences/tour-letters/schedule?start=2026-03-27T08:00:00Z');
    check(
      'When its letter would leave, over the change to summer time',
      '2026-03-30T07:00:00.000Z',
      String(ahead.body.results?.find(({ step }) => step === 'letter')?.at),
    );
    const paused = await call('POST', '/v1/sequences/tour-letters/pause');
    const resumed = await call('POST', '/v1/sequences/tour-letters/resume', { due: 'shift' });
    const twice = await call('POST', '/v1/sequences/tour-letters/resume', { due: 'shift' });
    const archived = await call('POST', '/v1/sequences/tour-letters/archive');
    const back = await call('PUT', '/v1/sequences/tour-letters/draft', letters);
    const reopened = await call('POST', '/v1/sequences/tour-letters/publish', publish);
    check('Resumed twice', '409', String(twice.status));
    check('Archived, and published again', '200 200', `${back.status} ${reopened.status}`);
    check(
      'Paused, resumed, archived',
      '200 200 200',
      `${paused.status} ${resumed.status} ${archived.status}`,
    );

    const news = {
      title: 'News',
      triggers: [],
      exitOn: [],
      reentry: 'every_time',
      steps: [{ id: 'letter', type: 'email', template: 'tour-letter' }],
    };
    check(
      'A newsletter is a sequence of one mail',
      '200',
      String((await call('PUT', '/v1/sequences/tour-news', news)).status),
    );
    await sleep(noticedMs);
    const asked = { sequence: 'tour-news', filter: { form: 'tour' } };
    const counted = await call('POST', '/v1/newsletters?dryRun=true', asked);
    check('Who would get it: Noor and Wim', '2', String(counted.body.addressees));
    const begun = await call('POST', '/v1/newsletters', asked);
    const repeated = await call('POST', '/v1/newsletters', asked);
    check(
      'Begun; and asked for again',
      'new, the same',
      `${begun.body.isNew ? 'new' : 'old'}, ${repeated.body.newsletter?.id === begun.body.newsletter?.id && !repeated.body.isNew ? 'the same' : 'another'}`,
    );
    const end = (await tour.calendar.now()) + tour.calendar.slack * dayMs;
    const done = await tour.calendar.wait(end, async () => {
      const { body } = await call('GET', `/v1/newsletters/${begun.body.newsletter?.id}`);
      return body.status === 'done' ? body : undefined;
    });
    check('All leads were looked at', '2 enrolled', `${done?.enrolled} enrolled`);
    const listed = await call('GET', '/v1/newsletters');
    check('The newest in the list', 'tour-news', String(listed.body.results?.[0]?.sequence));
    const mine = `/v1/newsletters/${begun.body.newsletter?.id}`;
    const stopped = await call('POST', `${mine}/stop`);
    const after = await call('GET', mine);
    check(
      'Stopped: it stays so, and says how many had left',
      '200 stopped, a number',
      `${stopped.status} ${after.body.status}, ${typeof after.body.mails?.sent === 'number' ? 'a number' : 'none'}`,
    );
    check(
      'Enrolled by its name',
      'yes',
      (await kweek.call('GET', `/v1/leads?limit=20`)).text.includes('tour-news') ? 'yes' : 'no',
    );
  },
};

const scoring: Chapter = {
  title: 'The score, tried before it counts',
  story: 'The model is read, tried on somebody imagined, and changed by the first of two marketers.',
  async walk(tour) {
    const call = open(tour);
    const { check } = tour;
    const { body, etag, status } = await call('GET', '/v1/scoring');
    check('The model', '200', String(status));
    const events = [{ type: 'email.clicked', at: '2026-11-01T09:00:00Z', subject: 'a-letter' }];
    const asked = { events, at: '2026-11-01T09:00:00Z' };
    const seen = await call('POST', '/v1/scoring/preview', asked);
    check(
      'A click, when it is fresh',
      '200, 5 points',
      `${seen.status}, ${seen.body.score?.engagement} points`,
    );
    const changed = { ...body, fit: { ...body.fit, knownShare: 0.5 } };
    const put = await call('PUT', '/v1/scoring', changed, etag);
    const late = await call('PUT', '/v1/scoring', body, etag);
    check('Changed; and by who read it before', '200 412', `${put.status} ${late.status}`);
  },
};

const keys: Chapter = {
  title: 'Keys, and the way back',
  story:
    'A key that only reads is made, used, rotated and revoked. Then the programme is put back as it was.',
  async walk(tour) {
    const call = open(tour);
    const { check, kweek } = tour;
    const made = await call('POST', '/v1/keys', { name: 'Tour', scopes: ['read'] });
    let secret = made.body.secret ?? made.body.key ?? '';
    const use = async (method: string, path: string) =>
      (await ask(kweek.url + path, { method, headers: { authorization: `Bearer ${secret}` } })).status;
    check(
      'A key that reads: reading, and taking a form away',
      '200 403',
      `${await use('GET', '/v1/forms')} ${await use('DELETE', '/v1/forms/tour')}`,
    );
    const rotated = await call('POST', `/v1/keys/${made.body.id}/rotate`);
    const former = await until(async () => ((await use('GET', '/v1/forms')) === 401 ? 401 : undefined));
    secret = rotated.body.secret ?? '';
    const renewed = await use('GET', '/v1/forms');
    check(
      'Rotated: the old secret, and the new one',
      '200, 401 200',
      `${rotated.status}, ${former} ${renewed}`,
    );
    const revoked = await call('DELETE', `/v1/keys/${made.body.id}`);
    check('Revoked', '200', String(revoked.status));
    const closed = await until(async () => ((await use('GET', '/v1/forms')) === 401 ? true : undefined));
    check('… it opens nothing any more', 'yes', closed ? 'yes' : 'no');
    const { version } = await kweek.programme();
    const restored = await kweek.publish({ ...tour.programme, version });
    check('The programme is as it was', '200', String(restored.status));
  },
};

/** A marketer's day: everything that is configured over HTTP, and nothing deployed. */
export const configureChapters: Chapter[] = [settings, mails, forms, sequences, scoring, keys];
