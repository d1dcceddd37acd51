import { describe, expect, it } from 'vitest';
import { freeDomains } from '../../shared/domain/presets/mail-domains.ts';
import { editDistance, meantDomain } from '../../shared/domain/signup/domain-typo.ts';

describe('a mail domain that was probably mistyped', () => {
  it.each([
    ['gmial.com', 'gmail.com'],
    ['gmai.com', 'gmail.com'],
    ['mgail.com', 'gmail.com'],
    ['gnail.con', 'gmail.com'],
    ['gmail.cm', 'gmail.com'],
    ['gmail.be', 'gmail.com'],
    ['hotmial.com', 'hotmail.com'],
    ['hotmal.be', 'hotmail.be'],
    ['hotmail.co', 'hotmail.com'],
    ['hotmail.bee', 'hotmail.be'],
    ['otulook.com', 'outlook.com'],
    ['outlok.fr', 'outlook.fr'],
    ['telent.be', 'telenet.be'],
    ['telenet.eb', 'telenet.be'],
    ['proximsu.be', 'proximus.be'],
    ['kpnmial.nl', 'kpnmail.nl'],
    ['zigog.nl', 'ziggo.nl'],
    ['wanado.fr', 'wanadoo.fr'],
    ['lapsote.net', 'laposte.net'],
    ['t-onlnie.de', 't-online.de'],
    ['gxm.de', 'gmx.de'],
    ['wbe.de', 'web.de'],
    ['acme.con', 'acme.com'],
    ['mail.acme.vom', 'mail.acme.com'],
  ])('%s: %s', (typed, meant) => {
    expect(meantDomain(typed)).toBe(meant);
  });

  it.each([
    'acme.be',
    'voorbeeld.example',
    'telenet.com',
    'hotmail.ch',
    'outlook.it',
    'yahoo.com.br',
    'gma.de',
    'abc.de',
    'email.com',
    'hotel.com',
    'orange.com',
    'proximus.com',
    'cloud.com',
    'acme.co',
    'acme.cm',
    'xn--bcher-kva.example',
  ])('is not %s, which is somebody’s own', (domain) => {
    expect(meantDomain(domain)).toBeUndefined();
  });

  it('is never one that many have, and what is asked about is not asked about again', () => {
    for (const domain of freeDomains) expect(meantDomain(domain)).toBeUndefined();
    for (const domain of freeDomains) {
      const cases = [...domain].flatMap((_, n) =>
        [...'abcx-'].map((letter) => domain.slice(0, n) + letter + domain.slice(n + 1)),
      );
      for (const meant of cases.map(meantDomain)) {
        if (meant !== undefined) expect(meantDomain(meant)).toBeUndefined();
      }
    }
  });

  it.each([
    ['gmail', 'gmail', 0],
    ['gmial', 'gmail', 1],
    ['gmai', 'gmail', 1],
    ['hotmmail', 'hotmail', 1],
    ['hptmal', 'hotmail', 2],
    ['abcd', 'badc', 2],
    ['', 'ab', 2],
    ['a', 'abcd', Infinity],
  ])('%s is as far from %s as %d', (a, b, far) => {
    expect(editDistance(a, b)).toBe(far);
    expect(editDistance(b, a)).toBe(far);
  });
});
