import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../shared/domain/lead/activity.ts';
import { sourceOf } from '../../shared/domain/signup/source.ts';
import { bucketEnd, bucketOf } from '../../shared/domain/stage/time-in-stage.ts';
import { type Entry, factOf } from '../../shared/domain/statistics/statistics.ts';
import {
  firstUnfolded,
  isLate,
  isOpen,
  lastSealed,
  SLOT,
  slotOf,
} from '../../shared/domain/statistics/statistics-time.ts';
import {
  addDays,
  addEntries,
  differencesOf,
  emptyTally,
  summaryOf,
} from '../../shared/domain/statistics/tally.ts';
import { DAY, HOUR, MINUTE, START, Story } from './story.ts';

const figures = (activity: Activity, source = 'direct') => factOf(activity, source)?.counts;

describe('what an activity adds to the figures of its day', () => {
  it('a first signup: a new lead, its source, its form, and the states that it begins in', () => {
    const [activity] = new Story().signup().timeline;
    expect(factOf(activity as Activity, 'newsletter')).toEqual({
      day: '2026-01-05',
      counts: {
        'form|guide|submitted': 1,
        'lead|new': 1,
        'source|newsletter|new': 1,
        'stage|nurtureStage|awareness|entered': 1,
        'source|newsletter|entered|nurtureStage|awareness': 1,
        'stage|lifecycle|prospect|entered': 1,
        'source|newsletter|entered|lifecycle|prospect': 1,
      },
    });
  });

  it('a later signup: its form alone', () => {
    const story = new Story().signup();
    story.timeline.length = 0;
    story.later(HOUR).signup();
    expect(figures(story.timeline[0] as Activity)).toEqual({ 'form|guide|submitted': 1 });
  });

  it('a confirmation: by form and source', () => {
    const story = new Story().signup();
    story.timeline.length = 0;
    expect(figures(story.confirm().timeline[0] as Activity)).toEqual({
      'lead|confirmed': 1,
      'source|direct|confirmed': 1,
      'form|guide|confirmed': 1,
    });
  });

  it('a move: the state entered, and the one left with where to and after how long', () => {
    const activity = {
      type: 'lead.stage_changed',
      at: START,
      field: 'nurtureStage',
      from: 'awareness',
      to: 'engagement',
      after: 90 * MINUTE,
    };
    expect(figures(activity)).toEqual({
      'stage|nurtureStage|engagement|entered': 1,
      'source|direct|entered|nurtureStage|engagement': 1,
      'stage|nurtureStage|awareness|left|engagement': 1,
      'stage|nurtureStage|awareness|minutes|engagement': 90,
      [`stage|nurtureStage|awareness|after|engagement|${bucketOf(90 * MINUTE)}`]: 1,
      'stage|nurtureStage|awareness|days|engagement|0': 1,
    });
  });

  describe('of a lead whose row tells when it came', () => {
    const born = Date.UTC(2026, 0, 7, 22);
    const life = { born, form: 'guide', sequences: ['awareness'] };
    const move = (at: number, after: number, more = {}) => {
      const activity = { type: 'lead.stage_changed', at, field: 'lifecycle', from: 'lead', to: 'mql', after };
      const counts = factOf({ ...activity, ...more }, 'ads', life)?.counts ?? {};
      return Object.keys(counts).filter((name) => !/entered|left|minutes|after/.test(name));
    };
    const wednesday = Date.UTC(2026, 0, 21, 3);

    it('a first signup: the cohort of its week, of its source and of its form', () => {
      const entered = { lifecycle: 'prospect' };
      const first = { type: 'form.submitted', at: born, form: 'guide', entered };
      expect(factOf(first, 'ads', life)?.counts).toMatchObject({
        'cohort|2026-01-05|lifecycle|prospect': 1,
        'source|ads|reached|2026-01|lifecycle|prospect': 1,
        'reached|form|guide|2026-01|lifecycle|prospect': 1,
      });
    });

    it('the first move of a week, with the whole days in the state, and the step that it reaches', () => {
      expect(move(wednesday, 12 * DAY)).toEqual([
        'stage|lifecycle|lead|days|mql|12',
        'stage|lifecycle|lead|week|mql',
        'cohort|2026-01-05|lifecycle|mql',
        'source|ads|reached|2026-01|lifecycle|mql',
        'reached|form|guide|2026-01|lifecycle|mql',
        'reached|sequence|awareness||lifecycle|mql',
      ]);
    });

    it('a further move in the same week; none of a lead that is new this week', () => {
      expect(move(wednesday, DAY, { again: true })).toEqual([
        'stage|lifecycle|lead|days|mql|1',
        'stage|lifecycle|lead|within|mql',
      ]);
      expect(move(born + HOUR, HOUR, { again: true })).toEqual(['stage|lifecycle|lead|days|mql|0']);
    });

    it('steps that it skipped count as reached; a step that it had reached before does not', () => {
      const names = move(wednesday, 12 * DAY, { passed: ['sql'], to: 'opportunity' });
      expect(names.filter((name) => name.startsWith('cohort'))).toEqual([
        'cohort|2026-01-05|lifecycle|sql',
        'cohort|2026-01-05|lifecycle|opportunity',
      ]);
    });

    it('the first arrival at the goal: after how many days', () => {
      const goal = { to: 'customer', goal: true };
      const activity = {
        type: 'lead.stage_changed',
        at: wednesday,
        field: 'lifecycle',
        from: 'sql',
        after: DAY,
      };
      const fact = factOf({ ...activity, ...goal }, 'ads', life);
      expect(fact?.counts).toMatchObject({
        'goal|lifecycle|reached': 1,
        'goal|lifecycle|days|14': 1,
      });
    });
  });

  it.each([
    ['sent', { type: 'email.sent' }],
    ['presumed', { type: 'email.presumed_sent' }],
    ['delivered', { type: 'email.delivered' }],
    ['opened', { type: 'email.opened' }],
    ['failed', { type: 'email.failed' }],
    ['bounced', { type: 'email.bounced', bounceType: 'Permanent' }],
    ['bounced_transient', { type: 'email.bounced', bounceType: 'Transient' }],
    ['complained', { type: 'email.complained' }],
    ['clicked', { type: 'email.clicked' }],
    ['clicked_machine', { type: 'email.clicked', scored: false, machine: true }],
    ['clicked_again', { type: 'email.clicked', scored: false }],
  ])('a mail that was %s: by class, template, sequence and step', (outcome, activity) => {
    const mail = { class: 'nurture', template: 'awareness-1', sequence: 'awareness', step: 'one' };
    expect(figures({ ...activity, ...mail, at: START })).toEqual({
      [`mail|nurture|awareness-1|awareness|one|${outcome}`]: 1,
    });
  });

  it('everything that really happens in a programme is counted, a mail as often as it was sent', () => {
    const story = new Story().signup();
    story.run(HOUR);
    story.confirm();
    story.run(10 * DAY);
    const tally = emptyTally();
    addEntries(
      tally,
      story.timeline.map((activity, i) => ({ id: String(i), fact: factOf(activity, 'direct') as never })),
    );
    const all = Object.assign({}, ...Object.values(tally.days));
    expect(story.types.filter((type) => type === 'email.sent')).toHaveLength(4);
    expect(all).toMatchObject({
      'mail|confirmation|confirmation|||sent': 1,
      'mail|magnet|magnet|||sent': 1,
      'mail|nurture|awareness-1|awareness|one|sent': 1,
      'mail|nurture|awareness-2|awareness|two|sent': 1,
      'sequence|awareness|started': 1,
    });
  });

  it('nothing on a day that no calendar has', () => {
    for (const at of [Number.NaN, -1, Number.POSITIVE_INFINITY, 9e15]) {
      expect(factOf({ type: 'page.viewed', at }, 'direct')).toBeUndefined();
    }
  });

  it('holds no text of a lead: what could be one is not taken into a name', () => {
    const touch = (utm_source: string) => sourceOf({ at: 0, utm_source });
    expect(touch(' Newsletter ')).toBe('newsletter');
    expect(touch('an@voorbeeld.be')).toBe('other');
    expect(touch('a|b')).toBe('other');
    expect(touch('x'.repeat(60))).toBe('other');
    expect(sourceOf({ at: 0, gclid: 'abc' })).toBe('google');
    expect(sourceOf(undefined)).toBe('direct');
  });
});

const entry: fc.Arbitrary<Entry> = fc.nat(60).map((n) => ({
  id: String(n),
  fact: { day: `2026-01-0${1 + (n % 3)}`, counts: { [`lead|${n % 4}`]: 1, sum: n } },
}));
const pages = fc.array(fc.array(entry, { maxLength: 12 }), { maxLength: 12 });

const fold = (all: Entry[][]) => {
  const tally = emptyTally();
  for (const page of all) addEntries(tally, page);
  return summaryOf(tally);
};

describe('the fold', () => {
  it('of pages in any order, repeated, split and joined, is that of the distinct activities', () => {
    fc.assert(
      fc.property(pages, fc.infiniteStream(fc.nat()), (all, draw) => {
        const next = () => draw.next().value as number;
        const distinct = [...new Map(all.flat().map((one) => [one.id, one])).values()];
        const halves = all.flatMap((page) => {
          const cut = next() % (page.length + 1);
          return [page.slice(0, cut), page.slice(cut), ...(next() % 2 ? [page] : [])];
        });
        const mixed = halves
          .map((page) => ({ page, rank: next() }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ page }) => page);
        expect(fold(mixed)).toEqual(fold([distinct]));
      }),
    );
  });

  it('in slots, added up, is the fold of everything', () => {
    fc.assert(
      fc.property(pages, (all) => {
        const parts = new Map<string, Entry>(all.flat().map((one) => [one.id, one]));
        const sum = {};
        for (const slot of [0, 1, 2]) {
          addDays(sum, fold([[...parts.values()].filter(({ id }) => Number(id) % 3 === slot)]).days);
        }
        expect(sum).toEqual(fold(all).days);
      }),
    );
  });

  it('keeps the names of the most frequent sources and takes the rest together', () => {
    const entries = Array.from({ length: 500 }, (_, n) => ({
      id: String(n),
      fact: { day: '2026-01-05', counts: { [`source|${n < 100 ? 'big' : `s${n}`}|new`]: 1, 'lead|new': 1 } },
    }));
    const counts = fold([entries]).days['2026-01-05'] ?? {};
    expect(counts).toMatchObject({ 'lead|new': 500, 'source|big|new': 100, 'source|(others)|new': 201 });
    expect(Object.keys(counts)).toHaveLength(202);
    const exact = Object.fromEntries(
      entries.flatMap(({ fact }) => Object.keys(fact.counts)).map((n) => [n, 1]),
    );
    const recounted = { ...exact, 'lead|new': 500, 'source|big|new': 100 };
    expect(differencesOf('2026-01-05', counts, recounted)).toEqual([]);
    expect(differencesOf('2026-01-05', counts, { ...recounted, 'lead|new': 501 })).toEqual([
      { day: '2026-01-05', figure: 'lead|new', stored: 500, recounted: 501 },
    ]);
  });
});

describe('the times of folding', () => {
  const time = fc.integer({ min: START, max: START + 10 * DAY });

  it('a page put without being told of lies in a slot that the next fold looks at', () => {
    fc.assert(
      fc.property(time, fc.nat(2 * DAY), fc.nat(HOUR), (recorded, late, since) => {
        const slot = slotOf(recorded);
        const written = recorded + late;
        const folded = written - since;
        if (!isLate(slot, written) && folded <= written)
          expect(slot).toBeGreaterThanOrEqual(firstUnfolded(folded));
      }),
    );
  });

  it('a sealed slot takes no more pages, and an hour is sealed within 28 hours of its end', () => {
    fc.assert(
      fc.property(time, (now) => {
        expect(isOpen(lastSealed(now), now)).toBe(false);
        expect(now - (lastSealed(now) + SLOT)).toBeLessThan(28 * HOUR);
      }),
    );
  });
});

describe('the spans of time in a state', () => {
  it('hold what falls between their ends, each √2 times the one before', () => {
    expect(bucketOf(0)).toBe(0);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 * DAY }), (spent) => {
        const bucket = bucketOf(spent);
        expect(spent).toBeLessThanOrEqual(bucketEnd(bucket));
        if (bucket > 0) expect(spent).toBeGreaterThanOrEqual(bucketEnd(bucket - 1) - 1);
        expect(bucket).toBeLessThan(50);
      }),
    );
  });
});
