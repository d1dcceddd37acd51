import type * as z from 'zod';
import type { Config } from '../../../shared/domain/programme/config.ts';
import type { Partial } from '../../../shared/domain/programme/partial.ts';
import type { Magnet } from '../../../shared/domain/signup/magnet.ts';

/** The smallest programme that does something: one form, one mail a day later. It can be put as it is. */
export const exampleConfig: z.input<typeof Config> = {
  settings: {
    company: { name: 'Lindeveld', address: 'Kerkstraat 1, 9000 Gent, Belgium' },
    sender: { name: 'An from Lindeveld', email: 'an@lindeveld.example' },
  },
  forms: {
    newsletter: {
      title: { en: 'Hear from us' },
      languages: ['en'],
      fields: [{ name: 'email', type: 'email', required: true, label: { en: 'Email address' } }],
      consent: {
        marketing: {
          id: 'newsletter',
          version: 1,
          text: { en: 'Yes, write to me about growing a company.' },
        },
      },
    },
  },
  templates: {
    confirmation: {
      kind: 'confirmation',
      content: {
        en: {
          subject: 'Please confirm your address',
          html: '<p>Was this you? <a href="{{ confirm_url }}">Yes, it was me</a></p>',
        },
      },
    },
    'checklist-delivery': {
      kind: 'magnet',
      content: {
        en: { subject: 'Here is {{ magnet.title }}', html: '<p><a href="{{ magnet.url }}">Open it</a></p>' },
      },
    },
    hello: {
      kind: 'nurture',
      content: {
        en: { subject: 'Good to have you', html: '<p>Here is what we wish we had known earlier.</p>' },
      },
    },
  },
  sequences: {
    welcome: {
      title: 'Welcome',
      triggers: [{ form: 'newsletter' }],
      steps: [
        { id: 'a-day', type: 'wait', for: 'P1D' },
        { id: 'hello', type: 'email', template: 'hello' },
      ],
    },
  },
  scoring: {
    fit: { attributes: [], grades: { A: 75, B: 50, C: 25 }, knownShare: 0.4 },
    engagement: {
      halfLife: { slow: 'P90D', standard: 'P30D', fast: 'P14D' },
      rules: [{ event: 'email.clicked', points: 5, decay: 'standard' }],
    },
  },
  stages: {
    nurture: {
      id: 'two-steps',
      field: 'nurtureStage',
      shape: 'linear',
      initial: 'awareness',
      goal: 'engagement',
      states: [{ id: 'awareness' }, { id: 'engagement' }],
      transitions: [{ from: 'awareness', to: 'engagement', when: { interactions: { gte: 2 } } }],
    },
    lifecycle: {
      id: 'lead-or-customer',
      field: 'lifecycle',
      shape: 'linear',
      initial: 'lead',
      goal: 'customer',
      states: [{ id: 'lead' }, { id: 'customer' }],
      transitions: [{ from: 'lead', to: 'customer', on: ['deal.won'] }],
    },
  },
};

/** One more thing to give, in the programme above once it has a mail that brings it. */
export const exampleMagnet: z.input<typeof Magnet> = {
  kind: 'checklist',
  title: { en: 'The checklist' },
  page: {
    en: '<p>Five things that {{ brand.name }} looks at first:</p><ol><li>Who visits</li><li>Who signs up</li></ol>',
  },
  template: 'checklist-delivery',
  linkLasts: 'P14D',
};

export const examplePartial: z.input<typeof Partial> = {
  html: { en: '<p>Kind regards,<br>An from {{ brand.name }}</p>' },
};
