import { describe, expect, test } from 'vitest';
import type { CheckName, CheckStatus } from '../../shared/domain/deliverability/check.ts';
import { worst } from '../../shared/domain/deliverability/check.ts';
import { checkSender } from '../../shared/domain/deliverability/check-sender.ts';
import {
  isDnsName,
  isReserved,
  organisationalDomain,
  upToOrganisation,
} from '../../shared/domain/deliverability/dns-name.ts';
import type {
  AccountFacts,
  IdentityFacts,
  MailFacts,
  SenderFacts,
} from '../../shared/domain/deliverability/facts.ts';

const account: AccountFacts = {
  productionAccess: true,
  sendingEnabled: true,
  enforcement: 'HEALTHY',
  max24Hour: 50_000,
  sentLast24Hours: 1_204,
};
const dkim: IdentityFacts['dkim'] = {
  enabled: true,
  status: 'SUCCESS',
  easy: true,
  tokens: ['one', 'two', 'three'],
  bits: 2048,
};
const mailFrom = { domain: 'bounce.lindeveld.be', status: 'SUCCESS', refusesWithoutMx: false };
const identity: IdentityFacts = { domain: 'lindeveld.be', dkim, mailFrom };
const url = 'https://go.lindeveld.be/l/unsubscribe/token';
const mail: MailFacts = {
  template: 'hello',
  headers: { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  html: `<p><a href="${url}">Unsubscribe</a></p>`,
};

/** A sender with whom all is well. */
const good: SenderFacts = {
  domain: 'lindeveld.be',
  ...{ identity, account, mail },
  mailFromTxt: ['v=spf1 include:amazonses.com ~all', 'google-site-verification=x'],
  mailFromMx: [{ exchange: 'feedback-smtp.eu-west-1.amazonses.com', priority: 10 }],
  dkimKeys: [['one.dkim.amazonses.com'], ['two.dkim.amazonses.com'], ['three.dkim.amazonses.com']],
  dmarc: ['v=DMARC1; p=none'],
  organisationDmarc: [],
};

const verdictOf = (check: CheckName, facts: Partial<SenderFacts>) => {
  const found = checkSender({ ...good, ...facts }).find((one) => one.check === check);
  if (!found) throw new Error(`no check ${check}`);
  return found;
};
type Case = [what: string, CheckStatus, Partial<SenderFacts>];
const spf = (...mailFromTxt: string[]) => ({ mailFromTxt });
const signing = (change: Partial<IdentityFacts['dkim']>) => ({
  identity: { ...identity, dkim: { ...dkim, ...change } },
});
const from = (change: Partial<typeof mailFrom>) => ({
  identity: { ...identity, mailFrom: { ...mailFrom, ...change } },
});
const withoutMailFrom = { identity: { domain: 'lindeveld.be', dkim } };
const headers = (change: Record<string, string>) => ({
  mail: { ...mail, headers: { ...mail.headers, ...change } },
});

/** `p=` of an RSA key whose DER has so many bytes. */
const broughtKey = (bytes: number) => ({
  identity: { ...identity, dkim: { enabled: true, status: 'SUCCESS', easy: false, tokens: ['mine'] } },
  dkimKeys: [[`v=DKIM1; k=rsa; p=${Buffer.alloc(bytes, 1).toString('base64')}`]],
});

test('a sender with whom all is well passes every check, each once', () => {
  const checks = checkSender(good);
  expect(checks.map(({ check }) => check)).toEqual([
    ...['spf', 'dkim', 'dmarc', 'alignment', 'mail_from', 'one_click', 'production_access', 'quota'],
  ]);
  expect(checks.filter(({ status, whatToDo }) => status !== 'pass' || whatToDo !== null)).toEqual([]);
});

describe.each<[CheckName, Case[]]>([
  [
    'spf',
    [
      ['SES is named before "all"', 'pass', spf('v=spf1 ip4:192.0.2.0/24 +include:amazonses.com -all')],
      ['names in capitals', 'pass', spf('V=SPF1 INCLUDE:AMAZONSES.COM ~ALL')],
      ['it is SES’s own', 'pass', spf('v=spf1 redirect=amazonses.com')],
      ['the envelope is SES’s', 'pass', withoutMailFrom],
      ['everybody may', 'warn', spf('v=spf1 include:amazonses.com +all')],
      ['another record might name SES', 'warn', spf('v=spf1 include:_spf.lindeveld.be ~all')],
      ['there is none', 'fail', spf()],
      ['something that only begins so', 'fail', spf('v=spf10 include:amazonses.com ~all')],
      ['there are two', 'fail', spf('v=spf1 include:amazonses.com ~all', 'v=spf1 mx -all')],
      ['SES is not named', 'fail', spf('v=spf1 mx -all')],
      ['SES is named too late', 'fail', spf('v=spf1 -all include:amazonses.com')],
      ['SES is named to be refused', 'fail', spf('v=spf1 -include:amazonses.com ~all')],
      ['a part of it is none', 'fail', spf('v=spf1 inlcude:amazonses.com ~all')],
      [
        'it takes eleven look-ups',
        'fail',
        spf(`v=spf1 ${'a:x.lindeveld.be '.repeat(10)}include:amazonses.com ~all`),
      ],
      ['it takes ten', 'pass', spf(`v=spf1 ${'a:x.lindeveld.be '.repeat(9)}include:amazonses.com ~all`)],
      ['the DNS is silent', 'unknown', { mailFromTxt: 'unreachable' }],
      ['SES is silent', 'unknown', { identity: 'unreachable' }],
      ['SES does not know the domain', 'fail', { identity: 'missing' }],
    ],
  ],
  [
    'dkim',
    [
      [
        'with a final dot',
        'pass',
        { dkimKeys: [['a.amazonses.com.'], ['b.amazonses.com.'], ['c.amazonses.com.']] },
      ],
      ['1024 bits', 'warn', signing({ bits: 1024 })],
      [
        'one of the keys is gone',
        'warn',
        { dkimKeys: [['one.dkim.amazonses.com'], ['x.amazonses.com'], []] },
      ],
      ['SES still looks', 'warn', signing({ status: 'PENDING' })],
      ['SES does not sign', 'fail', signing({ enabled: false })],
      ['SES finds no keys', 'fail', signing({ status: 'FAILED' })],
      ['the DNS shows none', 'fail', { dkimKeys: [[], [], []] }],
      [
        'the DNS leads elsewhere',
        'fail',
        { dkimKeys: [['x.evil.be'], ['y.evil.be'], ['amazonses.com.evil.be']] },
      ],
      ['a brought key of 2048 bits', 'pass', broughtKey(294)],
      ['a brought key of 1024 bits', 'warn', broughtKey(162)],
      ['a brought key of 512 bits', 'fail', broughtKey(94)],
      ['a brought key that was taken back', 'fail', { ...broughtKey(94), dkimKeys: [['v=DKIM1; p=']] }],
      ['the DNS is silent', 'unknown', { dkimKeys: ['unreachable', 'unreachable', 'unreachable'] }],
      ['the domain is nobody’s', 'unknown', { dkimKeys: ['reserved', 'reserved', 'reserved'] }],
      ['SES is silent', 'unknown', { identity: 'unreachable' }],
      ['SES may not be asked', 'fail', { identity: 'forbidden' }],
    ],
  ],
  [
    'dmarc',
    [
      ['none is enough', 'pass', { dmarc: ['v=DMARC1; p=none'] }],
      ['reject', 'pass', { dmarc: ['v=DMARC1;p=reject;rua=mailto:d@lindeveld.be'] }],
      [
        'the organisation has one',
        'pass',
        { domain: 'news.lindeveld.be', dmarc: [], organisationDmarc: ['v=DMARC1; p=none'] },
      ],
      ['other texts stand there too', 'pass', { dmarc: ['hello', 'v=DMARC1; p=quarantine'] }],
      ['no policy, but reports', 'warn', { dmarc: ['v=DMARC1; rua=mailto:d@lindeveld.be'] }],
      ['a policy that is none', 'fail', { dmarc: ['v=DMARC1; p=nothing'] }],
      ['there is none', 'fail', { dmarc: [] }],
      ['the version does not come first', 'fail', { dmarc: ['p=none; v=DMARC1'] }],
      ['there are two', 'fail', { dmarc: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] }],
      ['the DNS is silent', 'unknown', { dmarc: 'unreachable' }],
      ['the domain is nobody’s', 'unknown', { dmarc: 'reserved' }],
    ],
  ],
  [
    'alignment',
    [
      ['relaxed: a subdomain in the envelope', 'pass', {}],
      ['relaxed: a sender below the signer', 'pass', { domain: 'news.lindeveld.be' }],
      ['no record: relaxed', 'pass', { dmarc: [] }],
      ['no MAIL FROM: the signature alone', 'warn', withoutMailFrom],
      ['strict SPF: the signature alone', 'warn', { dmarc: ['v=DMARC1; p=none; aspf=s'] }],
      ['MAIL FROM is not found yet', 'warn', from({ status: 'PENDING' })],
      ['DKIM fails: the envelope alone', 'warn', signing({ enabled: false })],
      [
        'strict DKIM, a sender below the signer',
        'warn',
        { domain: 'news.lindeveld.be', dmarc: ['v=DMARC1; p=none; adkim=s'] },
      ],
      ['both strict', 'fail', { domain: 'news.lindeveld.be', dmarc: ['v=DMARC1; p=none; adkim=s; aspf=s'] }],
      ['neither', 'fail', { identity: { domain: 'lindeveld.be', dkim: { ...dkim, enabled: false } } }],
      ['the DNS is silent, and it depends on it', 'unknown', { dmarc: 'unreachable' }],
      ['the DNS is silent, and nothing depends on it', 'warn', { ...withoutMailFrom, dmarc: 'unreachable' }],
      ['SES does not know the domain', 'fail', { identity: 'missing' }],
    ],
  ],
  [
    'mail_from',
    [
      ['none', 'warn', withoutMailFrom],
      ['SES still looks', 'warn', from({ status: 'PENDING' })],
      ['SES still looks, and refuses mails', 'fail', from({ status: 'PENDING', refusesWithoutMx: true })],
      ['SES finds no MX', 'warn', from({ status: 'FAILED' })],
      ['the MX is gone', 'warn', { mailFromMx: [] }],
      [
        'the MX is gone, and SES will refuse mails',
        'fail',
        { ...from({ refusesWithoutMx: true }), mailFromMx: [] },
      ],
      [
        'two MX',
        'warn',
        { mailFromMx: [...(good.mailFromMx as []), { exchange: 'mx.lindeveld.be', priority: 20 }] },
      ],
      ['the DNS is silent', 'unknown', { mailFromMx: 'unreachable' }],
    ],
  ],
  [
    'one_click',
    [
      ['a mailto besides', 'pass', headers({ 'List-Unsubscribe': `<${url}>, <mailto:u@lindeveld.be>` })],
      ['no visible link', 'warn', { mail: { ...mail, html: '<p>Hello</p>' } }],
      ['no header', 'fail', { mail: { ...mail, headers: {} } }],
      ['a mailto alone', 'fail', headers({ 'List-Unsubscribe': '<mailto:u@lindeveld.be>' })],
      ['two addresses', 'fail', headers({ 'List-Unsubscribe': `<${url}>, <${url}2>` })],
      ['no one-click', 'fail', headers({ 'List-Unsubscribe-Post': 'One-Click' })],
      ['http', 'fail', headers({ 'List-Unsubscribe': '<http://go.lindeveld.be/u>' })],
      ['http of this machine', 'warn', headers({ 'List-Unsubscribe': '<http://localhost:3000/u>' })],
      ['there is no mail', 'unknown', { mail: undefined }],
    ],
  ],
  [
    'production_access',
    [
      ['under review', 'warn', { account: { ...account, enforcement: 'PROBATION' } }],
      ['in the sandbox', 'fail', { account: { ...account, productionAccess: false } }],
      ['stopped', 'fail', { account: { ...account, sendingEnabled: false } }],
      ['shut down', 'fail', { account: { ...account, enforcement: 'SHUTDOWN' } }],
      ['SES is silent', 'unknown', { account: undefined }],
    ],
  ],
  [
    'quota',
    [
      ['no quota', 'pass', { account: { ...account, max24Hour: -1 } }],
      ['just below nine tenths', 'pass', { account: { ...account, sentLast24Hours: 44_999 } }],
      ['nine tenths', 'warn', { account: { ...account, sentLast24Hours: 45_000 } }],
      ['exhausted', 'fail', { account: { ...account, sentLast24Hours: 50_000 } }],
      ['SES is silent', 'unknown', { account: undefined }],
    ],
  ],
])('%s', (check, cases) => {
  test.each(cases)('%s: %s', (_, status, facts) => {
    const verdict = verdictOf(check, facts);
    expect(verdict).toMatchObject({ status });
    expect(verdict.detail).toMatch(/\.$/);
    if (status === 'pass') expect(verdict.whatToDo).toBeNull();
    else expect(verdict.whatToDo).toMatch(/\S/);
  });
});

test('the worst of all counts, and what nobody knows is better than what is wrong', () => {
  expect(worst(['pass', 'unknown', 'pass'])).toBe('unknown');
  expect(worst(['unknown', 'warn', 'pass'])).toBe('warn');
  expect(worst(['fail', 'warn', 'unknown'])).toBe('fail');
});

test.each([
  ['lindeveld.be', 'lindeveld.be'],
  ['a.b.lindeveld.be', 'lindeveld.be'],
  ['news.lindeveld.co.uk', 'lindeveld.co.uk'],
  ['co.uk', 'co.uk'],
  ['x.co.com', 'co.com'],
])('%s belongs to %s', (domain, organisation) => {
  expect(organisationalDomain(domain)).toBe(organisation);
});

test('a domain is looked for with SES from itself up to its organisation, and no further', () => {
  expect(upToOrganisation('a.b.lindeveld.be')).toEqual([
    'a.b.lindeveld.be',
    'b.lindeveld.be',
    'lindeveld.be',
  ]);
  expect(upToOrganisation('lindeveld.be')).toEqual(['lindeveld.be']);
});

test.each([
  'localhost',
  '127.0.0.1',
  '10.0.0.1.',
  'a..be',
  '-a.be',
  'a b.be',
  'a.be/x',
  'a.be:53',
  `${'a'.repeat(64)}.be`,
  '',
])('"%s" is no name to look up', (name) => expect(isDnsName(name)).toBe(false));

test.each(['lindeveld.be', '_dmarc.lindeveld.be', 'one._domainkey.lindeveld.be', 'xn--bcher-kva.de'])(
  '%s is one',
  (name) => expect(isDnsName(name)).toBe(true),
);

test('names of examples and of this network are nobody’s', () => {
  expect(['lindeveld.example', 'db.internal', 'nas.local', 'x.test'].filter(isReserved)).toHaveLength(4);
  expect(isReserved('example.lindeveld.be')).toBe(false);
});
