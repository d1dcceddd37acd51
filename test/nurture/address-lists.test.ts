import { describe, expect, it } from 'vitest';
import { kindOfDomain } from '../../shared/actions/signup/address-lists.ts';
import { isRoleMailbox } from '../../shared/actions/signup/role-list.ts';
import { World } from './world.ts';

describe('what the lists of others say', () => {
  it.each([
    ['seznam.cz', 'free'],
    ['libero.it', 'free'],
    ['discard.email', 'disposable'],
    ['mail.discard.email', 'disposable'],
    ['voorbeeld.be', undefined],
  ])('%s is %s', (domain, kind) => expect(kindOfDomain(domain)).toBe(kind));

  it.each([
    ['franchise@voorbeeld.be', true],
    ['Boekhouding@voorbeeld.be', true],
    ['an.peeters@voorbeeld.be', false],
  ])('%s is a shared mailbox: %s', (email, isRole) => expect(isRoleMailbox(email)).toBe(isRole));
});

describe('a lead', () => {
  const world = new World().open();

  it('is told from a business by a list that its signup did not load, before its first mail', async () => {
    const [free, thrown, business] = [
      await world.signup('news', { email: 'jana@seznam.cz' }),
      await world.signup('news', { email: 'x@discard.email' }),
      await world.signup('news', { email: 'an@voorbeeld.be' }),
    ];
    expect([free, thrown, business].map(({ addressKind }) => addressKind)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await world.sweep();
    const kinds = await Promise.all(
      [free, thrown, business].map(async ({ id }) => (await world.load(id)).addressKind),
    );
    expect(kinds).toEqual(['free', 'disposable', undefined]);
  });
});
