import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, readAddress } from '../../shared/domain/signup/address.ts';

function accepted(input: unknown): Address {
  const reading = readAddress(input);
  if (!reading.ok) throw new Error(`${String(input)}: ${reading.code}`);
  return reading.address;
}

function refused(input: unknown): string | undefined {
  const reading = readAddress(input);
  return reading.ok ? undefined : reading.code;
}

describe('an email address', () => {
  it('is sent to as typed and known by its lower-case form', () => {
    expect(accepted('An.Peeters+Gids@Voorbeeld.BE')).toEqual({
      typed: 'An.Peeters+Gids@voorbeeld.be',
      key: 'an.peeters+gids@voorbeeld.be',
      isRole: false,
      neverNurtured: false,
    });
  });

  it.each([
    ['  an@voorbeeld.be\r\n', 'an@voorbeeld.be'],
    ['\uFEFFan@voorbeeld.be\u200B', 'an@voorbeeld.be'],
    ['a\u200Bn@voor\u00ADbeeld.be', 'an@voorbeeld.be'],
    ['\u202Aan@voorbeeld.be\u202C', 'an@voorbeeld.be'],
    ['an@voorbeeld.be.', 'an@voorbeeld.be'],
    ['an@bücher.example', 'an@xn--bcher-kva.example'],
    ['an@bu\u0308cher.example', 'an@xn--bcher-kva.example'],
    ['an@BÜCHER.example', 'an@xn--bcher-kva.example'],
    ['an@faß.de', 'an@xn--fa-hia.de'],
    ['an@例え。jp', 'an@xn--r8jz45g.jp'],
    ["o'neil@voorbeeld.be", "o'neil@voorbeeld.be"],
    ['"an peeters"@voorbeeld.be', '"an peeters"@voorbeeld.be'],
    ['a@b.co', 'a@b.co'],
    ['an@sub.1voorbeeld.museum', 'an@sub.1voorbeeld.museum'],
  ])('is cleaned of what copying adds: %j', (input, typed) => {
    expect(accepted(input).typed).toBe(typed);
  });

  it.each([undefined, null, '', '   ', '\u200B\uFEFF'])('is missing when there is none: %j', (input) => {
    expect(refused(input)).toBe('email_missing');
  });

  it.each([
    'an',
    'an@',
    '@voorbeeld.be',
    'an@@voorbeeld.be',
    'an@voorbeeld.be@x.be',
    '"a@b"@voorbeeld.be',
    'an peeters@voorbeeld.be',
    'an@voor beeld.be',
    'An Peeters <an@voorbeeld.be>',
    '<an@voorbeeld.be>',
    'an@voorbeeld.be, bo@voorbeeld.be',
    'an@localhost',
    'an@voorbeeld.be..',
    'an@.voorbeeld.be',
    'an@voorbeeld..be',
    'an@-voorbeeld.be',
    'an@voorbeeld-.be',
    `an@${'a'.repeat(64)}.be`,
    'an@voorbeeld.b',
    'an@voor_beeld.be',
    'an@1.2.3.4',
    'an@0x7f.1',
    'an@[192.0.2.1]',
    'an@voorbeeld.be:25',
    'an@voorbeeld.be/x.be',
    'an@%76oorbeeld.be',
    'an@voorbeeld.be／x.be',
    'an\r\nBcc: x@y.z',
    'an@voorbeeld.be\r\nBcc: x',
    'an\u0000@voorbeeld.be',
    '.an@voorbeeld.be',
    'an.@voorbeeld.be',
    'a..n@voorbeeld.be',
    'a,n@voorbeeld.be',
    42,
    true,
    {},
    ['an@voorbeeld.be'],
  ])('is refused when no mail can have it: %j', (input) => {
    expect(refused(input)).toBe('email_invalid');
  });

  it('is refused as not deliverable when its local part is not ASCII', () => {
    expect(refused('andré@voorbeeld.be')).toBe('email_not_deliverable');
    expect(refused('用户@例え.jp')).toBe('email_not_deliverable');
  });

  it('E27: has a local part of at most 64 characters', () => {
    expect(accepted(`${'a'.repeat(64)}@voorbeeld.be`).typed).toHaveLength(77);
    expect(refused(`${'a'.repeat(65)}@voorbeeld.be`)).toBe('email_invalid');
  });

  it('E27: has at most 254 characters in all', () => {
    const domain = `${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(58)}.be`;
    expect(accepted(`${'a'.repeat(64)}@${domain}`).typed).toHaveLength(254);
    expect(refused(`${'a'.repeat(64)}@${domain.replace('.be', 'd.be')}`)).toBe('email_invalid');
  });

  it('hints at one Gmail box without making two spellings one person', () => {
    const dotted = accepted('An.Peeters+gids@GoogleMail.com');
    expect(dotted.key).toBe('an.peeters+gids@googlemail.com');
    expect(dotted.dupHint).toBe('anpeeters@gmail.com');
    expect(accepted('anpeeters@gmail.com').dupHint).toBe('anpeeters@gmail.com');
    expect(accepted('an.peeters@voorbeeld.be').dupHint).toBeUndefined();
  });

  it.each([
    ['info@voorbeeld.be', true, false],
    ['Sales+web@voorbeeld.be', true, false],
    ['no-reply@voorbeeld.be', true, true],
    ['noreply@voorbeeld.be', true, true],
    ['Postmaster@voorbeeld.be', true, true],
    ['abuse@voorbeeld.be', true, true],
    ['information.an@voorbeeld.be', false, false],
  ])('says whether it is a function: %s', (input, isRole, neverNurtured) => {
    expect(accepted(input)).toMatchObject({ isRole, neverNurtured });
  });

  it('reads the same from what it once read, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.emailAddress(),
          fc.string({ unit: 'binary' }).map((s) => `a@${s}.be`),
        ),
        (input) => {
          const reading = readAddress(input);
          if (reading.ok) {
            expect(readAddress(reading.address.typed)).toEqual(reading);
            expect(reading.address.typed).toMatch(/^[\x20-\x7E]+$/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
