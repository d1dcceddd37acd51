import { describe, expect, test } from 'vitest';
import { chainLadder } from '../../shared/domain/forecast/chain-ladder.ts';
import { leadsNeeded } from '../../shared/domain/forecast/leads-needed.ts';
import { velocity } from '../../shared/domain/forecast/velocity.ts';

/** Numbers computed outside this project (domain brief §4.1, §4.4) or published (§4.5). */
describe('the maturity of cohorts', () => {
  test('four months of customers (W6)', () => {
    const { factors, ultimates } = chainLadder([[4, 10, 14, 16], [6, 14, 20], [5, 12], [7]]);
    expect(factors).toEqual([2.4, 1.416667, 1.142857].map((f) => expect.closeTo(f, 6)));
    expect(ultimates).toEqual([16, 22.857143, 19.428571, 27.2].map((u) => expect.closeTo(u, 6)));
  });

  test('the claims of Taylor and Ashe: a reserve of 18 680 856 (Mack 1993)', () => {
    const claims = [
      [357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463],
      [352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085],
      [290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315],
      [310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268],
      [443160, 1136350, 2128333, 2897821, 3402672, 3873311],
      [396132, 1333217, 2180715, 2985752, 3691712],
      [440832, 1288463, 2419861, 3483130],
      [359480, 1421128, 2864498],
      [376686, 1363294],
      [344014],
    ];
    const { ultimates } = chainLadder(claims);
    const reserve = claims.reduce((all, row, i) => all + (ultimates[i] ?? 0) - (row.at(-1) ?? 0), 0);
    expect(reserve).toBeCloseTo(18_680_855.6, 1);
  });
});

test('twelve opportunities, a third of them won, €4 000, 45 days: €355.56 a day', () => {
  const pipeline = { opportunities: 12, winRate: 1 / 3, meanValue: 4_000, cycleDays: 45 };
  expect(velocity(pipeline)).toBeCloseTo(355.56, 2);
});

test('a chance of 3/130 asks for 433 leads for ten customers', () => {
  const needed = leadsNeeded(10, { estimate: 3 / 130, low: 0.01, high: 0.04 });
  expect(needed.estimate).toBeCloseTo(1_300 / 3, 10);
  expect([needed.low, needed.high]).toEqual([expect.closeTo(250, 10), expect.closeTo(1_000, 10)]);
});
