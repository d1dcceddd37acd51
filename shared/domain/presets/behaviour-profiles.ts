import type { BehaviourProfile } from '../rehearsal/behaviour-profile.ts';

/** Leads as small companies mostly have them: many look, some read, few are about to buy. */
export const behaviourProfiles: BehaviourProfile[] = [
  {
    name: 'silent',
    share: 55,
    click: 0.01,
    clickAfter: 'PT12H',
    reply: 0,
    unsubscribe: 0.006,
    events: [],
    fields: {},
  },
  {
    name: 'reader',
    share: 30,
    click: 0.12,
    clickAfter: 'PT8H',
    reply: 0.002,
    unsubscribe: 0.003,
    events: [{ type: 'page.viewed', perMonth: 1 }],
    fields: {},
  },
  {
    name: 'interested',
    share: 12,
    click: 0.35,
    clickAfter: 'PT4H',
    reply: 0.01,
    unsubscribe: 0.001,
    events: [
      { type: 'page.viewed', perMonth: 4 },
      { type: 'webinar.registered', perMonth: 0.2 },
    ],
    fields: {},
  },
  {
    name: 'buyer',
    share: 3,
    click: 0.5,
    clickAfter: 'PT2H',
    reply: 0.05,
    unsubscribe: 0.001,
    events: [
      { type: 'page.viewed', perMonth: 6, intent: 'high' },
      { type: 'demo.requested', perMonth: 0.5 },
    ],
    fields: {},
  },
];
