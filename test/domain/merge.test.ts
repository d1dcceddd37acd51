import { describe, expect, it } from 'vitest';
import { retentionOf } from '../../shared/domain/consent/retention.ts';
import { decide } from '../../shared/domain/decide.ts';
import { factsOf } from '../../shared/domain/lead/facts.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { LeadEvent, SalesTold } from '../../shared/domain/lead/lead-event.ts';
import { newLead } from '../../shared/domain/lead/new-lead.ts';
import { factOf } from '../../shared/domain/statistics/statistics.ts';
import { fromItem, toItem } from '../../shared/store/lead-item.ts';
import { DAY, HOUR, MINUTE, START, Story } from './story.ts';

const OTHER = 'lead_v1bbbbbbbbbbbbbbbbbbbbbbbbbb';
const other = { leadId: OTHER, email: 'an.peeters@voorbeeld.be' };

const begun = (who: Partial<typeof other> = {}) => {
  const story = new Story().signup(who);
  story.send();
  return story.later(MINUTE).confirm();
};
const merge = (kept: Story, from: Story) => {
  kept.now = Math.max(kept.now, from.now);
  return kept.tell({ type: 'lead.merged', at: kept.now, from: from.it, by: 'key' });
};

describe('merging two leads', () => {
  it('keeps the id, the address and the consent of the one that is kept, and takes what it lacks', () => {
    const [kept, from] = [begun(), begun(other)];
    from.lead = { ...from.it, fields: { first_name: 'An', company: 'Acme' }, tags: ['fair'], owner: 'mia' };
    kept.lead = { ...kept.it, fields: { first_name: 'Anna' } };
    merge(kept, from);
    expect(kept.it).toMatchObject({
      email: 'an@voorbeeld.be',
      mailability: 'subscribed',
      fields: { first_name: 'Anna', company: 'Acme' },
      tags: ['fair'],
      owner: 'mia',
      aliases: [{ id: OTHER, generation: 1, until: kept.now, merged: true }],
    });
    expect(kept.types).toContain('lead.merged');
  });

  it('is the same lead when it is read again, also when the other one is older', () => {
    const from = new Story().signup({ ...other, submission: '00000s2' });
    // As a release before wrote them, and an address of before.
    from.lead = {
      ...from.it,
      aliases: [
        { id: 'lead_v1one', generation: 1 },
        { id: 'lead_v1two', generation: 2, until: START },
      ],
    };
    const kept = new Story()
      .later(9 * DAY)
      .signup({ submission: '00000s1', touch: { at: 9 * DAY, utm_source: 'x' } });
    from.now = kept.now;
    merge(kept, from);
    expect(fromItem(toItem(kept.it), 'Europe/Brussels')).toEqual(kept.it);
  });

  it('counts the same event once, and adds what only one of them did', () => {
    const [kept, from] = [begun(), begun(other)];
    const events = new Set(
      [...kept.it.engagement.events, ...from.it.engagement.events].map(({ key }) => key),
    );
    merge(kept, from);
    expect(kept.it.engagement.events.map(({ key }) => key).sort()).toEqual([...events].sort());
    expect(events.size).toBeLessThan(6);
  });

  it('never mails a person who unsubscribed at the other address after agreeing here', () => {
    const [kept, from] = [begun(), begun(other)];
    from.later(HOUR).unsubscribe();
    merge(kept, from);
    expect(kept.it.mailability).toBe('unsubscribed');
    expect(kept.it.unsubscribedAt).toBe(from.now);
    expect(factsOf(kept.it, kept.rules, kept.now).engagement).toBe(0);
    expect(kept.it.enrollments.every(({ status }) => status !== 'active')).toBe(true);
    expect(kept.run(30 * DAY)).toEqual([]);
  });

  it('goes on mailing who agreed here after unsubscribing there', () => {
    const from = begun(other).unsubscribe();
    const kept = new Story().later(2 * DAY).signup();
    kept.send();
    kept.confirm();
    merge(kept, from);
    expect(kept.it.mailability).toBe('subscribed');
  });

  it.each([
    ['complained', 'complained'],
    ['bounced', 'subscribed'],
  ] as const)('of an other that %s the kept lead is %s', (left, then) => {
    const [kept, from] = [begun(), begun(other)];
    from.lead = { ...from.it, mailability: left, suppressedAt: from.now };
    merge(kept, from);
    expect(kept.it.mailability).toBe(then);
    const { engagement } = factsOf(kept.it, kept.rules, kept.now);
    expect(engagement > 0).toBe(then === 'subscribed');
    const moved = decideOn(from, { type: 'lead.moved', to: { id: kept.it.id, generation: 1 } });
    expect(moved).toMatchObject({ mailability: 'erased', suppression: left, email: '' });
  });

  it('sends nothing to an address that never agreed, whatever the other one agreed to', () => {
    const kept = new Story().signup();
    const from = begun(other);
    merge(kept, from);
    // No stranger, who would be forgotten in 30 days for not pressing the button.
    expect(kept.it.mailability).toBe('requested_only');
    expect(retentionOf(kept.it, kept.rules)?.reason).toBe('unconverted');
    expect(kept.it.consent.marketing?.granted).not.toBe(true);
    expect(kept.send()).toEqual(['confirmation']);
    expect(kept.run(20 * DAY)).toEqual([]);
    kept.confirm();
    expect(kept.it.mailability).toBe('subscribed');
  });

  it('leaves one of two in the same sequence, and sends no step that either was sent', () => {
    const [kept, from] = [begun(), begun(other)];
    from.run(HOUR);
    expect(from.it.enrollments[0]).toMatchObject({ sequence: 'awareness', status: 'active' });
    const sent = from.timeline.filter(({ template }) => template === 'awareness-1');
    expect(sent).toHaveLength(1);
    merge(kept, from);
    const sentLater = kept.run(20 * DAY).map(({ template }) => template);
    expect(sentLater).toContain('awareness-2');
    expect(sentLater).not.toContain('awareness-1');
    expect(kept.it.enrollments.filter(({ sequence }) => sequence === 'awareness')).toHaveLength(1);
    const exits = kept.timeline.filter(({ reason }) => reason === 'merged');
    expect(exits).toMatchObject([{ type: 'enrollment.exited', sequence: 'awareness' }]);
  });

  it('takes mails that are on their way along: they are confirmed once, under their own id', () => {
    const [kept, from] = [begun(), begun(other)];
    kept.send();
    from.later(MINUTE);
    const open = from.claim();
    if (!open) throw new Error('nothing to send');
    merge(kept, from);
    expect(kept.it.openSends.map(({ sendId }) => sendId)).toContain(open.sendId);
    const sent = () => kept.types.filter((type) => type === 'email.sent').length;
    const before = sent();
    kept.accept(open).accept(open, 'feedback');
    expect(sent()).toBe(before + 1);
    expect(kept.it.openSends).toEqual([]);
  });

  it('takes the further stage, once for the statistics: as many leads as there are', () => {
    const [kept, from] = [begun(), begun(other)];
    from.tell({ type: 'stage.set', at: from.now, field: 'lifecycle', state: 'mql', pinned: false, by: 'k' });
    merge(kept, from);
    expect(kept.it.lifecycle.state).toBe('mql');
    const stock = new Map<string, number>();
    for (const activity of [...kept.timeline, ...from.timeline]) {
      for (const [name, count] of Object.entries(factOf(activity, 'direct')?.counts ?? {})) {
        const [stage, field, state = '', what = ''] = name.split('|');
        if (stage !== 'stage' || field !== 'lifecycle') continue;
        const sign = /^(entered|remapped_in)$/.test(what) ? 1 : /^(left|remapped_out)$/.test(what) ? -1 : 0;
        stock.set(state, (stock.get(state) ?? 0) + sign * count);
      }
    }
    expect(Object.fromEntries([...stock].filter(([, count]) => count !== 0))).toEqual({ mql: 1 });
  });

  describe('of sales and customers', () => {
    const told = (story: Story, event: SalesTold['event'], more: Partial<SalesTold> = {}) =>
      story.tell({ type: 'sales.told', event, at: story.now, ...more });
    const asked = (who: Partial<typeof other> = {}) => {
      const story = begun(who);
      return story.tell({ type: 'event.posted', event: 'demo.requested', at: story.now, id: 'demo' });
    };
    const bought = (story: Story, externalId: string, value: number, currency = 'EUR') =>
      story.tell({ type: 'conversion.recorded', at: story.now, externalId, value, currency });

    it('leaves one hand-off: of two that are live the kept lead’s, and the other is withdrawn', () => {
      const [kept, from] = [asked(), asked(other)];
      told(from.later(HOUR), 'sales.contacted', { channel: 'phone' });
      told(kept, 'sales.contacted', { channel: 'mail' });
      merge(kept, from);
      expect(kept.it).toMatchObject({ handoff: { status: 'open', number: 2 }, contacts: 2 });
      expect(kept.timeline.filter(({ type }) => type === 'handoff.closed')).toMatchObject([
        { outcome: 'withdrawn' },
      ]);
      expect(kept.it.lifecycle.state).toBe('mql');
    });

    it('goes on with the live hand-off, and the open deal, of the other one', () => {
      const [kept, from] = [asked(), asked(other)];
      told(kept, 'sales.rejected', { reason: 'bad_timing' });
      told(from, 'sales.accepted', { owner: 'sofie' });
      told(from, 'sales.contacted', { channel: 'phone' });
      told(from, 'sales.assessed', { assessment: 'positive', value: 400_000, currency: 'EUR' });
      merge(kept, from);
      expect(kept.it).toMatchObject({
        lifecycle: { state: 'opportunity' },
        handoff: { status: 'accepted', number: 2 },
        deal: { status: 'open', value: 400_000 },
        owner: 'sofie',
      });
      expect(kept.types).not.toContain('handoff.closed');
      told(kept.later(DAY), 'deal.won');
      expect(kept.it).toMatchObject({ lifecycle: { state: 'customer' }, handoff: { status: 'won' } });
    });

    it('adds up what was bought and said, by currency, from the first to the last; told again it counts no more', () => {
      const [kept, from] = [begun(), begun(other)];
      bought(from, 'order-1', 100);
      bought(kept.later(DAY), 'order-2', 250);
      bought(from.later(3 * DAY), 'order-3', 40, 'USD');
      for (const story of [kept, from])
        story.tell({ type: 'event.posted', event: 'testimonial.given', at: story.now, id: 'it is good' });
      kept.tell({ type: 'event.posted', event: 'nps.answered', at: kept.now, score: 4 });
      from.tell({ type: 'event.posted', event: 'nps.answered', at: from.now, score: 9 });
      const first = from.it.customer?.firstAt;
      merge(kept, from);
      expect(kept.it.customer).toEqual({
        ...{ purchases: 3, revenue: { EUR: 350, USD: 40 }, testimonials: 2 },
        ...{ firstAt: first, lastAt: from.now, nps: { score: 9, at: from.now } },
      });
      const before = kept.it;
      for (const [id, value] of [['order-1', 100] as const, ['order-2', 250] as const])
        bought(kept, id, value);
      expect(kept.it).toBe(before);
    });

    it('keeps the referrer, unless that is one of the two', () => {
      const [kept, from] = [begun(), begun(other)];
      from.lead = { ...from.it, referredBy: 'lead_v1friend' };
      merge(kept, from);
      expect(kept.it.referredBy).toBe('lead_v1friend');
      const [third, again] = [begun(), begun(other)];
      third.lead = { ...third.it, aliases: [{ id: 'lead_v1before', generation: 1 }] };
      again.lead = { ...again.it, referredBy: 'lead_v1before' };
      merge(third, again);
      expect(third.it).not.toHaveProperty('referredBy');
    });
  });

  it('has the earliest touch first, the newest last, and those between by their sources', () => {
    const touched = (days: number, source: string, who = {}, n = 1) => ({
      ...who,
      submission: `00000${n}${source.slice(0, 1)}`,
      touch: { at: START + days * DAY, utm_source: source },
    });
    const from = new Story().later(DAY).signup(touched(1, 'ads', other));
    from.later(4 * DAY).signup(touched(5, 'zine', other, 2));
    const kept = new Story().later(2 * DAY).signup(touched(2, 'linkedin'));
    kept.later(DAY).signup(touched(3, 'mail', {}, 2));
    merge(kept, from);
    expect(kept.it.attribution).toEqual({
      first: { at: START + DAY, utm_source: 'ads' },
      last: { at: START + 5 * DAY, utm_source: 'zine' },
      middle: [
        { at: START + 2 * DAY, source: 'linkedin' },
        { at: START + 3 * DAY, source: 'mail' },
      ],
    });
  });

  it('keeps the stricter of both preferences, and a pause', () => {
    const [kept, from] = [begun(), begun(other)];
    kept.lead = { ...kept.it, preferences: { topicsOff: ['events'], frequency: 'normal' } };
    from.tell({ type: 'preferences.changed', at: from.now, generation: 1, pause: 'start', proof: {} });
    from.lead = { ...from.it, preferences: { topicsOff: ['offers'], frequency: 'less' } };
    const { pausedUntil } = from.it;
    merge(kept, from);
    expect(pausedUntil).toBe(from.now + 30 * DAY);
    expect(kept.it).toMatchObject({ mailability: 'paused', pausedUntil });
    expect(kept.it.preferences).toEqual({ topicsOff: ['events', 'offers'], frequency: 'less' });
    const nurture = (days: number) => kept.run(days * DAY).filter(({ template }) => template !== 'magnet');
    expect(nurture(29)).toEqual([]);
    expect(nurture(5)).not.toEqual([]);
  });

  it('is kept for as long as the later of two signs of life allows, and a customer for good', () => {
    const from = begun(other);
    const kept = begun().later(40 * DAY);
    kept.click('m1');
    const alone = retentionOf(kept.it, kept.rules)?.at;
    merge(kept, from);
    expect(retentionOf(kept.it, kept.rules)).toEqual({ reason: 'unconverted', at: alone });
    const buyer = begun({ ...other, leadId: 'lead_v1cccccccccccccccccccccccccc' });
    buyer.tell({ type: 'conversion.recorded', at: buyer.now, externalId: 'o', value: 1, currency: 'EUR' });
    merge(kept, buyer);
    expect(retentionOf(kept.it, kept.rules)).toBeUndefined();
  });

  it('does nothing with an erased lead, or with itself', () => {
    const kept = begun();
    const before = kept.it;
    kept.tell({ type: 'lead.merged', at: kept.now, from: before, by: 'key' });
    expect(kept.it).toBe(before);
    const from = begun(other);
    from.tell({ type: 'lead.erased', token: 't', until: from.now });
    merge(kept, from);
    expect(kept.it).toBe(before);
  });
});

describe('an address that changed', () => {
  const change = (from: Story, place?: Lead): Lead => {
    const email = 'new@voorbeeld.be';
    const there = place ?? newLead({ leadId: OTHER, email }, from.rules, from.now);
    const now = { programme: from.now, machine: from.now };
    const event = { type: 'address.changed' as const, at: from.now, from: from.it, email, by: 'key' };
    return decide(there, event, from.rules, now);
  };

  it('is asked to confirm and sent nothing else until it does; then all goes on where it was', () => {
    const from = begun();
    from.run(HOUR);
    const story = new Story();
    story.now = from.now;
    story.lead = change(from);
    expect(story.it).toMatchObject({
      id: OTHER,
      version: 1,
      generation: 1,
      mailability: 'requested_only',
      consent: {},
      aliases: [{ id: from.it.id, generation: 1 }],
    });
    expect(story.send()).toEqual(['confirmation']);
    expect(story.run(10 * DAY)).toEqual([]);
    story.confirm();
    expect(story.it.mailability).toBe('subscribed');
    expect(story.run(10 * DAY).map(({ template }) => template)).toEqual(['awareness-2']);
  });

  it('asks nothing of who unsubscribed', () => {
    const from = begun().unsubscribe();
    const next = change(from);
    expect(next.mailability).toBe('unsubscribed');
    expect(next).not.toHaveProperty('awaited');
  });

  it('asks nothing, and sends nothing, where the old address bounced: its consent ended with it', () => {
    const from = begun();
    const bounce = {
      type: 'email.bounced' as const,
      sendId: 's',
      bounceType: 'Permanent',
      subType: 'General',
    };
    from.tell({ ...bounce, at: from.now, generation: 1 });
    expect(change(from)).toMatchObject({ mailability: 'requested_only', requests: [] });
  });

  it('begins a new generation where somebody was before, with versions that go on', () => {
    const gone = begun(other);
    gone.tell({ type: 'lead.erased', token: 't', until: gone.now });
    const next = change(begun(), gone.it);
    expect(next).toMatchObject({ generation: 2, version: gone.it.version + 1, erasure: { token: 't' } });
  });
});

function decideOn(story: Story, event: LeadEvent): Lead {
  return decide(story.it, event, story.rules, { programme: story.now, machine: story.now });
}
