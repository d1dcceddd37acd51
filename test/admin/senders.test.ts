import { handle } from 'hono/aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deploymentKey } from '../../functions/admin/api/api-key.ts';
import { adminApp } from '../../functions/admin/app.ts';
import { openDns } from '../../functions/admin/sending/dns.ts';
import { openContext } from '../../functions/environment.ts';
import type { CheckName, CheckStatus } from '../../shared/domain/deliverability/check.ts';
import { openSesFacts } from '../../shared/mail/ses-facts.ts';
import { openSesSuppressionList } from '../../shared/mail/ses-suppression-list.ts';
import { testConfigInput } from '../fixtures/config.ts';
import { startSesServer } from '../mail/ses-server.ts';
import { adminKey, ask, openAdmin } from './admin.ts';
import { startDnsServer, type Zone } from './dns-server.ts';

interface Checked {
  email: string;
  domain: string;
  status: CheckStatus;
  results: { check: CheckName; status: CheckStatus; detail: string; whatToDo: string | null }[];
}

const key = (name: string) => [`${name}._domainkey.lindeveld.be`, { CNAME: `${name}.dkim.amazonses.com` }];
const zone: Zone = {
  '_dmarc.lindeveld.be': { TXT: [['v=DMARC1; p=quarantine; ', 'rua=mailto:d@lindeveld.be']] },
  'bounce.lindeveld.be': {
    TXT: [['v=spf1 include:amazonses.com ~all']],
    MX: [[10, 'feedback-smtp.eu-west-1.amazonses.com']],
  },
  ...Object.fromEntries(['one', 'two', 'three'].map(key)),
  'news.lindeveld.be': {},
  '_dmarc.slow.be': 'silent',
  'broken.be': 'silent',
};

/** What SES says, by path; a number: refused with that status. */
const told: Record<string, object | number> = {
  '/v2/email/account': {
    ...{ ProductionAccessEnabled: true, SendingEnabled: true, EnforcementStatus: 'HEALTHY' },
    SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 1_204 },
  },
  '/v2/email/identities/lindeveld.be': {
    DkimAttributes: {
      ...{ SigningEnabled: true, Status: 'SUCCESS', SigningAttributesOrigin: 'AWS_SES' },
      ...{ Tokens: ['one', 'two', 'three'], CurrentSigningKeyLength: 'RSA_2048_BIT' },
    },
    MailFromAttributes: {
      ...{ MailFromDomain: 'bounce.lindeveld.be', MailFromDomainStatus: 'SUCCESS' },
      BehaviorOnMxFailure: 'USE_DEFAULT_VALUE',
    },
  },
  '/v2/email/identities/trap.be': {
    DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS', Tokens: ['x'] },
    MailFromAttributes: { MailFromDomain: 'metadata.internal.be', MailFromDomainStatus: 'SUCCESS' },
  },
  '/v2/email/identities/others.be': 403,
  '/v2/email/identities/slow.be': 500,
};
const errors: Record<number, string> = { 403: 'AccessDeniedException', 404: 'NotFoundException' };

let dns: Awaited<ReturnType<typeof startDnsServer>>;
let ses: Awaited<ReturnType<typeof startSesServer>>;
let handler: unknown;
beforeAll(async () => {
  await openAdmin();
  dns = await startDnsServer(zone);
  ses = await startSesServer((response, { url = '' }) => {
    const answer = told[url] ?? 404;
    const [status, body] = typeof answer === 'number' ? [answer, {}] : [200, answer];
    const headers = { 'content-type': 'application/json', 'x-amzn-errortype': errors[status] ?? '' };
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  const idKey = Buffer.alloc(32, 7);
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  handler = handle(
    adminApp({
      context: openContext(idKey),
      idKey,
      keys: deploymentKey(adminKey, 'local'),
      baseUrl: 'https://go.lindeveld.be',
      suppressionList: openSesSuppressionList(),
      ses: openSesFacts({ endpoint: ses.endpoint, region: 'eu-west-1', credentials }),
      dns: openDns({ servers: [dns.server], timeout: 300 }),
    }),
  );
});
afterAll(async () => {
  await dns[Symbol.asyncDispose]();
  await ses[Symbol.asyncDispose]();
});
beforeEach(() => {
  dns.seen.length = 0;
  ses.seen.length = 0;
});

/** Puts senders in force, the programme's own with this address, and checks one of them. */
async function check(email: string, id = '_own', senders: object = {}): Promise<Checked> {
  const input = testConfigInput();
  const settings = { ...input.settings, sender: { name: 'An', email }, senders };
  const put = await ask(handler, 'PUT /v1/config', { body: { ...input, settings } });
  expect(put.status).toBe(200);
  const answer = await ask(handler, `GET /v1/senders/${id}/check`);
  expect(answer.status).toBe(200);
  return answer.body as unknown as Checked;
}
const of = ({ results }: Checked) =>
  Object.fromEntries(results.map(({ check, status }) => [check, status])) as Record<CheckName, CheckStatus>;

describe('the check of a sender', () => {
  test('passes when DNS and SES are as providers want them', async () => {
    const checked = await check('an@Lindeveld.be');
    expect(checked.results.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(checked).toMatchObject({ domain: 'lindeveld.be', status: 'pass' });
    expect(checked.results).toHaveLength(8);
  });

  test('finds the domain above it, as SES and DMARC do', async () => {
    const checked = await check('an@news.lindeveld.be');
    expect(checked.status).toBe('pass');
    expect(ses.seen.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/v2/email/identities/news.lindeveld.be', '/v2/email/identities/lindeveld.be']),
    );
  });

  test('says kindly that the domain of an example has no DNS, asks nobody, and fails nothing', async () => {
    told['/v2/email/identities/lindeveld.example'] = {
      DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS', Tokens: ['a', 'b', 'c'] },
    };
    const checked = await check('an@lindeveld.example');
    expect(of(checked)).toMatchObject({ spf: 'pass', dkim: 'unknown', dmarc: 'unknown' });
    expect(Object.values(of(checked))).not.toContain('fail');
    expect(checked.results.find(({ check }) => check === 'dmarc')?.detail).toContain(
      'for examples and tests',
    );
    expect(dns.seen).toEqual([]);
  });

  test('says what is missing when neither SES nor the DNS know the domain', async () => {
    const checked = await check('an@nobody.be');
    expect(checked.status).toBe('fail');
    expect(of(checked)).toMatchObject({
      spf: 'fail',
      dkim: 'fail',
      dmarc: 'fail',
      one_click: 'pass',
      quota: 'pass',
    });
  });

  test('says so when the deployment is for another domain', async () => {
    const checked = await check('an@others.be');
    expect(checked.results.find(({ check }) => check === 'dkim')).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('another domain'),
    });
  });

  test('waits for nobody for long: silence is not a failure', async () => {
    const checked = await check('an@slow.be');
    expect(of(checked)).toMatchObject({
      spf: 'unknown',
      dkim: 'unknown',
      dmarc: 'unknown',
      alignment: 'unknown',
    });
  });

  test('looks up nothing outside the sender’s own domain, whatever SES answers', async () => {
    await check('an@trap.be');
    expect(dns.seen.length).toBeGreaterThan(0);
    expect(dns.seen.filter((name) => !name.endsWith('trap.be'))).toEqual([]);
  });

  test('is of each sender by its id, and of no other', async () => {
    const senders = { bram: { name: 'Bram', email: 'bram@nobody.be' } };
    const checked = await check('an@lindeveld.be', 'bram', senders);
    expect(checked).toMatchObject({ email: 'bram@nobody.be', status: 'fail' });
    // No template has his words.
    expect(of(checked).one_click).toBe('unknown');
    const { results } = (await ask(handler, 'GET /v1/senders')).body as unknown as {
      results: { id: string }[];
    };
    expect(results.map(({ id }) => id)).toEqual(['_own', 'bram']);
    for (const id of ['nobody', 'constructor', 'lindeveld.be', '127.0.0.1']) {
      expect((await ask(handler, `GET /v1/senders/${id}/check`)).status).toBe(404);
    }
    expect(dns.seen.filter((name) => !name.endsWith('nobody.be'))).toEqual([]);
  });
});

describe('the DNS', () => {
  test('answers with what there is, nothing where there is nothing, and silence after a while', async () => {
    const { txt, mx, cname } = openDns({ servers: [dns.server], timeout: 300 });
    expect(await txt('_dmarc.lindeveld.be')).toEqual(['v=DMARC1; p=quarantine; rua=mailto:d@lindeveld.be']);
    expect(await mx('bounce.lindeveld.be')).toEqual([
      { priority: 10, exchange: 'feedback-smtp.eu-west-1.amazonses.com' },
    ]);
    expect(await cname('one._domainkey.lindeveld.be')).toEqual(['one.dkim.amazonses.com']);
    expect(await mx('news.lindeveld.be')).toEqual([]);
    expect(await txt('nothing.be')).toEqual([]);
    expect(await txt('broken.be')).toBe('unreachable');
  });
});
