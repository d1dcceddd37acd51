import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tombstone } from '../../shared/domain/consent/tombstone.ts';
import { fromItem, toItem } from '../../shared/store/lead-item.ts';
import { ZONE } from './any-lead.ts';

const remains = fc.record(
  {
    id: fc.stringMatching(/^lead_v1[a-z2-7]{26}$/),
    generation: fc.integer({ min: 1, max: 9 }),
    version: fc.integer({ min: 1, max: 1_000 }),
    suppression: fc.constantFrom('unsubscribed' as const, 'bounced' as const, 'complained' as const),
    erasure: fc.record({ generation: fc.nat(9), token: fc.uuid(), until: fc.nat() }),
  },
  { requiredKeys: ['id', 'generation', 'version'] },
);

describe('an erased lead on disk', () => {
  it('is the same when it is read again', () => {
    fc.assert(
      fc.property(remains, fc.nat(), (left, at) => {
        const since = left.suppression ? { suppressedAt: at } : {};
        const lead = { ...tombstone({ ...left, ...since }), updatedAt: at, due: { lane: 2 as const, at } };
        expect(fromItem(toItem(lead), ZONE)).toEqual(lead);
      }),
    );
  });

  it('holds its place in the order of saves and its suppression, and is in no list of leads', () => {
    const lead = tombstone({ id: 'lead_v1a', generation: 2, version: 9, suppression: 'complained' });
    expect(toItem({ ...lead, updatedAt: 5 })).toEqual({
      pk: { S: 'lead_v1a' },
      sk: { S: 'lead' },
      g: { N: '2' },
      v: { N: '9' },
      u: { N: '5' },
      m: { S: 'erased' },
      sp: { S: 'complained' },
      sq: { S: 'complained' },
      sa: { N: '5' },
    });
  });

  it('keeps nothing that a newer release had put on the lead', () => {
    const lead = { ...tombstone({ id: 'lead_v1a', generation: 1, version: 9 }), unknown: { zz: 'An' } };
    expect(toItem(lead)).not.toHaveProperty('zz');
  });
});
