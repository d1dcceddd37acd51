import { describe, expect, it } from 'vitest';
import { preferredLanguage } from '../../shared/domain/signup/accept-language.ts';
import { isTimeZone } from '../../shared/domain/time/time-zone.ts';

describe('the reader’s language', () => {
  it.each([
    ['nl-BE,nl;q=0.9,en;q=0.8', 'nl'],
    ['fr, en;q=0.2, nl;q=0.7', 'nl'],
    ['en;q=0, nl;q=0.1', 'nl'],
    ['sv', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [undefined, 'en'],
    [';;;,q=,nl;q=x', 'nl'],
  ])('of %j among en and nl is %s', (header, language) => {
    expect(preferredLanguage(header, ['en', 'nl'])).toBe(language);
  });
});

describe('a time zone', () => {
  it.each([
    ['Europe/Brussels', true],
    ['America/Argentina/Buenos_Aires', true],
    ['UTC', true],
    ['Etc/GMT+5', true],
    ['+02:00', false],
    ['Mars/Olympus', false],
    ['', false],
  ])('%s: %s', (zone, known) => {
    expect(isTimeZone(zone)).toBe(known);
  });
});
