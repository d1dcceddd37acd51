import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../shared/domain/statistics/statistics.ts';
import { entriesOf, packEntries, unpackEntries } from '../../shared/store/statistic-page.ts';
import { START } from '../domain/story.ts';
import { shuffled } from '../record/recorder.ts';

const entries = fc.uniqueArray(fc.nat(1_000), { maxLength: 80 }).map((numbers) =>
  numbers.map(
    (n): Entry =>
      entriesOf({
        leadId: `lead_v1${n}`,
        generation: 1,
        place: `t#1#v${n}`,
        recordedAt: START,
        source: ['direct', 'été', 'a.b'][n % 3] ?? '',
        activities: [
          { type: 'form.submitted', at: START + n, form: `f${n % 5}`, entered: { nurtureStage: 'a' } },
        ],
      })[0] as Entry,
  ),
);

const byId = (a: Entry, b: Entry) => (a.id < b.id ? -1 : 1);

describe('a page of statistics', () => {
  it('holds what was put on it, whatever it was', () => {
    fc.assert(
      fc.property(entries, (all) => {
        expect(unpackEntries(packEntries(all)).sort(byId)).toEqual([...all].sort(byId));
      }),
    );
  });

  it('is the same in whatever order that came', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (all, seed) => {
        expect(packEntries(shuffled(all, seed))).toEqual(packEntries(all));
      }),
    );
  });

  it('tells activities apart by lead, row and place, and says nothing of them', () => {
    const activities = [
      { type: 'page.viewed', at: START },
      { type: 'page.viewed', at: START },
    ];
    const of = (leadId: string, place: string) =>
      entriesOf({ leadId, generation: 1, place, recordedAt: START, source: 'direct', activities });
    const all = [...of('lead_v1a', 't#1#v1'), ...of('lead_v1a', 't#2#v1'), ...of('lead_v1b', 't#1#v1')];
    expect(new Set(all.map(({ id }) => id)).size).toBe(6);
    expect(all.every(({ id }) => id.length === 8)).toBe(true);
    expect(Buffer.from(packEntries(all)).toString('latin1')).not.toContain('lead_v1');
  });
});
