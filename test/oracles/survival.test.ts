import { describe, expect, test } from 'vitest';
import { conditionalIncidence, cumulativeIncidence } from '../../shared/domain/forecast/aalen-johansen.ts';
import { shareInterval } from '../../shared/domain/forecast/interval.ts';
import { kaplanMeier, medianTime } from '../../shared/domain/forecast/kaplan-meier.ts';
import type { Spell } from '../../shared/domain/forecast/spell.ts';

/** Numbers computed outside this project (domain brief §4.2) or published (§4.5). */
const spellsOf = (exits: Record<number, string>, spells: [time: number, exit: number][]): Spell[] =>
  spells.map(([time, exit]) => ({ time, exit: exits[exit] }));

describe('time in a stage, with two exits and open stays (W3)', () => {
  const spells = spellsOf({ 1: 'adv', 2: 'lost' }, [
    [5, 1],
    [8, 2],
    [8, 1],
    [12, 0],
    [14, 1],
    [20, 2],
    [21, 0],
    [21, 1],
    [30, 0],
    [35, 2],
    [40, 0],
    [60, 0],
  ]);
  const curve = cumulativeIncidence(spells);

  test.each([
    [5, 12, 11 / 12, 1 / 12, 0],
    [8, 11, 3 / 4, 1 / 6, 1 / 12],
    [14, 8, 21 / 32, 25 / 96, 1 / 12],
    [20, 7, 9 / 16, 25 / 96, 17 / 96],
    [21, 6, 15 / 32, 17 / 48, 17 / 96],
    [35, 3, 5 / 16, 17 / 48, 1 / 3],
  ])('after %i days: %i at risk', (time, atRisk, survival, adv, lost) => {
    expect(curve.find((step) => step.time === time)).toMatchObject({
      atRisk,
      survival: expect.closeTo(survival, 14),
      incidence: { adv: expect.closeTo(adv, 14), lost: expect.closeTo(lost, 14) },
    });
  });

  test('has these steps and no others', () => {
    expect(curve.map(({ time }) => time)).toEqual([5, 8, 14, 20, 21, 35]);
  });

  test('advances .354167, which neither shortcut finds', () => {
    const adv = curve.at(-1)?.incidence.adv;
    expect(adv).toBeCloseTo(0.354167, 6);
    const advanced = spells.filter(({ exit }) => exit === 'adv').length;
    const over = spells.filter(({ exit }) => exit !== undefined).length;
    expect(advanced / over).toBeCloseTo(4 / 7, 14);
    expect(advanced / spells.length).toBeCloseTo(4 / 12, 14);
    const lostAsOpen = spells.map(({ time, exit }) => ({ time, exit: exit === 'adv' ? exit : undefined }));
    expect(1 - (kaplanMeier(lostAsOpen).at(-1)?.survival ?? 0)).toBeCloseTo(0.392361, 6);
  });

  test('advances with a standard error of .143269 (infinitesimal jackknife)', () => {
    expect(Math.sqrt(curve.at(-1)?.variance.adv ?? 0)).toBeCloseTo(0.143269, 6);
  });

  test('of those who have stayed 12 days, a quarter advances; of those of 14 days, a seventh', () => {
    expect(conditionalIncidence(curve, 'adv', 12)).toBeCloseTo(0.25, 14);
    expect(conditionalIncidence(curve, 'adv', 14)).toBeCloseTo(1 / 7, 14);
    expect(conditionalIncidence(curve, 'adv', 0)).toBeCloseTo(17 / 48, 14);
  });

  test.each([21, 30, 35, 100])('of those who have stayed %i days, nothing can be told', (age) => {
    expect(conditionalIncidence(curve, 'adv', age)).toBeUndefined();
  });

  test('is the same when stays that are alike are counted', () => {
    const counted = [...spells, ...spells, { time: 3, count: 2 }];
    const listed = [...spells, ...spells, { time: 3 }, { time: 3 }];
    expect(cumulativeIncidence(counted)).toEqual(cumulativeIncidence(listed));
    const twice = spells.map((spell) => ({ ...spell, count: 2 }));
    expect(cumulativeIncidence(twice)).toEqual(cumulativeIncidence([...spells, ...spells]));
  });
});

describe('Aalen–Johansen as lifelines and SAS have it', () => {
  const curve = cumulativeIncidence(
    [0, 1, 1, 2, 2, 0].map((event, index) => ({
      time: index + 1,
      exit: event === 0 ? undefined : String(event),
    })),
  );
  const at = (time: number) => curve.find((step) => step.time === time);

  test('.2 after 4 and .4 after 5, with the variances .032 and .048', () => {
    expect([at(4)?.incidence[2], at(5)?.incidence[2]]).toEqual([
      expect.closeTo(0.2, 14),
      expect.closeTo(0.4, 14),
    ]);
    expect([at(4)?.variance[2], at(5)?.variance[2]]).toEqual([
      expect.closeTo(0.032, 14),
      expect.closeTo(0.048, 14),
    ]);
  });

  test('by 95 % between .05197575 and .75281579 after 5', () => {
    const { low = 0, high = 0 } = shareInterval(at(5)?.incidence[2] ?? 0, at(5)?.variance[2] ?? 0) ?? {};
    expect(low).toBeCloseTo(0.05197575, 8);
    expect(high).toBeCloseTo(0.75281579, 8);
  });
});

describe('Kaplan–Meier', () => {
  /** `13+` is censored. */
  const read = (times: string): Spell[] =>
    times
      .split(',')
      .map((text) => ({ time: Number.parseFloat(text), exit: text.endsWith('+') ? undefined : 'end' }));

  test.each([
    [
      'AML, maintained (Miller)',
      '9,13,13+,18,23,28+,31,34,45+,48,161+',
      [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184],
      3,
      31,
    ],
    [
      'AML, not maintained',
      '5,5,8,8,12,16+,23,27,30,33,43,45',
      [0.8333, 0.6667, 0.5833, 0.4861, 0.3889, 0.2917, 0.1944, 0.0972, 0],
      4,
      23,
    ],
    [
      '6-MP (Freireich)',
      '6,6,6,6+,7,9+,10,10+,11+,13,16,17+,19+,20+,22,23,25+,32+,32+,34+,35+',
      [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448],
      3,
      23,
    ],
  ])('%s', (_, times, survival, digits, median) => {
    const curve = kaplanMeier(read(times));
    expect(curve.map((step) => Number(step.survival.toFixed(digits)))).toEqual(survival);
    expect(medianTime(curve)).toBe(median);
  });
});
