import * as z from 'zod';
import { named } from '../api/schema-name.ts';

const Count = z.int().min(0);
const Day = z.iso.date();
const about = z.string();
const window = { from: Day, to: Day };

const Share = named(
  'Share',
  z.object({ count: Count, of: Count, share: z.number(), low: z.number(), high: z.number() }),
  { description: 'A share of what was counted, and where it lies in 95 of 100 cases.' },
);

const Lift = named(
  'Lift',
  z.object({ difference: z.number(), low: z.number(), high: z.number(), probability: z.number() }),
  {
    description:
      'By how much one share is above another, where that lies, and how likely it is that it is above.',
  },
);

const DealValue = z.object({
  currency: z.string(),
  count: Count,
  mean: z.number(),
  sd: z.number(),
  from: z.enum(['deals', 'conversions', 'given']),
});

const Expected = named(
  'Expected',
  z.object({
    mean: z.number(),
    sd: z.number(),
    low80: z.number(),
    high80: z.number(),
    low95: z.number(),
    high95: z.number(),
  }),
  { description: 'A number to come: on average, and where it lies in 80 and 95 of 100 cases.' },
);

export const FunnelBody = named(
  'FunnelReport',
  z.object({
    about,
    lens: z.string(),
    goal: z.string(),
    kpi: z.string(),
    asOf: Day,
    ...window,
    only: z.object({ by: z.string(), value: z.string() }).optional(),
    matureAfterDays: z.number().optional(),
    cohorts: z.object({ count: Count, leads: Count, immature: Count }),
    steps: z.array(
      z.object({
        step: z.string(),
        label: z.string(),
        model: z.string(),
        state: z.string(),
        reached: Count,
        matured: Count,
        ofPrevious: Share.optional(),
        ofAll: Share.optional(),
      }),
    ),
    snapshot: z.array(z.object({ model: z.string(), state: z.string(), label: z.string(), leads: Count })),
  }),
  { description: 'A funnel by cohorts, and who is where now.' },
);

export const CohortsBody = named(
  'CohortReport',
  z.object({
    about,
    model: z.string(),
    goal: z.string(),
    asOf: Day,
    matureAfterDays: z.number().optional(),
    cohorts: z.array(
      z.object({
        from: Day,
        age: Count,
        leads: Count,
        immature: z.boolean(),
        reached: Count,
        share: z.number(),
        curve: z.array(Count),
        ultimate: z.number().optional(),
      }),
    ),
    mature: z
      .object({ leads: Count, reached: Count, share: z.number(), low: z.number(), high: z.number() })
      .optional(),
  }),
  { description: 'How many of each cohort reached the goal, by weeks since it came.' },
);

const Exit = z.object({
  to: z.string(),
  label: z.string(),
  count: Count,
  by: z.array(
    z.object({
      days: z.number(),
      share: z.number(),
      low: z.number().optional(),
      high: z.number().optional(),
    }),
  ),
});

export const TimeBody = named(
  'TimeInStageReport',
  z.object({
    about,
    model: z.string(),
    asOf: Day,
    stages: z.array(
      z.object({
        state: z.string(),
        label: z.string(),
        ended: Count,
        open: Count,
        quartile: z.number().optional(),
        median: z.number().optional(),
        upperQuartile: z.number().optional(),
        p90: z.number().optional(),
        survival: z.array(
          z.object({ days: z.number(), share: z.number(), low: z.number(), high: z.number() }),
        ),
        exits: z.array(Exit),
        conditional: z.array(
          z.object({
            days: z.number(),
            to: z.string(),
            share: z.number().optional(),
            identifiable: z.boolean(),
          }),
        ),
      }),
    ),
  }),
  { description: 'How long leads stay in stages, and where they go from there.' },
);

export const VelocityBody = named(
  'VelocityReport',
  z.object({
    about,
    asOf: Day,
    stage: z.string(),
    opportunities: Count,
    winRate: z.number(),
    cycleDays: z.number().optional(),
    arrivalToGoalDays: z.number().optional(),
    dealValue: DealValue.optional(),
    revenuePerDay: z.number().optional(),
    weekly: z.array(z.object({ from: Day, leads: Count, customers: Count })),
  }),
  { description: 'How fast the funnel turns opportunities into revenue.' },
);

const Reasons = z.array(z.object({ reason: z.string(), count: Count }));

const Baseline = named(
  'Baseline',
  z.object({
    about,
    weeks: Count,
    recent: z.object(window),
    earlier: z.object(window),
    level: z.number(),
    steps: z.array(
      z.object({
        ...{ from: z.string(), to: z.string(), label: z.string() },
        ...{ recent: Share.optional(), earlier: Share.optional(), lift: Lift.optional() },
        verdict: z.enum(['below', 'above', 'as_usual', 'too_few']),
        says: z.string(),
      }),
    ),
    unusual: Count,
    says: z.string(),
  }),
  {
    description:
      'Recent cohorts beside earlier ones at the same age. `recent` and `earlier` say on which Mondays they begin; `lift` has an ' +
      'interval of `level`, which grows with the number of steps, so that one look in twenty finds something by chance.',
  },
);

export const DropOffBody = named(
  'DropOffReport',
  z.object({
    about,
    model: z.string(),
    asOf: Day,
    ...window,
    stages: z.array(
      z.object({
        state: z.string(),
        label: z.string(),
        left: Count,
        here: Count,
        exits: z.array(
          z.object({
            to: z.string(),
            label: z.string(),
            way: z.enum(['on', 'back', 'aside']),
            share: Share,
            reasons: Reasons,
          }),
        ),
      }),
    ),
    baseline: Baseline,
    mail: z.object({ unsubscribed: Count, bounced: Count, complained: Count }),
    lostDeals: Reasons,
  }),
  { description: 'Where leads went from each stage, and why.' },
);

const Promotion = named(
  'Promotion',
  z.object({
    ...{ sent: Count, promotional: Count, unknown: Count },
    ...{ share: z.number().optional(), says: z.string() },
  }),
  {
    description:
      'Of mails sent those whose template is marked as promotional today, and the same in a sentence. Mails of templates that ' +
      'are gone are `unknown`, and not in the share.',
  },
);

export const SequencesBody = named(
  'SequenceReport',
  z.object({
    about,
    asOf: Day,
    ...window,
    promotion: Promotion,
    sequences: z.array(
      z.object({
        sequence: z.string(),
        ...{ started: Count, continued: Count, completed: Count, exited: Count, cancelled: Count },
        goals: Count,
        customers: Count,
        promotion: Promotion,
        steps: z.array(
          z.object({
            step: z.string(),
            template: z.string(),
            promotional: z.boolean().optional(),
            sent: Count,
            delivered: Count,
            clicked: Count,
            clickRate: Share.optional(),
            opened: Count,
            bounced: Count,
            complained: Count,
          }),
        ),
        holdout: z
          .object({
            mailed: Share,
            held: Share,
            lift: Lift,
            few: z.boolean(),
          })
          .optional(),
      }),
    ),
  }),
  { description: 'What sequences and their steps came to.' },
);

export const InfluenceBody = named(
  'InfluenceReport',
  z.object({
    about,
    asOf: Day,
    ...window,
    customers: Count,
    contents: z.array(z.object({ content: z.string(), share: Share })),
    endorsed: Share.optional(),
    endorsementToPurchaseDays: z.number().optional(),
    signupToPurchaseDays: z.number().optional(),
    revenue: z.array(
      z.object({
        currency: z.string(),
        total: z.number(),
        sourced: z.number(),
        influenced: z.number(),
      }),
    ),
  }),
  { description: 'What came before a first purchase.' },
);

export const FlywheelBody = named(
  'FlywheelReport',
  z.object({
    about,
    asOf: Day,
    ...window,
    speed: z.object({
      newCustomers: Count,
      referrals: Count,
      referredLeads: Count,
      perMonth: z.number(),
      medianDaysToDelight: z.number().optional(),
      months: z.array(z.object({ month: z.string(), customers: Count, referrals: Count })),
    }),
    friction: z.object({
      slaBreaches: Count,
      handoffs: Count,
      rejected: Count,
      returned: Count,
      expired: Count,
      reassigned: Count,
      medianHoursToTouch: z.number().optional(),
      stuck: Share.optional(),
      unsubscribed: Share.optional(),
      complained: Share.optional(),
    }),
    mass: z.object({ customers: Count, advocates: Count, total: Count }),
    stages: z.array(z.object({ label: z.string(), leads: Count })),
  }),
  { description: 'Speed, friction and mass of the flywheel.' },
);

export const RankingBody = named(
  'RankingReport',
  z.object({
    about,
    asOf: Day,
    horizonWeeks: Count,
    dealValue: DealValue.optional(),
    examined: Count,
    more: z.boolean(),
    leads: z.array(
      z.object({
        rank: Count,
        id: z.string(),
        lifecycle: z.string(),
        grade: z.string(),
        engagement: z.number(),
        value: z.number().optional(),
        chance: z.number(),
        expectedValue: z.number(),
        tier: z.enum(['high', 'medium', 'low']),
      }),
    ),
  }),
  { description: 'The leads that came last, by chance × value.' },
);

export const LeadsNeededBody = named(
  'LeadsNeededReport',
  z.object({
    about,
    asOf: Day,
    customers: z.number(),
    chance: z
      .object({ share: z.number(), low: z.number(), high: z.number(), leads: Count, reached: Count })
      .optional(),
    needed: z
      .object({
        estimate: z.number().optional(),
        low: z.number().optional(),
        high: z.number().optional(),
      })
      .optional(),
    leadsPerDay: z.number(),
    days: z.number().optional(),
    sufficiency: z.enum(['indicative', 'sufficient']),
  }),
  { description: 'How many leads bring so many customers.' },
);

export const BottleneckBody = named(
  'BottleneckReport',
  z.object({
    about,
    asOf: Day,
    horizonWeeks: Count,
    base: z.object({ customers: z.number(), revenue: z.number().optional() }),
    steps: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        weekly: z.number(),
        label: z.string(),
        customers: z.number(),
        gain: z.number(),
        revenueGain: z.number().optional(),
      }),
    ),
    bottleneck: z.object({ from: z.string(), to: z.string() }).optional(),
    whatIf: z
      .object({
        from: z.string(),
        to: z.string(),
        factor: z.number(),
        instead: z.string().optional(),
        customers: z.number(),
        gain: z.number(),
        revenueGain: z.number().optional(),
      })
      .optional(),
  }),
  { description: 'What a change of one step would bring.' },
);

const BackTest = z.object({
  about,
  horizonWeeks: Count,
  forecasts: z.array(
    z.object({
      at: Day,
      expected: Expected,
      actual: Count,
      error: z.number(),
      within80: z.boolean(),
      within95: z.boolean(),
    }),
  ),
  summary: z
    .object({
      forecasts: Count,
      meanError: z.number(),
      meanAbsoluteError: z.number(),
      coverage80: z.number(),
      coverage95: z.number(),
    })
    .optional(),
});

export const ForecastReportBody = named(
  'ForecastReport',
  z.object({
    about,
    asOf: Day,
    goal: z.string(),
    dealValue: DealValue.optional(),
    horizons: z.array(z.object({ weeks: Count, customers: Expected, revenue: Expected.optional() })),
    eventually: z
      .object({
        customers: Expected,
        revenue: z.object({ mean: z.number(), sd: z.number() }).optional(),
      })
      .optional(),
    stages: z.array(
      z.object({
        state: z.string(),
        label: z.string(),
        leads: Count,
        horizons: z.array(
          z.object({
            weeks: Count,
            chance: z.number(),
            customers: Expected,
            revenue: z.number().optional(),
          }),
        ),
      }),
    ),
    method: z.object({
      chain: z.literal('weekly'),
      weeks: Count,
      from: Day,
      to: Day,
      prior: z.number(),
      draws: Count,
      seed: z.int(),
      moments: z.enum(['exact', 'simulated']),
      transitions: z.array(z.object({ from: z.string(), to: z.string(), count: z.number() })),
    }),
    sufficiency: z.enum(['indicative', 'sufficient']),
    reasons: z.array(
      z.object({
        code: z.enum(['few_exits', 'few_goals']),
        state: z.string(),
        count: z.number(),
        detail: z.string(),
      }),
    ),
    backTest: BackTest,
  }),
  { description: 'Customers and revenue to be expected of the leads that are here.' },
);
