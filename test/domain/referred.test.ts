import { describe, expect, it } from 'vitest';
import type { LeadReferred } from '../../shared/domain/lead/lead-event.ts';
import { newLead } from '../../shared/domain/lead/new-lead.ts';
import { DAY, HOUR, Story } from './story.ts';

const customer = 'lead_v1cccccccccccccccccccccccccc';

/** A customer names the person of the story. */
function named(story = new Story(), referredBy = customer): Story {
  const event: LeadReferred = {
    type: 'lead.referred',
    at: story.now,
    leadId: 'lead_v1aaaaaaaaaaaaaaaaaaaaaaaaaa',
    email: 'an@voorbeeld.be',
    fields: { first_name: 'An' },
    referredBy,
  };
  story.lead ??= newLead(event, story.rules, story.now);
  return story.tell(event);
}

describe('a person whom a customer named', () => {
  it('is a lead that came by referral and asked for nothing: no consent, no mail, nothing due, no score', () => {
    const story = named();
    expect(story.it).toMatchObject({
      referredBy: customer,
      mailability: 'requested_only',
      consent: {},
      lifecycle: { state: 'prospect' },
      attribution: { first: { utm_source: 'referral' } },
      engagement: { events: [] },
      enrollments: [],
      requests: [],
    });
    expect(story.run(30 * DAY)).toEqual([]);
    expect(story.types).toEqual(['lead.referred']);
  });

  it('keeps who named them first, when another customer does too', () => {
    const story = named();
    const before = story.it;
    expect(named(story.later(HOUR), 'lead_v1dddddddddddddddddddddddddd').it).toBe(before);
  });

  it('is asked to confirm by their own first signup, as a stranger is, and still came by referral', () => {
    const story = named().later(DAY).signup();
    expect(story.it).toMatchObject({ mailability: 'pending_confirmation', referredBy: customer });
    expect(story.send()).toEqual(['confirmation']);
    story.confirm();
    expect(story.it).toMatchObject({
      mailability: 'subscribed',
      attribution: { first: { utm_source: 'referral' } },
    });
  });

  it('is not named at all when they were a lead already', () => {
    const story = new Story().signup();
    const before = story.it;
    expect(named(story.later(HOUR)).it).toBe(before);
    expect(before.referredBy).toBeUndefined();
  });
});
