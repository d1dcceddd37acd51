import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { addLocal } from '../../shared/domain/time/local-time.ts';

/** Northern, southern, half an hour of summer time, odd minutes, changes of the offset itself, a skipped day. */
const zones = [
  'Europe/Brussels',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Pacific/Apia',
  'America/Caracas',
  'UTC',
];
const time = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2037, 0) });
const part = (most: number, letter: string) =>
  fc.integer({ min: 0, max: most }).map((n) => (n > 0 ? `${n}${letter}` : ''));
const duration = fc
  .tuple(
    fc.tuple(part(3, 'Y'), part(20, 'M'), part(9, 'W'), part(80, 'D')).map((parts) => parts.join('')),
    fc.tuple(part(60, 'H'), part(90, 'M'), part(90, 'S')).map((parts) => parts.join('')),
  )
  .map(([date, clock]) => `P${date}${clock ? `T${clock}` : ''}`)
  .filter((text) => text !== 'P');

const byTemporal = (from: number, by: string, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).add(by).epochMilliseconds;

test('waits end when Temporal says so, in any zone', () => {
  fc.assert(
    fc.property(time, duration, fc.constantFrom(...zones), (from, by, zone) => {
      expect(addLocal(from, by, zone)).toBe(byTemporal(from, by, zone));
    }),
    { numRuns: 500 },
  );
});

test('also within an hour or two of a change of the clocks', () => {
  const changes = [
    '2026-03-29T01:00Z',
    '2026-10-25T01:00Z',
    '2026-04-04T15:00Z',
    '2026-10-03T15:30Z',
    '2011-12-30T10:00Z',
    '2016-05-01T07:00Z',
  ].map((at) => Date.parse(at));
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -180, max: 180 }), fc.integer({ min: 1, max: 40 }))
    .map(([change, minutes, days]) => ({ from: change + minutes * 60_000 - days * 86_400_000, days }));
  fc.assert(
    fc.property(near, fc.constantFrom(...zones), ({ from, days }, zone) => {
      expect(addLocal(from, `P${days}D`, zone)).toBe(byTemporal(from, `P${days}D`, zone));
    }),
    { numRuns: 500 },
  );
});
