import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SalesTold } from '../../shared/domain/lead/lead-event.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { type Counts, factOf } from '../../shared/domain/statistics/statistics.ts';
import { addDays, addEntries, type Days, emptyTally } from '../../shared/domain/statistics/tally.ts';
import { DAY, HOUR, programme, Story } from './story.ts';

/** Read once: a thousand lives follow the same rules. */
const rules = rulesOf(programme());

/** What sales, shops and customers tell of one lead, each with an id of its own. */
const steps = {
  accept: (id: string) => sales({ event: 'sales.accepted', id, owner: 'sofie' }),
  reject: (id: string) => sales({ event: 'sales.rejected', id, reason: 'bad_timing' }),
  return: (id: string) => sales({ event: 'sales.returned', id }),
  contact: (id: string) => sales({ event: 'sales.contacted', id, channel: 'phone' }),
  assess: (id: string) => sales({ event: 'sales.assessed', id, assessment: 'positive' }),
  open: (id: string) => sales({ event: 'deal.opened', id, value: 5_000, currency: 'EUR' }),
  won: (id: string) => sales({ event: 'deal.won', id, value: 9_000, currency: 'EUR' }),
  lost: (id: string) => sales({ event: 'deal.lost', id, reason: 'price' }),
  buy: (id: string) => (story: Story) =>
    story.tell({
      type: 'conversion.recorded',
      at: story.now,
      externalId: id,
      value: 4_995,
      currency: 'EUR',
    }),
  ask: (id: string) => posted('demo.requested', id),
  testify: (id: string) => posted('testimonial.given', id),
  answer: (id: string) => posted('nps.answered', id, 9),
  leave: () => (story: Story) => story.unsubscribe(),
} as const;
type Name = keyof typeof steps;

const sales = (event: Omit<SalesTold, 'type' | 'at'>) => (story: Story) =>
  story.tell({ ...event, type: 'sales.told', at: story.now });
const posted =
  (event: 'demo.requested' | 'testimonial.given' | 'nps.answered', id: string, score?: number) =>
  (story: Story) =>
    story.tell({ type: 'event.posted', event, at: story.now, id, ...(score === undefined ? {} : { score }) });

const beginning = (): Story => {
  const story = new Story(rules).signup({ fields: { first_name: 'An' } });
  story.send();
  story.confirm();
  return story;
};

const life = fc.array(
  fc.record({
    name: fc.constantFrom(...(Object.keys(steps) as Name[])),
    hours: fc.integer({ min: 0, max: 60 }),
  }),
  { maxLength: 14 },
);

describe('whatever sales and customers tell', () => {
  it('told again at once changes nothing, and the hand-off is where the queue says', () => {
    fc.assert(
      fc.property(life, (told) => {
        const story = beginning();
        for (const [i, { name, hours }] of told.entries()) {
          story.later(hours * HOUR).visit();
          const tell = steps[name](`${name}-${i}`);
          tell(story);
          const { it: lead } = story;
          expect(tell(story).it).toBe(lead);
          const { handoff, customer } = lead;
          if (handoff?.status === 'open') {
            expect(lead.lifecycle.state).toBe('mql');
            expect(handoff.promises).toBeDefined();
            expect(lead.due?.at).toBeLessThanOrEqual(handoff.promises?.returnBy ?? 0);
          }
          if (handoff?.status === 'won')
            expect(story.timeline.some(({ to }) => to === 'customer')).toBe(true);
          if (customer && customer.purchases > 0)
            expect(['customer', 'loyal', 'advocate']).toContain(lead.lifecycle.state);
          expect(lead.deeds?.length ?? 0).toBeLessThanOrEqual(16);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a purchase is counted once each, in whatever order and however often, and so is its value', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 20 }), (orders) => {
        const story = beginning();
        for (const order of orders) steps.buy(`o-${order}`)(story.later(HOUR));
        const distinct = new Set(orders).size;
        expect(story.it.customer?.purchases ?? 0).toBe(distinct);
        expect(story.it.customer?.revenue.EUR ?? 0).toBe(distinct * 4_995);
      }),
      { numRuns: 40 },
    );
  });
});

/** A small, seeded way of drawing, so that the year is the same each time. */
function* draws(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

interface Row {
  id: string;
  activities: Story['timeline'];
}

/** Half a year or so of one lead, drawn: one of eight kinds of lives. */
function oneLife(seed: number): Row[] {
  const draw = draws(seed);
  const next = () => draw.next().value as number;
  const story = new Story(rules);
  story.later(Math.floor(next() * 300) * DAY).signup({ fields: next() < 0.6 ? { first_name: 'An' } : {} });
  if (next() < 0.8) story.later(HOUR).confirm();
  const names = Object.keys(steps) as Name[];
  for (let n = Math.floor(next() * 7); n > 0; n--) {
    story.later(Math.floor(next() * 20 * 24) * HOUR).visit();
    const name = names[Math.floor(next() * names.length)] ?? 'ask';
    steps[name](`${name}-${n}`)(story);
  }
  return story.timeline.map((activity, place) => ({ id: `${seed}#${place}`, activities: [activity] }));
}

describe('a year of 2,000 leads', () => {
  it('has the same figures from a stream that repeats, splits and mixes as from a recount of the timelines', () => {
    const rows = Array.from({ length: 2_000 }, (_, seed) => oneLife(seed + 1)).flat();
    const entriesOf = ({ id, activities }: Row) =>
      activities.flatMap((activity, i) => {
        const fact = factOf(activity, 'newsletter');
        return fact ? [{ id: `${id}.${i}`, fact }] : [];
      });
    const recount: Days = {};
    for (const row of rows)
      for (const { fact } of entriesOf(row)) addDays(recount, { [fact.day]: fact.counts });

    const draw = draws(7);
    const delivered = [...rows, ...rows.filter(() => (draw.next().value as number) < 0.2)]
      .map((row) => ({ row, rank: draw.next().value as number }))
      .sort((a, b) => a.rank - b.rank);
    const stream = emptyTally();
    for (const { row } of delivered) addEntries(stream, entriesOf(row));
    expect(stream.days).toEqual(recount);

    const sums: Counts = {};
    for (const counts of Object.values(recount))
      for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
    const all = (prefix: string, suffix = '') =>
      Object.entries(sums)
        .filter(([name]) => name.startsWith(prefix) && name.endsWith(suffix))
        .reduce((total, [, count]) => total + count, 0);
    expect(sums['lead|new']).toBe(2_000);
    // Everything that opened came to some end, or is still there: nothing is counted that did not begin.
    const [opened, ended] = [
      all('handoff|kmo-b2b', '|opened') - all('handoff|kmo-b2b@1#2|scored|score'),
      ['|accepted', '|returned', '|expired'].reduce((total, end) => total + all('handoff|', end), 0),
    ];
    expect(opened).toBeGreaterThan(200);
    expect(ended).toBeGreaterThan(50);
    // Shares by position add up to the revenue, to the cent.
    expect(
      all('source|newsletter|converted|EUR|last_value') + all('source|direct|converted|EUR|last_value'),
    ).toBe(sums['conversion|EUR|value']);
    expect(all('source|', '|position_value')).toBe(sums['conversion|EUR|value']);
    expect(sums['conversion|EUR|value']).toBe((sums['conversion|EUR|count'] ?? 0) * 4_995);
    expect(sums['customer|new']).toBe(
      (sums['conversion|EUR|count'] ?? 0) - (sums['conversion|EUR|repeat_count'] ?? 0),
    );
  }, 60_000);
});
