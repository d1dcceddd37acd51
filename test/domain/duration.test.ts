import { describe, expect, test } from 'vitest';
import { FixedDuration } from '../../shared/domain/text.ts';
import { durationMs } from '../../shared/domain/time/duration.ts';

describe('a fixed duration', () => {
  test.each([
    ['PT20H', 72_000_000],
    ['P1D', 86_400_000],
    ['PT24H', 86_400_000],
    ['P2W', 1_209_600_000],
    ['P1W1D', 691_200_000],
    ['P1DT12H30M15S', 131_415_000],
    ['PT0S', 0],
    ['P90D', 7_776_000_000],
  ])('%s is %d ms', (duration, ms) => {
    expect(durationMs(duration)).toBe(ms);
    expect(FixedDuration.safeParse(duration).success).toBe(true);
  });

  test.each(['P1M', 'P1Y', 'P1Y2D', 'P', 'PT', '', 'P1DT', '-P1D', 'P1.5D', 'P1D2W', ' P1D', '20H'])(
    '"%s" has no fixed length, and says so',
    (duration) => {
      expect(() => durationMs(duration)).toThrow(/has no fixed length: use weeks, days/);
      expect(FixedDuration.safeParse(duration).success).toBe(false);
    },
  );
});
