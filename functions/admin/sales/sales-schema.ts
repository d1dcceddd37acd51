import * as z from 'zod';
import { rejectionReasons } from '../../../shared/domain/sales/deal.ts';
import { exampleLead } from '../api/examples.ts';
import { named } from '../api/schema-name.ts';

const Time = z.iso.datetime();

export const ToldAt = z.iso
  .datetime({ offset: true })
  .optional()
  .openapi({ description: 'When it happened; now, when not given. A time to come is taken as now.' });
export const TellerId = z.string().min(1).max(200);
/** A person of sales, as you call them: a name or an id, nobody's secret. */
const Owner = z.string().min(1).max(100);

/** In whole units of the currency: 4000, 49.95. */
const Amount = z.number().min(0).max(1e11);
const Currency = z.string().regex(/^[A-Z]{3}$/, 'a currency (ISO 4217), such as "EUR"');
export const MoneyShape = { value: Amount, currency: Currency };

const common = {
  at: ToldAt,
  id: TellerId.optional().openapi({ description: 'Your id for it: the same one again changes nothing.' }),
  owner: Owner.optional().openapi({ description: 'Who sees to the lead from now on.' }),
  note: z.string().min(1).max(500).optional(),
};
const deal = {
  deal: TellerId.optional().openapi({ description: 'Your CRM’s id of the deal: tells one from the next.' }),
  value: Amount.optional(),
  currency: Currency.optional(),
  expectedClose: z.iso.date().optional(),
};

export const DecisionBody = named(
  'SalesDecision',
  z.discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('accept'), ...common }),
    z.strictObject({ decision: z.literal('reject'), reason: z.enum(rejectionReasons), ...common }),
    z.strictObject({
      decision: z.literal('return'),
      reason: z.string().min(1).max(60).optional(),
      ...common,
    }),
    z.strictObject({
      decision: z.literal('contact'),
      channel: z.enum(['phone', 'email', 'meeting', 'chat', 'other']).default('other'),
      ...common,
    }),
    z.strictObject({
      decision: z.literal('assess'),
      assessment: z.enum(['positive', 'negative']),
      ...common,
      ...deal,
    }),
    z.strictObject({ decision: z.literal('open'), ...common, ...deal }),
    z.strictObject({ decision: z.literal('won'), ...common, ...deal }),
    z.strictObject({
      decision: z.literal('lost'),
      reason: z.string().min(1).max(60).optional(),
      ...common,
      ...deal,
    }),
    z.strictObject({ decision: z.literal('assign'), ...common, owner: Owner }),
  ]),
  {
    description:
      'What sales decided or did. `accept`, `reject` (with a reason) and `return` answer a hand-off; `contact`, `assess` and ' +
      '`assign` tell of the work on it; `open`, `won` and `lost` are of a deal, of which a lead has one at a time. Amounts are ' +
      'in whole units of the programme’s currency.',
  },
);
export type Decision = z.infer<typeof DecisionBody>;

const Score = z.object({ fit: z.number(), grade: z.string(), engagement: z.number() });

const handoff = {
  number: z.int(),
  status: z.enum([
    'open',
    'accepted',
    'rejected',
    'dropped',
    'returned',
    'expired',
    'won',
    'lost',
    'withdrawn',
  ]),
  state: z.string(),
  openedAt: Time,
  rule: z.string(),
  way: z.enum(['asked', 'scored', 'set']),
  score: Score,
  top: z.array(z.object({ type: z.string(), at: Time, points: z.number() })).optional(),
  firstTouchBy: Time.optional(),
  decideBy: Time.optional(),
  returnBy: Time.optional(),
  breached: z.array(z.enum(['first_touch', 'decision'])),
  touchedAt: Time.optional(),
  assessment: z.enum(['positive', 'negative']).optional(),
  decidedAt: Time.optional(),
  reason: z.string().optional(),
};

const Deal = z.object({
  id: z.string().optional(),
  status: z.enum(['open', 'won', 'lost']),
  openedAt: Time,
  value: z.number().optional(),
  currency: z.string().optional(),
  expectedClose: z.string().optional(),
  closedAt: Time.optional(),
  reason: z.string().optional(),
});

const Customer = z.object({
  purchases: z.int(),
  revenue: z.array(z.object({ currency: z.string(), value: z.number() })),
  firstAt: Time.optional(),
  lastAt: Time.optional(),
  nps: z.object({ score: z.int(), at: Time }).optional(),
  referrals: z.int(),
  testimonials: z.int(),
});

/** What a lead shows of sales and purchases; what never happened is absent. */
export const salesShape = {
  handoff: named('Handoff', z.object(handoff), {
    description:
      'The newest time that marketing handed the lead to sales: the score then, the rule (model, version, transition) that did ' +
      'it, and while it is open the events that counted most and until when sales promised what.',
  }).optional(),
  deal: Deal.optional(),
  customer: Customer.optional(),
  coolOffUntil: Time.optional(),
  referredBy: z.string().optional(),
};

const exampleHandoff = {
  number: 1,
  status: 'open',
  state: 'mql',
  openedAt: '2026-11-09T14:00:00.000Z',
  rule: 'kmo-b2b@1#2',
  way: 'asked',
  score: { fit: 45, grade: 'C', engagement: 84.6 },
  top: [{ type: 'demo.requested', at: '2026-11-09T14:00:00.000Z', points: 60 }],
  firstTouchBy: '2026-11-10T10:00:00.000Z',
  decideBy: '2026-11-11T14:00:00.000Z',
  returnBy: '2026-11-12T14:00:00.000Z',
  breached: [],
} as const;

export const QueueEntry = named(
  'QueueEntry',
  z.object({
    ...handoff,
    lead: z.object({
      id: z.string(),
      email: z.string(),
      fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      lifecycle: z.string(),
      owner: z.string().nullable(),
      language: z.string(),
    }),
    deal: Deal.optional(),
  }),
  {
    description: 'A hand-off, and whom it is about.',
    example: {
      ...exampleHandoff,
      lead: {
        id: exampleLead.id,
        email: exampleLead.email,
        fields: exampleLead.fields,
        lifecycle: 'mql',
        owner: null,
        language: 'nl',
      },
    },
  },
);

const reasons = z.record(z.string(), z.int());

export const QualityBody = named(
  'HandoffQuality',
  z.object({
    from: z.string(),
    to: z.string(),
    rules: z.array(
      z.object({
        rule: z.string(),
        way: z.string(),
        opened: z.int(),
        accepted: z.int(),
        returned: z.int(),
        expired: z.int(),
        withdrawn: z.int(),
        won: z.int(),
        lost: z.int(),
        rejected: reasons,
        dropped: reasons,
        breached: z.object({ firstTouch: z.int(), decision: z.int() }),
        acceptanceRate: z.number().optional(),
        precision: z.number().optional(),
      }),
    ),
    thresholds: z.array(
      z.object({
        grade: z.string(),
        won: z.int(),
        engagement: z.number(),
        sufficiency: z.enum(['sufficient', 'indicative']),
      }),
    ),
    shows: z.string(),
    showsNot: z.string(),
  }),
  {
    description:
      '`acceptanceRate`: accepted, of those that sales decided on. `precision`: won, of those that came to an end. Both are ' +
      'absent where there is nothing to divide by. `thresholds`: the engagement at hand-over that four in five won deals had ' +
      'at least, by grade; fewer than 20 won deals are indicative.',
  },
);
