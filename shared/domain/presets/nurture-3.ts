import type * as z from 'zod';
import type { StageModel } from '../stage/stage-model.ts';

/** Signs that someone stands up for us, whatever the score says. */
const endorsements = ['email.replied', 'referral.made', 'testimonial.given'] as const;

/**
 * The nurture stages (§3.3): awareness → engagement → endorsement, for leads and for customers alike.
 *
 * A score of 22 or two interactions begin engagement; a score of 50, an endorsement, or three
 * different contents clicked begin endorsement. An endorsement by a lead that we only just know takes
 * it through both: the first hop spends the event for `on`, and the second asks for it as a condition.
 *
 * Back goes one level, below 12 and below 35, after a week in the state. Scores cannot quarrel about
 * it: up and down lie far apart. Counts could, since they never fall: a lead with two old clicks would
 * be lifted again the moment it fell, week after week. So a step back also clears the counts that had
 * lifted the lead, and only what it does from then on lifts it again.
 */
export const nurture3: z.input<typeof StageModel> = {
  id: 'nurture-3',
  version: 1,
  field: 'nurtureStage',
  shape: 'graph',
  initial: 'awareness',
  goal: 'endorsement',
  states: [
    { id: 'awareness', label: { en: 'Awareness', nl: 'Bewustzijn', fr: 'Notoriété', de: 'Aufmerksamkeit' } },
    {
      id: 'engagement',
      label: { en: 'Engagement', nl: 'Betrokkenheid', fr: 'Engagement', de: 'Interaktion' },
    },
    {
      id: 'endorsement',
      label: { en: 'Endorsement', nl: 'Aanbeveling', fr: 'Recommandation', de: 'Empfehlung' },
    },
  ],
  transitions: [
    { from: 'awareness', to: 'engagement', on: [...endorsements] },
    {
      from: 'awareness',
      to: 'engagement',
      when: { any: [{ engagement: { gte: 22 } }, { interactions: { gte: 2 } }] },
    },
    {
      from: 'engagement',
      to: 'endorsement',
      when: {
        any: [{ event: [...endorsements] }, { engagement: { gte: 50 } }, { contentsClicked: { gte: 3 } }],
      },
    },
    {
      from: 'engagement',
      to: 'awareness',
      when: { engagement: { lt: 12 }, inStateFor: 'P7D' },
      effects: ['interactions.reset', 'contents.reset'],
    },
    {
      from: 'endorsement',
      to: 'engagement',
      when: { engagement: { lt: 35 }, inStateFor: 'P7D' },
      effects: ['contents.reset'],
    },
  ],
};
