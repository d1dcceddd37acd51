import { describe, expect, it } from 'vitest';
import { retentionOf } from '../../shared/domain/consent/retention.ts';
import { decide } from '../../shared/domain/decide.ts';
import { factsOf } from '../../shared/domain/lead/facts.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { LeadEvent } from '../../shared/domain/lead/lead-event.ts';
import { newLead } from '../../shared/domain/lead/new-lead.ts';
import { factOf } from '../../shared/domain/statistics/statistics.ts';
import { fromItem, toItem } from '../../shared/store/lead-item.ts';
import { DAY, HOUR, MINUTE, Story } from './story.ts';

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
      aliases: [{ id: OTHER, generation: 1 }],
    });
    expect(kept.types).toContain('lead.merged');
  });

  it('is the same lead when it is read again, also when the other one is older', () => {
    const from = new Story().signup({ ...other, submission: '00000s2' });
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
