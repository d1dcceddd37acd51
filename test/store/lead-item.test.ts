import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../shared/domain/score/event-types.ts';
import { fromItem, toItem } from '../../shared/store/lead-item.ts';
import { anyLead, ZONE } from './any-lead.ts';
import { itemSize } from './item-size.ts';
import { realisticLead } from './realistic-lead.ts';

describe('a lead on disk', () => {
  it('is the same lead when it is read again, whatever it holds', () => {
    fc.assert(
      fc.property(anyLead, (lead) => {
        expect(fromItem(toItem(lead), ZONE)).toEqual(lead);
      }),
    );
  });

  it('carries through what a newer release keeps there, also inside its records', () => {
    const { claimed } = realisticLead();
    const [send] = claimed.openSends;
    const newer = { ...claimed, openSends: [{ ...send, shade: 'green' }], unknown: { zz: { a: [1] } } };
    const item = toItem(newer as never);
    expect(item.zz).toEqual({ M: { a: { L: [{ N: '1' }] } } });
    const back = fromItem(item, ZONE);
    expect(toItem({ ...back, version: 99 })).toEqual({ ...item, v: { N: '99' } });
    expect(back.openSends).toMatchObject([{ shade: 'green' }]);
  });

  it('of one who left no touch, field or consent has no attribute for any', () => {
    const { sent } = realisticLead();
    const bare = toItem({ ...sent, fields: {}, consent: {}, attribution: {}, activities: [] });
    for (const name of ['f', 'c', 'a1', 'a2', 'ac', 'os', 'us']) expect(bare).not.toHaveProperty(name);
  });

  it('has room for every type of event in the six bits that a type has', () => {
    expect(eventTypes.length).toBeLessThanOrEqual(64);
  });

  it('of a busy funnel costs one write unit a save: under a kilobyte with a mail claimed, sent, the last one sent', () => {
    const leads = realisticLead();
    expect(leads.claimed.engagement.events).toHaveLength(24);
    expect(leads.claimed.enrollments).toHaveLength(2);
    for (const lead of Object.values(leads)) expect(itemSize(toItem(lead))).toBeLessThan(1_024);
  });
});
