import type * as z from 'zod';
import type { StageModel } from '../stage/stage-model.ts';

/**
 * The sales lifecycle of a small or medium-sized B2B company (§3.2): marketing qualifies by grade and
 * engagement or because the lead asks for sales, sales accept or reject with a reason, and nothing
 * leads back out of `customer`.
 */
export const kmoB2b: z.input<typeof StageModel> = {
  id: 'kmo-b2b',
  version: 1,
  field: 'lifecycle',
  shape: 'graph',
  initial: 'prospect',
  goal: 'customer',
  states: [
    { id: 'prospect', label: { en: 'Prospect', nl: 'Prospect', fr: 'Prospect', de: 'Interessent' } },
    { id: 'lead', label: { en: 'Lead', nl: 'Lead', fr: 'Lead', de: 'Lead' } },
    {
      id: 'mql',
      label: {
        en: 'Marketing qualified',
        nl: 'Goedgekeurd door marketing',
        fr: 'Qualifié par le marketing',
        de: 'Vom Marketing qualifiziert',
      },
      sla: { firstTouch: 'PT4H', decideWithin: 'PT48H', returnAfter: 'PT72H', calendar: 'business' },
    },
    {
      id: 'sql',
      label: {
        en: 'Sales qualified',
        nl: 'Goedgekeurd door verkoop',
        fr: 'Qualifié par les ventes',
        de: 'Vom Vertrieb qualifiziert',
      },
    },
    {
      id: 'opportunity',
      label: { en: 'Opportunity', nl: 'Opportuniteit', fr: 'Opportunité', de: 'Verkaufschance' },
    },
    { id: 'customer', label: { en: 'Customer', nl: 'Klant', fr: 'Client', de: 'Kunde' } },
    {
      id: 'loyal',
      label: { en: 'Loyal customer', nl: 'Trouwe klant', fr: 'Client fidèle', de: 'Stammkunde' },
    },
    { id: 'advocate', label: { en: 'Advocate', nl: 'Ambassadeur', fr: 'Ambassadeur', de: 'Fürsprecher' } },
    {
      id: 'recycled',
      label: { en: 'Recycled', nl: 'Teruggezet', fr: 'Remis en attente', de: 'Zurückgestellt' },
    },
    {
      id: 'disqualified',
      label: { en: 'Disqualified', nl: 'Afgekeurd', fr: 'Écarté', de: 'Ausgeschieden' },
      terminal: true,
    },
  ],
  transitions: [
    {
      from: ['prospect', 'lead', 'mql', 'sql', 'opportunity', 'recycled', 'disqualified'],
      to: 'customer',
      on: ['deal.won', 'conversion.recorded'],
    },
    { from: 'prospect', to: 'lead', when: { formFieldsComplete: true } },
    {
      from: ['prospect', 'lead', 'recycled'],
      to: 'mql',
      when: {
        all: [
          {
            any: [
              { event: ['demo.requested', 'contact.requested'] },
              {
                all: [
                  { grade: ['A', 'B'] },
                  { engagement: { gte: 50 } },
                  { lastHumanActivityWithin: 'P30D' },
                ],
              },
              {
                all: [
                  { grade: ['C', 'U'] },
                  { engagement: { gte: 75 } },
                  { lastHumanActivityWithin: 'P30D' },
                ],
              },
            ],
          },
          { not: { grade: ['F'] } },
          { contactable: true },
          { coolOff: 'over unless hand-raise' },
        ],
      },
    },
    {
      from: 'mql',
      to: 'lead',
      when: { all: [{ engagement: { lt: 35 } }, { inStateFor: 'P7D' }, { salesTouched: false }] },
    },
    { from: 'mql', to: 'sql', on: ['sales.accepted'] },
    // A score that was good enough still is: without a rest the lead would be back in the queue at once.
    { from: 'mql', to: 'lead', on: ['sales.returned'], effects: [{ coolOff: 'P30D' }] },
    {
      from: ['mql', 'sql'],
      to: 'recycled',
      on: ['sales.rejected'],
      when: { reason: ['bad_timing', 'no_budget', 'no_response'] },
      effects: [
        'engagement.reset',
        { coolOff: { bad_timing: 'P60D', no_budget: 'P90D', no_response: 'P90D' } },
      ],
    },
    {
      from: ['mql', 'sql'],
      to: 'disqualified',
      on: ['sales.rejected'],
      when: { reason: ['competitor', 'student', 'invalid_data', 'bad_fit', 'wrong_role', 'duplicate'] },
    },
    {
      from: 'sql',
      to: 'opportunity',
      on: ['sales.assessed'],
      when: { all: [{ assessment: 'positive' }, { salesContacts: { gte: 1 } }] },
    },
    {
      from: 'opportunity',
      to: 'recycled',
      on: ['deal.lost'],
      effects: ['engagement.reset', { coolOff: 'P30D' }],
    },
    { from: 'customer', to: 'loyal', on: ['conversion.recorded'], when: { repeat: true } },
    { from: ['customer', 'loyal'], to: 'advocate', on: ['referral.made', 'testimonial.given'] },
    { from: 'mql', to: 'lead', on: ['sla.expired'], effects: [{ coolOff: 'P7D' }] },
    // Whatever came first: the assessment, the contact, or the acceptance.
    {
      from: 'sql',
      to: 'opportunity',
      when: { all: [{ assessment: 'positive' }, { salesContacts: { gte: 1 } }] },
    },
  ],
};
