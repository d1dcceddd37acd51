import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isScored } from '../../shared/domain/consent/mailability.ts';
import { decide } from '../../shared/domain/decide.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { LeadEvent } from '../../shared/domain/lead/lead-event.ts';
import { engagementAt } from '../../shared/domain/score/engagement-score.ts';
import { DAY, HOUR, START, Story } from './story.ts';

/**
 * What is to come out the same, whatever order news comes in, however late and often: whether we may write, what
 * was consented to, what is owed; of a lead that left, that no sequence runs; the score, to 1e-9; and of a lead that has not left also
 * what was counted and remembered. Stages, and the sequences that hang on them, are not: a lead enters one when we learn why. Nor is the score
 * of an address that bounced, which nothing reads: what it did before and is told after is not counted any more.
 * Clicks may come late by as long as they are held; all else by any time.
 */
const HOLD = 120_000;
const BEGIN = START + 30 * DAY;
const END = BEGIN + 110_000;

type Told = { at: number; event: LeadEvent };

const moment = fc.integer({ min: BEGIN, max: BEGIN + 100_000 });
const sendOf = (n: number) => `send_${n}`;

const click = fc
  .record({ at: moment, send: fc.nat(2), link: fc.nat(3), network: fc.nat(3) })
  .map(({ at, send, link, network }): Told => {
    const seen = { at, seenAt: at, judgeAt: at + HOLD, network: `n${network}` };
    const trace = { kind: 'click' as const, sendId: sendOf(send), link, content: `c${send}`, ...seen };
    return { at, event: { type: 'trace.seen', generation: 1, trace } };
  });
const posted = fc
  .record({
    at: moment,
    event: fc.constantFrom('webinar.attended' as const, 'email.replied' as const, 'careers.viewed' as const),
    id: fc.nat(5),
  })
  .map(
    ({ at, event, id }): Told => ({
      at,
      event: { type: 'event.posted', event, at, id: `${event}${id}${at}`, subject: `s${id}` },
    }),
  );
const bounce = (bounceType: string) =>
  fc.record({ at: moment, send: fc.nat(5) }).map(
    ({ at, send }): Told => ({
      at,
      event: {
        type: 'email.bounced',
        at,
        generation: 1,
        sendId: sendOf(send),
        bounceType,
        subType: 'General',
      },
    }),
  );
const complaint = fc.record({ at: moment, feedbackType: fc.constantFrom('abuse', 'not-spam') }).map(
  ({ at, feedbackType }): Told => ({
    at,
    event: { type: 'email.complained', at, generation: 1, sendId: 'send_0', feedbackType },
  }),
);
const unsubscribe = moment.map(
  (at): Told => ({ at, event: { type: 'lead.unsubscribed', at, generation: 1, via: 'page' } }),
);

/** At most one end of each kind: an address that is dead, or whose owner left, is not written to again. */
const stream = fc
  .record({
    deeds: fc.array(fc.oneof(click, posted), { maxLength: 12 }),
    soft: fc.uniqueArray(bounce('Transient'), {
      maxLength: 4,
      selector: ({ event }) => ('sendId' in event ? event.sendId : ''),
    }),
    odd: fc.array(bounce('Undetermined'), { maxLength: 1 }),
    ends: fc.tuple(
      fc.array(bounce('Permanent'), { maxLength: 1 }),
      fc.array(complaint, { maxLength: 1 }),
      fc.array(unsubscribe, { maxLength: 1 }),
    ),
  })
  .map(({ deeds, soft, odd, ends }) => [...deeds, ...soft, ...odd, ...ends.flat()]);

const reader = new Story().signup();
reader.send();
reader.confirm();
reader.send();
reader.now = BEGIN;
const scoring = reader.rules.config.scoring;

/** Each told when it happens, or all when everything has happened; and then the verdicts. */
function live(told: Told[], inTime: boolean): Lead {
  let lead = reader.it;
  const hear = (event: LeadEvent, at: number) => {
    lead = decide(lead, event, reader.rules, { programme: at, machine: at });
  };
  for (const { at, event } of told) hear(event, inTime ? at : END);
  hear({ type: 'traces.judged', delivered: {}, scannedFor: 10_000 }, END + HOLD);
  return lead;
}

function outcome(lead: Lead) {
  const { mailability, consent, requests, openSends, traces, interactions, contentsClicked } = lead;
  const running = lead.enrollments.filter(({ status }) => status === 'active').length > 0;
  const memory = isScored(lead)
    ? {
        interactions,
        contents: [...contentsClicked].sort(),
        soft: lead.softBounces ?? [],
        until: lead.pausedUntil,
        human: lead.lastHumanAt,
      }
    : { running };
  return {
    mailability,
    granted: consent.marketing?.granted,
    requests,
    openSends,
    traces,
    ...memory,
  };
}

it('E18–E20: repeated, reordered and late news comes to the state of the run in order', () => {
  fc.assert(
    fc.property(stream, fc.infiniteStream(fc.nat()), (told, draw) => {
      const rank = () => draw.next().value as number;
      const inOrder = live(
        [...told].sort((a, b) => a.at - b.at),
        true,
      );
      const mixed = [...told, ...told, ...told.filter((_, i) => i % 2)]
        .map((one) => ({ one, rank: rank() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ one }) => one);
      const shuffled = live(mixed, false);
      expect(outcome(shuffled)).toEqual(outcome(inOrder));
      const isRead = inOrder.mailability !== 'bounced';
      for (const later of isRead ? [0, HOUR, 40 * DAY] : []) {
        const at = END + HOLD + later;
        const score = engagementAt(inOrder.engagement, scoring, at);
        expect(engagementAt(shuffled.engagement, scoring, at)).toBeCloseTo(score, 9);
      }
    }),
    { numRuns: 200 },
  );
});
