import type { z } from 'zod';
import type { Config } from '../shared/domain/programme/config.ts';
import { programme } from './domain/story.ts';

const email = { name: 'email', label: { en: 'Email', nl: 'E-mail' }, type: 'email', required: true } as const;
const news = {
  id: 'news',
  version: 1,
  text: { en: 'Yes, write to me.', nl: 'Ja, schrijf mij.' },
};

const words = (subject: string, html: string) => ({ en: { subject, html } });

/** The small programme of the stories with mails that can be read and clicked, and forms of every kind. */
export function sampleProgramme(change: Partial<z.input<typeof Config>> = {}): Config {
  const base = programme();
  const nurture = (name: string) => ({
    kind: 'nurture' as const,
    content: words(
      `About ${name}`,
      `<p>Hello {{ lead.first_name | default: "there" }}</p>
       <p><a href="https://acme.example/read">Read</a> <a href="https://acme.example/pricing" data-intent="high">Prices</a></p>`,
    ),
  });
  return programme({
    forms: {
      guide: {
        title: { en: 'The guide', nl: 'De gids' },
        languages: ['en', 'nl'],
        fields: [
          email,
          { name: 'first_name', label: { en: 'First name', nl: 'Voornaam' }, type: 'text', maxLength: 40 },
          { name: 'company', label: { en: 'Company', nl: 'Bedrijf' }, type: 'text' },
          { name: 'people', label: { en: 'People', nl: 'Mensen' }, type: 'number' },
        ],
        consent: { marketing: news, tracking: { ...news, id: 'tracking' } },
        magnets: ['guide', 'checklist'],
        leadFields: ['email', 'first_name'],
        allowedOrigins: ['https://acme.example'],
      },
      /** Sends people on to a page of the company. */
      away: {
        title: { en: 'Away' },
        languages: ['en'],
        fields: [email],
        consent: { marketing: news },
        allowedOrigins: ['*'],
        thankYouUrl: 'https://www.acme.example/спасибо',
      },
      /** Asks for no confirmation, and has nothing to give: its leads are in nurture at once. */
      news: {
        title: { en: 'News' },
        languages: ['en'],
        fields: [email, { name: 'first_name', label: { en: 'First name' }, type: 'text' }],
        consent: { marketing: news },
        doubleOptIn: false,
      },
      /** Asks for no confirmation either: what it gives leaves at once. */
      quick: {
        title: { en: 'Quick' },
        languages: ['en'],
        fields: [email],
        doubleOptIn: false,
        magnets: ['guide', 'checklist'],
      },
    },
    templates: {
      ...base.templates,
      confirmation: {
        kind: 'confirmation',
        content: words('Please confirm', '<p><a href="{{ confirm_url }}">Confirm</a></p>'),
      },
      magnet: {
        kind: 'magnet',
        content: words('Here it is', '<p><a href="{{ magnet.url }}">{{ magnet.title }}</a></p>'),
      },
      'awareness-1': nurture('growing'),
      'awareness-2': nurture('pruning'),
    },
    ...change,
  });
}
