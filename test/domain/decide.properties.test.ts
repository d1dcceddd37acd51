import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayReceive } from '../../shared/domain/consent/mailability.ts';
import { decide } from '../../shared/domain/decide.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { LeadEvent } from '../../shared/domain/lead/lead-event.ts';
import { engagementAt } from '../../shared/domain/score/engagement-score.ts';
import { planMail } from '../../shared/domain/sending/plan-mail.ts';
import { DAY, HOUR, MINUTE, START, Story } from './story.ts';

const subscribed = (): Story => {
  const story = new Story().signup();
  story.send();
  story.confirm();
  story.send();
  return story.later(DAY);
};

const deed = fc.record({
  type: fc.constantFrom('click', 'page.viewed', 'webinar.registered', 'email.replied', 'careers.viewed'),
  ago: fc.integer({ min: 0, max: 20 * 24 }),
  which: fc.integer({ min: 0, max: 4 }),
});

/** What a person did, as the events that tell of it; the times are the events' own. */
const eventOf = (d: { type: string; ago: number; which: number }, now: number): LeadEvent => {
  const at = now - d.ago * HOUR;
  if (d.type === 'click') {
    return {
      type: 'email.clicked',
      at,
      generation: 1,
      sendId: `s${d.which}`,
      content: `c${d.which}`,
      link: d.ago,
    };
  }
  return {
    type: 'event.posted',
    event: d.type as never,
    at,
    id: `${d.type}${d.ago}-${d.which}`,
    subject: `w${d.which}`,
  };
};

const tellAll = (events: LeadEvent[]): Lead => {
  const story = subscribed();
  for (const event of events) story.tell(event);
  return story.it;
};

describe('whatever people do', () => {
  it('in any order and any number of times, the score and what was counted come out the same', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (deeds, draw) => {
        const events = deeds.map((d) => eventOf(d, START + DAY));
        const mixed = [...events, ...events.filter((_, i) => i % 2)]
          .map((event) => ({ event, rank: draw.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ event }) => event);
        const [a, b] = [tellAll(events), tellAll(mixed)];
        const scoring = subscribed().rules.config.scoring;
        for (const days of [0, 3, 40]) {
          const at = START + DAY + days * DAY;
          expect(engagementAt(b.engagement, scoring, at)).toBeCloseTo(
            engagementAt(a.engagement, scoring, at),
            9,
          );
        }
        expect(b.interactions).toBe(a.interactions);
        expect([...b.contentsClicked].sort()).toEqual([...a.contentsClicked].sort());
        expect(b.lastHumanAt).toBe(a.lastHumanAt);
        expect(b.mailability).toBe(a.mailability);
      }),
    );
  });
});

const step = fc.constantFrom(
  'signup',
  'confirm',
  'unsubscribe',
  'claim',
  'accept',
  'refuse',
  'click',
  'bounce',
  'complain',
  'visit',
  'hour',
  'days',
);

/** Plays one step, and then the same event once more. */
function play(story: Story, name: string): void {
  const open = story.it.openSends[0];
  const sendId = open?.sendId ?? 'none';
  const at = story.now;
  const events: Record<string, () => unknown> = {
    signup: () => story.signup({ magnet: 'checklist' }),
    confirm: () => story.confirm(),
    unsubscribe: () => story.unsubscribe(),
    claim: () => story.claim(),
    accept: () => open && story.accept(open),
    refuse: () =>
      story.tell({ type: 'send.refused', sendId, token: 't', code: 'X', costsAttempt: at % 2 === 0 }),
    click: () => story.click('send2', 'a', at % 3),
    bounce: () =>
      story.tell({
        type: 'email.bounced',
        at,
        generation: 1,
        sendId,
        bounceType: 'Permanent',
        subType: 'General',
      }),
    complain: () =>
      story.tell({ type: 'email.complained', at, generation: 1, sendId, feedbackType: 'abuse' }),
    visit: () => story.visit(),
    hour: () => story.later(HOUR + MINUTE),
    days: () => story.later(3 * DAY),
  };
  events[name]?.();
}

describe('any life of a lead', () => {
  it('keeps the promises that senders rely on', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const story = new Story().signup();
        for (const name of steps) {
          const before = story.it;
          play(story, name);
          const lead = story.it;
          const now = { programme: story.now, machine: story.now };
          expect(lead.version).toBeGreaterThanOrEqual(before.version);
          expect(lead.openSends.filter((s) => s.subject.class === 'nurture').length).toBeLessThanOrEqual(1);
          expect(lead.openSends.length).toBeLessThanOrEqual(4);
          const plan = planMail(lead, story.rules, now);
          if (plan) expect(mayReceive(lead, plan.subject.class)).toBe(true);
          // Work that may be done now is never hidden from the due index.
          if (plan) expect(lead.due?.at).toBeLessThanOrEqual(story.now);
          if (lead.mailability === 'complained') expect(plan).toBeUndefined();
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is not changed by the same event told again at once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const story = new Story().signup();
        for (const name of steps.filter((s) => !['signup', 'claim', 'hour', 'days'].includes(s))) {
          play(story, name);
          const now = { programme: story.now, machine: story.now };
          const lead = story.it;
          const repeats: LeadEvent[] = [
            { type: 'lead.unsubscribed', at: story.now, generation: 1, via: 'page' },
            { type: 'visited' },
          ];
          for (const event of repeats) {
            const once = decide(lead, event, story.rules, now);
            expect(decide(once, event, story.rules, now)).toBe(once);
          }
        }
      }),
    );
  });
});
