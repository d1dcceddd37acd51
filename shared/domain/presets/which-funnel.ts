import type * as z from 'zod';
import type { StageModel } from '../stage/stage-model.ts';
import { aida4 } from './aida-4.ts';
import { flywheel } from './flywheel.ts';
import { kmoB2b } from './kmo-b2b.ts';
import { nurture3 } from './nurture-3.ts';

/** A model that comes with the product, and for whom it is. docs/which-funnel.md says it at length. */
export interface Preset {
  model: z.input<typeof StageModel>;
  title: string;
  suits: string;
  /** Why not. */
  asks: string;
}

export const presets: readonly Preset[] = [
  {
    model: kmoB2b,
    title: 'Prospect to customer, with a hand-over to sales',
    suits:
      'Companies where people sell: a talk, an offer, a deal. Marketing qualifies, sales accept or reject within their promise, customers become loyal and recommend.',
    asks: 'Somebody in sales who answers: leads that nobody decides on go back by themselves.',
  },
  {
    model: aida4,
    title: 'Awareness, interest, decision, action',
    suits:
      'Selling without sales people: a shop, a subscription, tickets. Short, forward only; a purchase ends it.',
    asks: 'Nothing but purchases as conversions. It has no place for loyal customers, and no queue for sales.',
  },
  {
    model: flywheel,
    title: 'Attract, engage, delight',
    suits:
      'Companies that grow by those who buy: subscriptions, services, communities. Customers are the core, a referral is a new beginning.',
    asks: 'Referrals and testimonials told to the API, else nobody becomes an advocate.',
  },
  {
    model: nurture3,
    title: 'Awareness, engagement, endorsement',
    suits: 'Everybody, beside one of the others: it decides which mails a lead gets, customers too.',
    asks: 'Content for each of the three stages.',
  },
];

/** Where leads usually go when this model takes over (domain brief §3.1), by the state they are in. Proposals; people decide. */
export const usualHeirs: Record<string, Record<string, string>> = {
  'aida-4': {
    ...{ prospect: 'awareness', attract: 'awareness', disqualified: 'awareness' },
    ...{ lead: 'interest', engage: 'interest', recycled: 'interest' },
    ...{ mql: 'decision', sql: 'decision', opportunity: 'decision' },
    ...{ customer: 'action', delight: 'action', loyal: 'action', advocate: 'action' },
  },
  'kmo-b2b': {
    ...{ awareness: 'prospect', attract: 'prospect' },
    ...{ interest: 'lead', engage: 'lead', decision: 'lead' },
    ...{ action: 'customer', delight: 'customer' },
  },
  flywheel: {
    ...{ prospect: 'attract', awareness: 'attract', recycled: 'attract', disqualified: 'attract' },
    ...{ lead: 'engage', interest: 'engage', mql: 'engage', sql: 'engage', opportunity: 'engage' },
    ...{ decision: 'engage', customer: 'delight', action: 'delight', loyal: 'delight' },
  },
};
