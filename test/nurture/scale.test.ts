import { expect, inject, it } from 'vitest';
import { simulateSending } from '../bench/simulate-sending.ts';

// `npm run bench` does the same with ten thousand leads at each rate.
it.each([
  { what: "a new account's rate", rate: 14, leads: 220, newcomers: 4, workers: 1 },
  { what: 'a high rate, by two senders', rate: 200, leads: 700, newcomers: 10, workers: 2 },
])(
  'a backlog leaves at $what: in turn, once each, without a throttle; who asks meanwhile comes first',
  async ({ what: _, ...plan }) => {
    const found = await simulateSending(inject('dynamodb'), plan);
    expect(found).toMatchObject({ sent: plan.leads, doubled: 0, throttled: 0 });
    expect(found.share).toBeGreaterThanOrEqual(0.95);
    expect(found.mostInASecond).toBeLessThanOrEqual(plan.rate + 1);
    expect(found.newcomerWait.longest).toBeLessThan(3);
    expect(found.mostReadsInASweep).toBe(1);
    expect(found.longestOvertaken).toBeLessThan(5);
  },
  120_000,
);
