import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseKeyRing } from '../../shared/mail/key-ring.ts';
import { lifetimeMs } from '../../shared/mail/link-lifetime.ts';
import type { LinkKind, LinkPayloads } from '../../shared/mail/link-payload.ts';
import { readLink, signLink } from '../../shared/mail/links.ts';

const secret = (letter: string) => Buffer.alloc(32, letter).toString('base64');
const keys = parseKeyRing(`k1:${secret('a')}`);
const baseUrl = 'https://mail.lindeveld.example';
const now = Date.UTC(2026, 10, 22, 12);

const lead = { leadId: 'lead_v1aeiq5ztjwm3cxd6yrk2npv7ho4', generation: 1 };
const sendId = 'send_2bq7c3dxa5fzg6hynimjvoklp4';
const payloads: LinkPayloads = {
  confirm: { ...lead, issuedAt: now },
  click: {
    ...lead,
    sendId,
    index: 2,
    content: 'awareness-1',
    intent: 'high',
    url: 'https://lindeveld.example/é?a=1&b=2#c',
  },
  unsubscribe: { ...lead, sendId },
  preferences: { ...lead, sendId, sentAt: now },
  data: { ...lead, expires: now + 1_000 },
  magnet: { ...lead, magnet: 'funnel-check', form: 'guide', language: 'nl', expires: now + 1_000 },
};
const kinds = Object.keys(payloads) as LinkKind[];
const sign = (kind: LinkKind, ring = keys) => signLink(kind, payloads[kind], ring, baseUrl);
const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

describe.each(kinds)('a %s link', (kind) => {
  const token = tokenOf(sign(kind));

  test('stands under its own path and says what it was signed with', () => {
    expect(sign(kind)).toBe(`${baseUrl}/l/${kind}/${token}`);
    expect(readLink(kind, token, keys, now)).toEqual({ ok: true, ...payloads[kind] });
  });

  test('uses only characters that survive in a URL, and holds no address', () => {
    expect(token).toMatch(/^[A-Za-z0-9_.-]+$/);
    expect(token).not.toContain('@');
  });

  test('is invalid with any one character replaced, dropped, doubled or added', () => {
    for (let i = 0; i <= token.length; i++) {
      const [before, at, after] = [token.slice(0, i), token.slice(i, i + 1), token.slice(i + 1)];
      const swapped = [...'AZaz09-_.=+/ %é'].filter((c) => c !== at).map((c) => before + c + after);
      for (const bad of [...swapped, before + after, before + at + at + after, `${before} ${at}${after}`]) {
        if (bad === token) continue;
        expect(readLink(kind, bad, keys, now), bad).toEqual({ ok: false, reason: 'invalid' });
      }
    }
  });

  test('has one spelling: spare bits at its end count', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = [...alphabet].filter((c) => c !== token.at(-1));
    for (const c of others) expect(readLink(kind, token.slice(0, -1) + c, keys, now).ok).toBe(false);
  });

  test('is no link of another kind', () => {
    for (const other of kinds.filter((k) => k !== kind)) {
      expect(readLink(other, token, keys, now)).toEqual({ ok: false, reason: 'invalid' });
    }
  });

  test('lives on when its key no longer signs, and dies when it is taken out', () => {
    const rotated = parseKeyRing(`k2:${secret('b')},k1:${secret('a')}`);
    expect(readLink(kind, token, rotated, now).ok).toBe(true);
    expect(tokenOf(sign(kind, rotated))).toMatch(/^k2\./);
    const without = parseKeyRing(`k2:${secret('b')}`);
    expect(readLink(kind, token, without, now)).toEqual({ ok: false, reason: 'invalid' });
    const otherSecret = parseKeyRing(`k1:${secret('b')}`);
    expect(readLink(kind, token, otherSecret, now)).toEqual({ ok: false, reason: 'invalid' });
  });

  test('is invalid, not a fault, for anything that is no token', () => {
    for (const junk of [
      '',
      '.',
      'k1.',
      'k1',
      'k1.AA',
      'undefined',
      '../../etc',
      `k1.${'A'.repeat(10_000)}`,
    ]) {
      expect(readLink(kind, junk, keys, now)).toEqual({ ok: false, reason: 'invalid' });
    }
  });
});

test('a click link names the step that its mail was, when it was one', () => {
  const payload = { ...payloads.click, sequence: 'awareness', step: 'one' };
  const token = tokenOf(signLink('click', payload, keys, baseUrl));
  expect(readLink('click', token, keys, now)).toEqual({ ok: true, ...payload });
});

test('a click link knows how many links its mail has, and to the second when it left', () => {
  const mail = { links: 7, sentAt: now + 999 };
  const token = tokenOf(signLink('click', { ...payloads.click, ...mail }, keys, baseUrl));
  expect(readLink('click', token, keys, now)).toMatchObject({ ok: true, links: 7, sentAt: now });
});

test('a confirmation can be given for 14 days of machine time', () => {
  const token = tokenOf(sign('confirm'));
  const end = now + 14 * 86_400_000;
  expect(readLink('confirm', token, keys, end - 1).ok).toBe(true);
  expect(readLink('confirm', token, keys, end)).toMatchObject({ ok: false, reason: 'expired' });
});

test('a magnet link works until it says so', () => {
  const token = tokenOf(sign('magnet'));
  expect(readLink('magnet', token, keys, now + 999).ok).toBe(true);
  expect(readLink('magnet', token, keys, now + 1_000)).toMatchObject({ ok: false, reason: 'expired' });
});

test('unsubscribing and clicks never expire', () => {
  const inTenYears = now + 3_650 * 86_400_000;
  expect(readLink('unsubscribe', tokenOf(sign('unsubscribe')), keys, inTenYears).ok).toBe(true);
  expect(readLink('click', tokenOf(sign('click')), keys, inTenYears).ok).toBe(true);
});

test('a click leads where it was signed to, whatever the address looks like', () => {
  void fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.nat(), (url, index) => {
      const token = tokenOf(signLink('click', { ...payloads.click, url, index }, keys, baseUrl));
      expect(readLink('click', token, keys, now)).toMatchObject({ ok: true, url, index });
    }),
  );
});

test('every id comes back as it went in', () => {
  const digits = fc.stringMatching(/^[0-9a-z]{26}$/);
  void fc.assert(
    fc.property(digits, digits, fc.integer({ min: 1, max: 2 ** 40 }), (a, b, generation) => {
      const payload = { leadId: `lead_v1${a}`, generation, sendId: `send_${b}` };
      const token = tokenOf(signLink('unsubscribe', payload, keys, baseUrl));
      expect(readLink('unsubscribe', token, keys, now)).toEqual({ ok: true, ...payload });
    }),
  );
});

test('an id that is not ours is a fault of the caller', () => {
  for (const leadId of ['an@voorbeeld.be', 'lead_v1', 'lead_v1short', 'lead_v2aeiq5ztjwm3cxd6yrk2npv7ho4']) {
    const sign = () => signLink('unsubscribe', { leadId, generation: 1, sendId }, keys, baseUrl);
    expect(sign).toThrow(RangeError);
  }
});

test('tokens are short', () => {
  expect(tokenOf(sign('confirm')).length).toBeLessThanOrEqual(60);
  expect(tokenOf(sign('unsubscribe')).length).toBeLessThanOrEqual(75);
  expect(tokenOf(sign('magnet')).length).toBeLessThanOrEqual(90);
});

test('a body signed without a purpose, or for a made-up one, is invalid', () => {
  const body = Buffer.from(tokenOf(sign('unsubscribe')).slice(3), 'base64url').subarray(0, -16);
  for (const purpose of ['', 'kweek link \0', 'kweek link click\0']) {
    const mac = createHmac('sha256', Buffer.alloc(32, 'a'))
      .update(purpose)
      .update(body)
      .digest()
      .subarray(0, 16);
    const token = `k1.${Buffer.concat([body, mac]).toString('base64url')}`;
    expect(readLink('unsubscribe', token, keys, now)).toEqual({ ok: false, reason: 'invalid' });
  }
});

test.each([
  ['', 'is not'],
  ['k1', 'is not'],
  ['k1:', 'is not'],
  ['k 1:QUJD', 'is not'],
  ['k1:QUJD', 'shorter'],
  [`k1:${secret('a')},k1:${secret('b')}`, 'twice'],
  [`k1:${secret('a')},`, 'key 2'],
])('the key ring "%s" is refused without showing a secret', (text, fault) => {
  expect(() => parseKeyRing(text)).toThrow(fault);
  expect(() => parseKeyRing(text)).not.toThrow('QUJD');
});

test('a lifetime counts months as 30 days and years as 365', () => {
  expect(lifetimeMs('P14D')).toBe(14 * 86_400_000);
  expect(lifetimeMs('P1M')).toBe(30 * 86_400_000);
  expect(lifetimeMs('P1Y2W')).toBe(379 * 86_400_000);
  expect(lifetimeMs('PT36H5M7S')).toBe(36 * 3_600_000 + 5 * 60_000 + 7_000);
});
