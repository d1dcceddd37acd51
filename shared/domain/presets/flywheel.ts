import type * as z from 'zod';
import type { StageModel } from '../stage/stage-model.ts';

/**
 * Customers at the core (§3.3): attract → engage → delight, and those who delight in us attract others:
 * a referral makes the one who refers an advocate, and the one referred a new lead.
 */
export const flywheel: z.input<typeof StageModel> = {
  id: 'flywheel',
  version: 1,
  field: 'lifecycle',
  shape: 'graph',
  initial: 'attract',
  goal: 'delight',
  states: [
    { id: 'attract', label: { en: 'Attract', nl: 'Aantrekken', fr: 'Attirer', de: 'Anziehen' } },
    { id: 'engage', label: { en: 'Engage', nl: 'Betrekken', fr: 'Engager', de: 'Einbinden' } },
    { id: 'delight', label: { en: 'Delight', nl: 'Verrassen', fr: 'Enchanter', de: 'Begeistern' } },
    { id: 'advocate', label: { en: 'Advocate', nl: 'Ambassadeur', fr: 'Ambassadeur', de: 'Fürsprecher' } },
  ],
  transitions: [
    { from: ['attract', 'engage'], to: 'delight', on: ['deal.won', 'conversion.recorded'] },
    {
      from: 'attract',
      to: 'engage',
      when: {
        any: [
          { event: ['demo.requested', 'contact.requested', 'trial.started', 'email.replied'] },
          { engagement: { gte: 22 } },
          { interactions: { gte: 2 } },
        ],
      },
    },
    {
      from: 'engage',
      to: 'attract',
      when: { engagement: { lt: 12 }, inStateFor: 'P7D', salesTouched: false },
      effects: ['interactions.reset'],
    },
    { from: 'delight', to: 'advocate', on: ['referral.made', 'testimonial.given'] },
  ],
};
