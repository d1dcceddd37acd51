import type * as z from 'zod';
import { defaultScoring } from '../../../shared/domain/presets/default-scoring.ts';
import { kmoB2b } from '../../../shared/domain/presets/kmo-b2b.ts';
import { nurture3 } from '../../../shared/domain/presets/nurture-3.ts';
import type { Config } from '../../../shared/domain/programme/config.ts';
import { readEmail } from './read-email.ts';
import { sequences } from './sequences.ts';

const languages = ['en', 'nl'];

type TemplateInput = z.input<typeof Config>['templates'][string];

const template = (
  kind: TemplateInput['kind'],
  name: string,
  promotional = false,
): [string, TemplateInput] => [
  name,
  { kind, promotional, content: Object.fromEntries(languages.map((l) => [l, readEmail(l, name)])) },
];

/** What `npm start` finds in an empty store: Lindeveld, an invented small company in Ghent. `baseUrl`: where Kweek answers. */
export const demoConfigFor = (baseUrl: string): z.input<typeof Config> => ({
  settings: {
    company: { name: 'Lindeveld', address: 'Voorbeeldstraat 12, 9000 Gent, Belgium' },
    sender: { name: 'Noor Claes, Lindeveld', email: 'hello@lindeveld.example' },
    replyTo: 'noor@lindeveld.example',
    timeZone: 'Europe/Brussels',
    languages,
    ownDomains: [new URL(baseUrl).host, 'lindeveld.example'],
  },
  forms: {
    guide: {
      title: { en: 'Get the one-hour funnel check', nl: 'Vraag de trechtercheck aan' },
      intro: {
        en: 'Two pages and a checklist: find out where your customers drop out.',
        nl: 'Twee bladzijden en een checklist: ontdek waar je klanten afhaken.',
      },
      button: { en: 'Send me the guide', nl: 'Stuur me de gids' },
      languages,
      fields: [
        { name: 'email', type: 'email', label: { en: 'Email address', nl: 'E-mailadres' }, required: true },
        { name: 'first_name', type: 'text', label: { en: 'First name', nl: 'Voornaam' }, maxLength: 80 },
        { name: 'company', type: 'text', label: { en: 'Company', nl: 'Bedrijf' }, maxLength: 120 },
      ],
      consent: {
        marketing: {
          id: 'guide-emails',
          version: 1,
          text: {
            en: 'Also send me your emails about getting more from a sales funnel: three a week at most. I can stop at any time.',
            nl: 'Stuur me ook jullie mails over meer halen uit een sales funnel: hoogstens drie per week. Ik kan op elk moment stoppen.',
          },
        },
      },
      doubleOptIn: true,
      magnets: ['funnel-check'],
      leadFields: ['first_name', 'company'],
      allowedOrigins: [new URL(baseUrl).origin],
      confirmationTemplate: 'confirmation',
    },
  },
  magnets: {
    'funnel-check': {
      kind: 'guide',
      title: { en: 'The one-hour funnel check', nl: 'De trechtercheck: één uur, vijf cijfers' },
      url: { en: '/demo/guide/en.html', nl: '/demo/guide/nl.html' },
      template: 'guide-delivery',
    },
  },
  templates: Object.fromEntries([
    template('confirmation', 'confirmation'),
    template('magnet', 'guide-delivery'),
    template('nurture', 'awareness-1-five-numbers'),
    template('nurture', 'awareness-2-follow-up'),
    template('nurture', 'awareness-3-one-hour'),
    template('nurture', 'engagement-1-ready-to-talk'),
    template('nurture', 'engagement-2-three-emails'),
    template('nurture', 'engagement-3-half-hour'),
    template('nurture', 'endorsement-1-joinery'),
    template('nurture', 'endorsement-2-what-failed'),
    template('nurture', 'endorsement-3-talk', true),
  ]),
  sequences,
  scoring: defaultScoring,
  stages: { nurture: nurture3, lifecycle: kmoB2b },
});

export const demoConfig = demoConfigFor('http://localhost:3000');
