import { formPage } from '../../functions/capture/form-page.tsx';
import { thanksPage } from '../../functions/capture/thanks-page.tsx';
import { cleanPage } from '../../shared/mail/clean-page.ts';
import { confirmPage } from '../../shared/pages/confirm-page.tsx';
import { confirmedPage } from '../../shared/pages/confirmed-page.tsx';
import { dataPage, erasedPage } from '../../shared/pages/data-page.tsx';
import { linkProblemPage } from '../../shared/pages/link-problem-page.tsx';
import { magnetPage } from '../../shared/pages/magnet-page.tsx';
import { preferencesPage } from '../../shared/pages/preferences-page.tsx';
import { unsubscribePage } from '../../shared/pages/unsubscribe-page.tsx';
import { unsubscribedPage } from '../../shared/pages/unsubscribed-page.tsx';
import { testForm } from '../fixtures/form.ts';

export const sender = (language: string) => ({
  language,
  companyName: 'Jan & Zonen <BV>',
  companyAddress: 'Veldstraat 1, 9000 Gent',
});

/** What signed links lead to, by name, as somebody of this language sees it. */
export const linkPages: Record<string, (language: string) => unknown> = {
  confirm: (language) =>
    confirmPage({
      ...sender(language),
      address: 'an@voorbeeld.be',
      magnets: ['<b>Gids'],
      consents: { news: 'Tips', tracking: 'You may see what I read' },
    }),
  confirmed: (language) => confirmedPage({ ...sender(language), magnets: ['<b>Gids'], marketing: true }),
  unsubscribe: (language) => unsubscribePage({ ...sender(language), address: 'a…@voorbeeld.be' }),
  unsubscribed: (language) =>
    unsubscribedPage({ ...sender(language), formUrl: '/f/guide', dataUrl: '/l/data/k1.abc' }),
  expired: (language) => linkProblemPage({ ...sender(language), problem: 'expired', formUrl: '/f/guide' }),
  invalid: (language) => linkProblemPage({ ...sender(language), problem: 'invalid' }),
  preferences: (language) =>
    preferencesPage({
      ...sender(language),
      saved: true,
      topics: [{ id: 'cases', title: '<b>Cases', on: true }],
      frequency: 'normal',
      languages: ['en', 'nl', 'fr', 'de'],
      canPause: true,
      pausedUntil: '2026-12-24T09:00:00.000Z',
      isTracked: true,
      unsubscribeUrl: '/l/unsubscribe/k1.abc',
      dataUrl: '/l/data/k1.abc',
    }),
  data: (language) =>
    dataPage({
      ...sender(language),
      data: known,
      labels: { first_name: 'What we call you' },
      own: { downloadUrl: '?download' },
    }),
  erased: (language) => erasedPage(sender(language)),
  magnet: (language) =>
    magnetPage({
      ...sender(language),
      kind: 'checklist',
      title: '<b>Gids',
      body: cleanPage(guide, 'https://kweek.example', []).html,
      bodyLanguage: 'en',
      until: '2026-12-24T09:00:00.000Z',
      timeZone: 'Europe/Brussels',
    }),
};

/** The hosted form and what follows it. */
const formPages: Record<string, (language: string) => unknown> = {
  form: (language) => formPage({ ...hosted, language }),
  mistaken: (language) =>
    formPage({
      ...hosted,
      language,
      values: { email: 'an@gmial.com' },
      errors: [
        { pointer: '/first_name', detail: 'It is too long.', code: 'value_too_long', field: 'first_name' },
      ],
      meant: 'an.van.den.lange.achternaam@gmail.com',
    }),
  thanks: (language) => thanksPage({ form: hosted.form, settings: hosted.settings, language }),
};

export const leadPages = { ...formPages, ...linkPages };

const hosted = {
  form: testForm(),
  formId: 'guide',
  settings: { company: { name: 'Jan & Zonen <BV>', address: 'Veldstraat 1, 9000 Gent' } },
};

/** As a marketer may write a page: with too much of everything. */
const guide = `<h1>Five numbers</h1><p>Read <a href="/demo/guide/en.html">the whole guide</a>.</p>
<ol><li>Visits<li>Signups</ol>
<table><tr><th scope="col">Stage<th scope="col">Conversion-rate-of-the-quarter<th scope="col">Time
<tr><td>${'awareness'.repeat(6)}<td>12<td>34</table>
<pre>${'formula '.repeat(20)}</pre><img src="data:image/png;base64,iVBORw0KGgo=" width="900" alt="A funnel">
<script>alert(1)</script>`;

const known = {
  lead: {
    email: 'an.van.den.lange.achternaam@een-heel-lange-voorbeeldnaam.example',
    fields: { first_name: '<b>An', people: 12 },
    mailability: 'subscribed',
    language: 'nl',
    timeZone: 'Asia/Kathmandu',
    score: { fit: 20, grade: 'U', engagement: 24.96 },
    nurtureStage: 'engagement',
    lifecycle: 'prospect',
    createdAt: '2026-01-05T09:00:00.000Z',
    attribution: {
      first: { at: '2026-01-05T09:00:00.000Z', utm_source: 'fair' },
      last: { at: '2026-02-05T09:00:00.000Z', utm_source: 'letter' },
    },
  },
  consents: [
    {
      purpose: 'marketing' as const,
      granted: true,
      at: '2026-01-05T09:00:00.000Z',
      text: 'guide-emails@1',
      ip: '203.0.113.7',
      withdrawnAt: '2026-02-05T09:00:00.000Z',
    },
  ],
  timeline: [
    {
      type: 'email.sent',
      at: '2026-01-06T09:00:00.000Z',
      messageId: '010201a205ce761d-82123c7a-b5b3-49ce-87fa-f0d0483243a0-000000',
      template: 'a-template-with-quite-a-long-name-that-goes-on-and-on-and-on',
    },
  ],
};
