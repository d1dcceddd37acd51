import { describe, expect, test } from 'vitest';
import { addLocal } from '../../shared/domain/time/local-time.ts';

const after = (from: string, duration: string, zone: string) =>
  new Date(addLocal(Date.parse(from), duration, zone)).toISOString().replace(':00.000Z', 'Z');

describe('waiting by the calendar of the lead', () => {
  test.each([
    [
      'E1: three days over the start of summer time are not 72 hours',
      '2026-03-27T08:00Z',
      'P3D',
      'Europe/Amsterdam',
      '2026-03-30T07:00Z',
    ],
    [
      'E2: a time that is skipped shifts forward',
      '2026-03-28T01:30Z',
      'P1D',
      'Europe/Amsterdam',
      '2026-03-29T01:30Z',
    ],
    [
      'E3: a time that comes twice is its first',
      '2026-10-24T00:30Z',
      'P1D',
      'Europe/Amsterdam',
      '2026-10-25T00:30Z',
    ],
    ['E5: zones of odd minutes', '2026-05-01T03:15Z', 'P1D', 'Asia/Kathmandu', '2026-05-02T03:15Z'],
    ['E6: three days from 31 January', '2026-01-31T09:00Z', 'P3D', 'Europe/Brussels', '2026-02-03T09:00Z'],
    [
      'E6: a month from 31 January ends on 28 February',
      '2026-01-31T09:00Z',
      'P1M',
      'Europe/Brussels',
      '2026-02-28T09:00Z',
    ],
    [
      'a month from 31 January of a leap year ends on the 29th',
      '2028-01-31T09:00Z',
      'P1M',
      'Europe/Brussels',
      '2028-02-29T09:00Z',
    ],
    [
      'a week over the end of summer time keeps its hour',
      '2026-10-20T07:00Z',
      'P1W',
      'Europe/Brussels',
      '2026-10-27T08:00Z',
    ],
    ['a year', '2026-07-01T07:00Z', 'P1Y', 'Europe/Brussels', '2027-07-01T07:00Z'],
    ['hours go by the clock', '2026-03-28T12:00Z', 'PT24H', 'Europe/Brussels', '2026-03-29T12:00Z'],
    ['days first, then hours', '2026-03-28T00:30Z', 'P1DT1H', 'Europe/Brussels', '2026-03-29T01:30Z'],
    ['minutes', '2026-05-01T00:00Z', 'PT90M', 'America/New_York', '2026-05-01T01:30Z'],
    [
      'the local day counts, not the one in UTC',
      '2026-03-31T22:30Z',
      'P1M',
      'Europe/Brussels',
      '2026-04-30T22:30Z',
    ],
  ])('%s', (_, from, duration, zone, to) => {
    expect(after(from, duration, zone)).toBe(to);
  });

  test('a fraction of a millisecond is no time', () => {
    expect(addLocal(Date.parse('2026-05-01T00:00Z') + 0.5, 'PT1S', 'UTC')).toBe(
      Date.parse('2026-05-01T00:00:01Z'),
    );
  });

  test('an unknown zone is refused', () => {
    expect(() => addLocal(0, 'P1D', 'Mars/Olympus')).toThrow(RangeError);
  });
});
