import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionalIncidence, cumulativeIncidence } from '../../../shared/domain/forecast/aalen-johansen.ts';
import { shareInterval, Z80 } from '../../../shared/domain/forecast/interval.ts';
import { kaplanMeier, medianTime, timeUntil } from '../../../shared/domain/forecast/kaplan-meier.ts';
import { occupation } from '../../../shared/domain/forecast/occupation.ts';

const spell = (exits: (string | undefined)[]) =>
  fc.record({ time: fc.integer({ min: 1, max: 40 }), exit: fc.constantFrom(...exits) });
const spells = fc.array(spell(['adv', 'lost', undefined]), { maxLength: 40 });

describe('competing exits', () => {
  test('and those who stay are all there are, and stay as Kaplan and Meier say', () => {
    fc.assert(
      fc.property(spells, (given) => {
        const curve = cumulativeIncidence(given);
        const stay = kaplanMeier(given);
        for (const [index, { survival, incidence }] of curve.entries()) {
          const left = Object.values(incidence).reduce((all, p) => all + p, 0);
          expect(survival + left).toBeCloseTo(1, 12);
          expect(stay[index]?.survival).toBeCloseTo(survival, 12);
        }
      }),
    );
  });

  test('without censoring are shares, with the variance of a share', () => {
    fc.assert(
      fc.property(fc.array(spell(['adv', 'lost']), { minLength: 1, maxLength: 30 }), (given) => {
        const n = given.length;
        for (const { time, incidence, variance } of cumulativeIncidence(given)) {
          for (const exit of Object.keys(incidence)) {
            const p = given.filter((s) => s.exit === exit && s.time <= time).length / n;
            expect(incidence[exit]).toBeCloseTo(p, 12);
            expect(variance[exit]).toBeCloseTo((p * (1 - p)) / n, 12);
          }
        }
      }),
    );
  });

  test('vary as leaving out one stay after the other says, when there are many', () => {
    const given = Array.from({ length: 120 }, (_, i) => ({
      time: 1 + ((i * 37) % 41),
      exit: [undefined, 'adv', 'lost', 'adv'][(i * 11) % 4],
    }));
    const at = (list: typeof given) => cumulativeIncidence(list).at(-1)?.incidence.adv ?? 0;
    const without = given.map((_, i) => at(given.toSpliced(i, 1)));
    const mean = without.reduce((all, p) => all + p, 0) / 120;
    const jackknife = without.reduce((all, p) => all + (p - mean) ** 2, 0) * (119 / 120);
    const variance = cumulativeIncidence(given).at(-1)?.variance.adv ?? 0;
    expect(variance / jackknife).toBeCloseTo(1, 1);
  });

  test('are a multistate model with one state to leave', () => {
    fc.assert(
      fc.property(spells, (given) => {
        const sojourns = given.map(({ time, exit }) => ({ from: 'in', to: exit, start: 0, stop: time }));
        const share = occupation(sojourns, { in: 1 });
        for (const [index, { survival, incidence }] of cumulativeIncidence(given).entries()) {
          expect(share[index]?.share).toEqual({
            in: expect.closeTo(survival, 10),
            ...Object.fromEntries(
              Object.entries(incidence)
                .filter(([exit]) => given.some((s) => s.exit === exit))
                .map(([exit, p]) => [exit, expect.closeTo(p, 10)]),
            ),
          });
        }
      }),
    );
  });

  test('of nobody, or of nobody who left, are not told', () => {
    expect(cumulativeIncidence([])).toEqual([]);
    expect(cumulativeIncidence([{ time: 3 }])).toEqual([]);
    expect(conditionalIncidence([], 'adv', 0)).toBeUndefined();
    expect(conditionalIncidence(cumulativeIncidence([{ time: 3, exit: 'lost' }]), 'adv', 0)).toBeUndefined();
  });
});

describe('the time in a stage', () => {
  test('has no median as long as most still stay', () => {
    const stay = [{ time: 9 }, { time: 9 }];
    expect(medianTime(kaplanMeier([{ time: 2, exit: 'adv' }, ...stay]))).toBeUndefined();
    expect(medianTime(kaplanMeier([]))).toBeUndefined();
  });

  test('has its median where exactly half are gone, rounding or not', () => {
    const spell = (time: number) => ({ time, exit: 'adv' });
    expect(medianTime(kaplanMeier([1, 2, 3, 4].map(spell)))).toBe(2);
    expect(medianTime(kaplanMeier([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(spell)))).toBe(5);
    expect(timeUntil(kaplanMeier([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(spell)), 0.9)).toBe(9);
  });

  test('varies as Greenwood says; without censoring, as a share does', () => {
    const curve = kaplanMeier([1, 2, 3, 4, 5].map((time) => ({ time, exit: 'adv' })));
    expect(curve.map(({ variance }) => variance)).toEqual(
      [0.16, 0.24, 0.24, 0.16, 0].map((v) => expect.closeTo(v / 5, 14)),
    );
  });

  test('counts a stay that ends with those that are looked at until then', () => {
    const curve = kaplanMeier([{ time: 5, exit: 'adv' }, { time: 5 }]);
    expect(curve).toMatchObject([{ time: 5, atRisk: 2, survival: 0.5 }]);
  });
});

test('an interval for a share lies within 0 and 1 around it, and is wider for 95 than for 80 %', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      fc.integer({ min: 2, max: 500 }),
      (p, n) => {
        const variance = (p * (1 - p)) / n;
        const { low = 0, high = 0 } = shareInterval(p, variance) ?? {};
        const inner = shareInterval(p, variance, Z80);
        expect([0, low, inner?.low, p, inner?.high, high, 1]).toEqual(
          [0, low, inner?.low ?? -1, p, inner?.high ?? -1, high, 1].sort((a, b) => a - b),
        );
      },
    ),
  );
  expect(shareInterval(0, 0)).toBeUndefined();
  expect(shareInterval(1, 0)).toBeUndefined();
});
