import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteSuppressedDestinationCommand,
  GetAccountCommand,
  GetEmailIdentityCommand,
  GetSuppressedDestinationCommand,
  PutSuppressedDestinationCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSes, type SesOptions, startSes } from '../../infra/local/ses.ts';
import type { SesEvent } from '../../infra/local/ses-events.ts';

let ses: LocalSes;
let client: SESv2Client;
let events: SesEvent[];

const start = async (options: Partial<SesOptions> = {}) => {
  events = [];
  ses = await startSes({
    port: 0,
    configurationSet: 'kweek-local',
    visibilityMs: 5,
    deliver: async ({ Records }) => void events.push(...read({ Records } as SQSEvent)),
    ...options,
  });
  client = new SESv2Client({
    endpoint: `http://127.0.0.1:${ses.port}`,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
};
const stop = async () => {
  client.destroy();
  await ses.stop();
};
const read = ({ Records }: SQSEvent): SesEvent[] =>
  Records.map(({ body }) => JSON.parse(JSON.parse(body).Message));

beforeEach(() => start());
afterEach(stop);

const mail = (to: string, more: Partial<SendEmailCommandInput> = {}): SendEmailCommand =>
  new SendEmailCommand({
    FromEmailAddress: 'Kweek <hello@example.com>',
    Destination: { ToAddresses: [to] },
    Content: {
      Simple: {
        Subject: { Data: '🎁 Hi' },
        Body: { Html: { Data: '<p>Hi</p>' }, Text: { Data: 'Hi' } },
        Headers: [{ Name: 'List-Unsubscribe', Value: '<https://example.com/u>' }],
      },
    },
    EmailTags: [{ Name: 'send', Value: 'send_1' }],
    ConfigurationSetName: 'kweek-local',
    ...more,
  });
const send = async (to = 'an@example.com') => (await client.send(mail(to))).MessageId ?? '';
const name = (sending: Promise<unknown>) => sending.then(String, (error: Error) => error.name);
const worked = async () => {
  while (ses.events.pending() > 0) await new Promise((done) => setTimeout(done, 5));
};
const fetchJson = async (path: string) => (await fetch(`http://localhost:${ses.port}${path}`)).json();

describe('the mailbox', () => {
  it('knows every domain, signs for it, and says the same each time', async () => {
    const ask = () => client.send(new GetEmailIdentityCommand({ EmailIdentity: 'lindeveld.example' }));
    const { DkimAttributes } = await ask();
    expect(DkimAttributes).toMatchObject({ SigningEnabled: true, Status: 'SUCCESS' });
    expect(new Set(DkimAttributes?.Tokens)).toHaveLength(3);
    expect((await ask()).DkimAttributes).toEqual(DkimAttributes);
  });

  it('shows each mail under the id that SendEmail returned, with its tags', async () => {
    const ids = [await send(), await send('bo@example.com')];
    const { emails } = (await fetchJson('/store')) as { emails: Record<string, unknown>[] };
    expect(emails.map((email) => email.messageId)).toEqual(ids);
    expect(emails[0]).toMatchObject({
      from: 'Kweek <hello@example.com>',
      destination: { to: ['an@example.com'] },
      subject: '🎁 Hi',
      body: { html: '<p>Hi</p>', text: 'Hi' },
      headers: [{ name: 'List-Unsubscribe', value: '<https://example.com/u>' }],
      tags: { send: 'send_1' },
    });
  });

  it('shows what came since, and nothing once cleared', async () => {
    await send();
    const soon = Math.floor(Date.now() / 1000) + 100;
    expect(await fetchJson(`/store?since=${soon}`)).toEqual({ emails: [] });
    await fetch(`http://localhost:${ses.port}/clear-store`, { method: 'POST' });
    expect(await fetchJson('/store')).toEqual({ emails: [] });
  });

  it('has a page for people', async () => {
    const page = await fetch(`http://localhost:${ses.port}/`);
    expect(page.headers.get('content-type')).toMatch('text/html');
    expect(await page.text()).toContain("link.target = '_blank'");
  });

  it('keeps mails and unhandled events over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kweek-mail-'));
    const journal = join(folder, 'mail.jsonl');
    await stop();
    await start({ journal, deliver: () => Promise.reject(new Error('down')), visibilityMs: 60_000 });
    const id = await send();
    await stop();
    await start({ journal });
    await worked();
    expect(ses.emails().map(({ messageId }) => messageId)).toEqual([id]);
    expect(events.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
    await stop();
    await start({ journal });
    await worked();
    expect(events).toEqual([]);
    expect(await ses.play(id, { type: 'Open' })).toBe('handled');
    rmSync(folder, { recursive: true });
  });
});

describe('events', () => {
  it('are Send and Delivery in the shape of SES, tags included', async () => {
    const messageId = await send();
    await worked();
    expect(events).toMatchObject([
      {
        eventType: 'Send',
        send: {},
        mail: {
          messageId,
          source: 'Kweek <hello@example.com>',
          destination: ['an@example.com'],
          tags: { send: ['send_1'], 'ses:configuration-set': ['kweek-local'] },
        },
      },
      { eventType: 'Delivery', delivery: { recipients: ['an@example.com'] }, mail: { messageId } },
    ]);
  });

  it('come only for mail with a configuration set', async () => {
    await client.send(mail('an@example.com', { ConfigurationSetName: undefined }));
    await worked();
    expect(events).toEqual([]);
    expect(await name(client.send(mail('an@example.com', { ConfigurationSetName: 'other' })))).toBe(
      'NotFoundException',
    );
  });

  it.each([
    ['success@simulator.amazonses.com', ['Send', 'Delivery']],
    ['ooto+7@simulator.amazonses.com', ['Send', 'Delivery']],
    ['complaint+a@simulator.amazonses.com', ['Send', 'Delivery', 'Complaint:abuse']],
    ['bounce@simulator.amazonses.com', ['Send', 'Bounce:Permanent/General']],
    ['suppressionlist@simulator.amazonses.com', ['Send', 'Bounce:Permanent/Suppressed']],
    ['bounce@example.com', ['Send', 'Delivery']],
  ])('to %s are %j', async (to, expected) => {
    await send(to);
    await worked();
    expect(events.map(summary)).toEqual(expected);
    expect(ses.account.suppressed.size).toBe(0);
  });

  it.each([
    ['Bounce', undefined, 'Bounce:Permanent/General'],
    ['Bounce', 'Transient', 'Bounce:Transient/General'],
    ['Bounce', 'MailboxFull', 'Bounce:Transient/MailboxFull'],
    ['Bounce', 'Transient/General', 'Bounce:Transient/General'],
    ['Bounce', 'OnAccountSuppressionList', 'Bounce:Permanent/OnAccountSuppressionList'],
    ['Bounce', 'Undetermined', 'Bounce:Undetermined/Undetermined'],
    ['Complaint', undefined, 'Complaint:abuse'],
    ['Complaint', 'not-spam', 'Complaint:not-spam'],
    ['Open', undefined, 'Open'],
    ['Click', undefined, 'Click'],
    ['Delivery', undefined, 'Delivery'],
  ] as const)('%s %s is played as %s', async (type, subType, expected) => {
    const id = await send();
    await worked();
    events.length = 0;
    expect(await ses.play(id, { type, ...(subType && { subType }) })).toBe('handled');
    expect(events.map(summary)).toEqual([expected]);
  });

  it('can be held, arranged, dropped and repeated', async () => {
    ses.events.rule(() => 'hold');
    await send();
    expect(ses.events.held.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
    ses.events.release((held) => held.reverse());
    await worked();
    ses.events.rule(({ eventType }) => (eventType === 'Send' ? 'drop' : { times: 2 }));
    await send();
    await worked();
    expect(events.map(({ eventType }) => eventType)).toEqual(['Delivery', 'Send', 'Delivery', 'Delivery']);
  });
});

describe('the way to the function', () => {
  it('brings back only the records that failed', async () => {
    await stop();
    const tries: string[] = [];
    await start({
      deliver: async ({ Records }) => {
        const records = (Records as SQSEvent['Records']).map((record) => ({
          id: record.messageId,
          count: record.attributes.ApproximateReceiveCount,
          type: read({ Records: [record] })[0]?.eventType,
        }));
        tries.push(...records.map(({ type, count }) => `${type} ${count}`));
        const failed = records.filter(({ type, count }) => type === 'Delivery' && count === '1');
        return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) };
      },
    });
    await send();
    await worked();
    expect(tries).toEqual(['Send 1', 'Delivery 1', 'Delivery 2']);
  });

  it('ends at the dead letters after five tries', async () => {
    await stop();
    let calls = 0;
    await start({
      deliver: async () => {
        calls++;
        throw new Error('no');
      },
    });
    await send();
    await worked();
    expect(calls).toBe(5);
    expect(ses.events.dead.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
  });
});

describe('the account', () => {
  it('tells its limits', async () => {
    await send();
    const { SendQuota, SendingEnabled } = await client.send(new GetAccountCommand({}));
    expect(SendQuota).toEqual({ Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 1 });
    expect(SendingEnabled).toBe(true);
  });

  it('refuses what exceeds its rate', async () => {
    // Slow enough that a busy machine, too, asks for more.
    ses.account.limits.rate = 1;
    const sent = await Promise.all(
      Array.from({ length: 40 }, () => name(client.send(mail('an@example.com')))),
    );
    expect(sent.filter((one) => one === 'TooManyRequestsException').length).toBeGreaterThan(10);
    expect(ses.emails().length).toBe(sent.filter((one) => one === '[object Object]').length);
  });

  it('refuses what exceeds its daily quota, and everything while paused', async () => {
    ses.account.limits.quota = 1;
    await send();
    expect(await name(send())).toBe('LimitExceededException');
    ses.account.sendingEnabled = false;
    expect(await name(send())).toBe('SendingPausedException');
    expect((await client.send(new GetAccountCommand({}))).SendingEnabled).toBe(false);
  });

  it('bounces mail to suppressed addresses without sending it', async () => {
    await client.send(
      new PutSuppressedDestinationCommand({ EmailAddress: 'An@example.com', Reason: 'COMPLAINT' }),
    );
    const entry = await client.send(new GetSuppressedDestinationCommand({ EmailAddress: 'an@example.com' }));
    expect(entry.SuppressedDestination?.Reason).toBe('COMPLAINT');
    await send();
    await worked();
    expect(events.map(summary)).toEqual(['Send', 'Bounce:Permanent/OnAccountSuppressionList']);
    await client.send(new DeleteSuppressedDestinationCommand({ EmailAddress: 'an@example.com' }));
    expect(
      await name(client.send(new GetSuppressedDestinationCommand({ EmailAddress: 'an@example.com' }))),
    ).toBe('NotFoundException');
  });

  it('suppresses who bounced for good or complained', async () => {
    await ses.play(await send('an@example.com'), { type: 'Bounce' });
    await ses.play(await send('bo@example.com'), { type: 'Bounce', subType: 'Transient' });
    await ses.play(await send('cy@example.com'), { type: 'Complaint' });
    expect([...ses.account.suppressed]).toEqual([
      ['an@example.com', 'BOUNCE'],
      ['cy@example.com', 'COMPLAINT'],
    ]);
  });
});

describe('a request that SES would refuse', () => {
  it.each<[string, Partial<SendEmailCommandInput>]>([
    ['a tag with a space', { EmailTags: [{ Name: 'send', Value: 'a b' }] }],
    ['an address that is not ASCII', { Destination: { ToAddresses: ['jörg@example.com'] } }],
    ['no recipient', { Destination: { ToAddresses: [] } }],
  ])('is refused: %s', async (_what, input) => {
    expect(await name(client.send(mail('an@example.com', input)))).toBe('BadRequestException');
    expect(ses.emails()).toEqual([]);
  });
});

describe('faults', () => {
  it.each(['TooManyRequestsException', 'MessageRejected', 'SendingPausedException'] as const)(
    '%s strikes as often as asked, then no more',
    async (kind) => {
      ses.inject({ kind, times: 2 });
      expect([await name(send()), await name(send())]).toEqual([kind, kind]);
      await send();
      expect(ses.emails().length).toBe(1);
      expect(ses.calls.map(({ accepted, answer }) => [accepted, answer])).toEqual([
        [false, kind],
        [false, kind],
        [true, 'ok'],
      ]);
    },
  );

  it('can lose the answer of a mail that was taken', async () => {
    ses.inject({ kind: 'reset', accept: true });
    ses.inject({ kind: 'InternalServiceErrorException', accept: true });
    ses.inject({ kind: 'garbage', accept: true });
    for (let n = 0; n < 3; n++) await expect(client.send(mail('an@example.com'))).rejects.toThrow();
    await worked();
    expect(ses.emails().length).toBe(3);
    expect(events.length).toBe(6);
  });

  it('can hang, and strike only some', async () => {
    ses.inject({ kind: 'hang', match: ({ to }) => to.includes('bo@example.com') });
    await send();
    const patience = AbortSignal.timeout(100);
    await expect(client.send(mail('bo@example.com'), { abortSignal: patience })).rejects.toThrow();
    expect(ses.emails().length).toBe(1);
  });
});

function summary(event: SesEvent): string {
  const { bounce, complaint } = event as {
    bounce?: Record<string, string>;
    complaint?: Record<string, string>;
  };
  if (bounce) return `Bounce:${bounce.bounceType}/${bounce.bounceSubType}`;
  return complaint ? `Complaint:${complaint.complaintFeedbackType}` : event.eventType;
}
