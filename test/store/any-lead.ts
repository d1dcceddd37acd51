import fc from 'fast-check';
import type { Activity } from '../../shared/domain/lead/activity.ts';
import type {
  AwaitedConfirmation,
  ConsentState,
  Lead,
  StagePosition,
  Touch,
} from '../../shared/domain/lead/lead.ts';
import { touchKeys } from '../../shared/domain/lead/lead.ts';
import type { Customer } from '../../shared/domain/sales/customer.ts';
import type { Deal } from '../../shared/domain/sales/deal.ts';
import type { Handoff } from '../../shared/domain/sales/handoff.ts';
import type { ScoringEvent } from '../../shared/domain/score/engagement.ts';
import { eventTypes } from '../../shared/domain/score/event-types.ts';
import type { Trace } from '../../shared/domain/score/trace.ts';
import type { OpenSend, Request, SendSubject } from '../../shared/domain/sending/send.ts';
import type { Enrollment, Failures } from '../../shared/domain/sequence/enrollment.ts';

/** The zone that leads without one of their own have in these tests. */
export const ZONE = 'Europe/Brussels';

/** Arbitrary leads, bounded as docs/data.md says, with values that rules would never make included. */

const time = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2090, 0, 1) });
const count = fc.integer({ min: 1, max: 1_000 });
const points = fc.double({ min: -500, max: 500, noNaN: true }).map((value) => value + 0);
const slug = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
const mark = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((n) => n.toString(36).padStart(7, '0'));
const marks = (maxLength: number) => fc.array(mark, { maxLength });
const list = <T>(one: fc.Arbitrary<T>, maxLength: number) => fc.array(one, { maxLength });
const sendId = fc.oneof(fc.stringMatching(/^send_[a-z2-7]{26}$/), fc.stringMatching(/^send_[0-9a-z]{1,40}$/));
const messageId = fc.oneof(
  fc.stringMatching(
    /^[0-9a-f]{16}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-[0-9a-f]{6}$/,
  ),
  fc.string({ maxLength: 60 }),
);

/** Records whose parts named in `optional` may be absent. */
const record = <T extends object>(
  all: { [K in keyof Required<T>]: fc.Arbitrary<Required<T>[K]> },
  optional: (keyof T)[],
) =>
  fc.record(all, {
    requiredKeys: (Object.keys(all) as (keyof T)[]).filter((key) => !optional.includes(key)),
  }) as unknown as fc.Arbitrary<T>;

const failures = record<Failures>(
  { count, code: fc.string(), retryAt: time, parked: fc.constant(true as const) },
  ['parked'],
);

const touch = record<Touch>(
  {
    at: time,
    ...(Object.fromEntries(touchKeys.map((key) => [key, fc.string({ maxLength: 64 })])) as Record<
      (typeof touchKeys)[number],
      fc.Arbitrary<string>
    >),
  },
  [...touchKeys],
);

const consent = record<ConsentState>({ granted: fc.boolean(), at: time, text: fc.string() }, ['text']);

const awaited = record<AwaitedConfirmation>(
  {
    since: time,
    form: slug,
    marketing: fc.boolean(),
    tracking: fc.boolean(),
    text: fc.string(),
    trackingText: fc.string(),
    magnets: list(fc.record({ form: slug, magnet: slug }), 8),
  },
  ['text', 'trackingText'],
);

const position = record<StagePosition>({ state: slug, since: time, pinnedUntil: time, furthest: slug }, [
  'pinnedUntil',
  'furthest',
]);

const enrollment = record<Enrollment>(
  {
    sequence: slug,
    version: count,
    occurrence: count,
    status: fc.constantFrom('active', 'completed', 'exited', 'cancelled', 'held'),
    stage: slug,
    startedAt: time,
    step: fc.nat(50),
    dueAt: time,
    failures,
    arm: fc.constantFrom('h', 'm'),
    goal: fc.constant(true),
    passed: fc.array(slug, { minLength: 1, maxLength: 3 }),
  },
  ['failures', 'arm', 'goal', 'passed'],
);

const request = record<Request>(
  {
    id: count,
    class: fc.constantFrom('confirmation', 'magnet', 'notice'),
    form: slug,
    magnet: slug,
    notice: fc.record({ sequence: slug, version: count, step: slug }),
    at: time,
    notBefore: time,
    source: fc.string({ maxLength: 12 }),
    failures,
  },
  ['magnet', 'notice', 'notBefore', 'source', 'failures'],
);

const subject: fc.Arbitrary<SendSubject> = fc.oneof(
  fc.record({ class: fc.constantFrom('confirmation' as const, 'magnet' as const), request: count }),
  fc.record({
    class: fc.constant('nurture' as const),
    sequence: slug,
    version: count,
    occurrence: count,
    step: slug,
  }),
);

const openSend: fc.Arbitrary<OpenSend> = fc.record({
  sendId,
  token: fc.string({ maxLength: 8 }),
  attempt: fc.integer({ min: 1, max: 3 }),
  claimedAt: time,
  leaseUntil: time,
  subject,
  template: slug,
});

const trace = record<Trace>(
  {
    kind: fc.constantFrom('click', 'open', 'unsubscribe'),
    sendId,
    link: fc.nat(30),
    at: time,
    seenAt: time,
    judgeAt: time,
    network: mark,
    settled: fc.constant(true as const),
    proxy: fc.constant(true as const),
    sentAt: time,
    links: count,
    content: slug,
    intent: fc.constant('high' as const),
    class: fc.constantFrom('nurture', 'magnet'),
    template: slug,
    sequence: slug,
    step: slug,
  },
  [
    ...(['link', 'network', 'settled', 'proxy', 'sentAt', 'links'] as const),
    ...(['content', 'intent', 'class', 'template', 'sequence', 'step'] as const),
  ],
);

const activity = record<Activity>(
  {
    type: fc.constantFrom(...eventTypes, 'enrollment.started'),
    at: time,
    sendId,
    messageId,
    class: fc.constantFrom('nurture', 'magnet'),
    template: slug,
    sequence: slug,
    step: slug,
    proof: fc.jsonValue().map(withoutMinusZero),
  } as never,
  ['sendId', 'messageId', 'class', 'template', 'sequence', 'step', 'proof'],
);

const event = record<ScoringEvent>(
  {
    type: fc.constantFrom(...eventTypes),
    intent: fc.constant('high' as const),
    at: time,
    subject: mark,
    key: mark,
  },
  ['intent', 'subject'],
);
const events = list(event, 24).map((all) => all.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1)));

const engagement = record<Lead['engagement']>(
  {
    events,
    base: fc.record({ slow: points, standard: points, fast: points, at: time }),
    once: marks(32),
    resetAt: time,
  },
  ['base', 'resetAt'],
);

const grade = fc.constantFrom('A' as const, 'B' as const, 'F' as const, 'U' as const);
const handoff = record<Handoff>(
  {
    number: count,
    status: fc.constantFrom('open', 'accepted', 'rejected', 'expired', 'won'),
    state: slug,
    openedAt: time,
    rule: fc.string({ maxLength: 40 }),
    way: fc.constantFrom('asked', 'scored', 'set'),
    score: fc.record({ fit: fc.nat(100), grade, engagement: fc.nat(100) }),
    top: list(
      fc.record({ type: fc.constantFrom(...eventTypes), at: time, points: fc.integer({ min: 1, max: 60 }) }),
      5,
    ),
    promises: fc.record({ firstTouchBy: time, decideBy: time, returnBy: time }),
    breached: fc.subarray(['first_touch' as const, 'decision' as const]),
    touchedAt: time,
    assessment: fc.constantFrom('positive', 'negative'),
    decidedAt: time,
    reason: slug,
  },
  ['top', 'promises', 'breached', 'touchedAt', 'assessment', 'decidedAt', 'reason'],
);

const deal = record<Deal>(
  {
    id: fc.string({ maxLength: 40 }),
    status: fc.constantFrom('open', 'won', 'lost'),
    openedAt: time,
    value: fc.nat(),
    currency: fc.constant('EUR'),
    expectedClose: fc.constant('2026-12-31'),
    closedAt: time,
    reason: slug,
  },
  ['id', 'value', 'currency', 'expectedClose', 'closedAt', 'reason'],
);

const customer = record<Customer>(
  {
    purchases: fc.nat(100),
    revenue: fc.dictionary(fc.constantFrom('EUR', 'GBP'), fc.nat()),
    firstAt: time,
    lastAt: time,
    nps: fc.record({ score: fc.nat(10), at: time }),
    referrals: count,
    testimonials: count,
  },
  ['firstAt', 'lastAt', 'nps', 'referrals', 'testimonials'],
);

const fieldValue = fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean());

export const anyLead: fc.Arbitrary<Lead> = fc
  .tuple(
    record<Omit<Lead, 'suppressedAt' | 'aliasOf'>>(
      {
        id: fc.stringMatching(/^lead_v1[a-z2-7]{26}$/),
        generation: fc.integer({ min: 1, max: 9 }),
        version: count,
        lastRow: fc.nat(1_000),
        email: fc.emailAddress(),
        fields: fc.dictionary(slug, fieldValue, { maxKeys: 6 }),
        language: fc.constantFrom('en', 'nl'),
        timeZone: fc.constantFrom('Asia/Kathmandu', ZONE),
        timeZoneSource: fc.constantFrom('default', 'lead'),
        tags: list(slug, 4),
        owner: fc.string(),
        mailability: fc.constantFrom('pending_confirmation', 'requested_only', 'subscribed', 'paused'),
        pausedUntil: time,
        preferences: fc.record({
          topicsOff: list(slug, 20),
          frequency: fc.constantFrom('normal' as const, 'less' as const),
        }),
        addressKind: fc.constantFrom('free' as const, 'disposable' as const),
        consent: record<Lead['consent']>({ marketing: consent, tracking: consent }, [
          'marketing',
          'tracking',
        ]),
        awaited,
        confirmationsSentAt: list(time, 5),
        unsubscribedAt: time,
        softBounces: list(fc.record({ at: time, mail: mark }), 3),
        attribution: fc.oneof(
          fc.constant({}),
          fc.record(
            {
              first: touch,
              last: touch,
              middle: fc.array(fc.record({ at: time, source: slug }), { minLength: 1, maxLength: 6 }),
            },
            { requiredKeys: ['first', 'last'] },
          ),
        ),
        engagement,
        interactions: fc.nat(500),
        contentsClicked: marks(8),
        lastHumanAt: time,
        formComplete: fc.boolean(),
        forms: list(slug, 20),
        submissions: marks(16),
        nurtureStage: position,
        lifecycle: position,
        enrollments: list(enrollment, 6),
        requests: list(request, 8),
        openSends: list(openSend, 4),
        traces: list(trace, 16),
        nextRequest: count,
        lastNurtureAt: time,
        due: fc.record({ lane: fc.constantFrom(0 as const, 1 as const, 2 as const), at: time }),
        handoff,
        contacts: count,
        deal,
        customer,
        deeds: fc.array(mark, { minLength: 1, maxLength: 16 }),
        coolOffUntil: time,
        referredBy: fc.stringMatching(/^lead_v1[a-z2-7]{26}$/),
        aliases: fc.array(
          fc.record(
            { id: slug, generation: count, until: time, merged: fc.constant(true as const) },
            { requiredKeys: ['id', 'generation'] },
          ),
          { minLength: 1, maxLength: 6 },
        ),
        createdAt: time,
        updatedAt: time,
        savedAt: time,
        suppression: fc.constantFrom('unsubscribed' as const, 'bounced' as const, 'complained' as const),
        erasure: fc.record({ generation: count, token: fc.string({ maxLength: 30 }), until: time }),
        activities: list(activity, 4),
        unknown: fc.dictionary(fc.stringMatching(/^x[a-z]{1,8}$/), fc.jsonValue().map(withoutMinusZero), {
          minKeys: 1,
          maxKeys: 3,
        }),
      },
      [
        'aliases',
        'handoff',
        'contacts',
        'deal',
        'customer',
        'deeds',
        'coolOffUntil',
        'referredBy',
        'owner',
        'pausedUntil',
        'preferences',
        'addressKind',
        'awaited',
        'unsubscribedAt',
        'softBounces',
        'lastHumanAt',
        'lastNurtureAt',
        'due',
        'savedAt',
        'suppression',
        'erasure',
        'unknown',
      ],
    ),
  )
  .map(([{ suppression: _, ...lead }]) =>
    lead.timeZoneSource === 'default' ? { ...lead, timeZone: ZONE } : lead,
  );

/** JSON has no minus zero, and neither has DynamoDB; numbers that only one of them has are left out too. */
function withoutMinusZero(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, one) => (typeof one === 'number' ? Math.trunc(one % 1e9) + 0 : one)),
  );
}
