import { expect, test } from 'vitest';
import type { MailMessage } from '../../shared/mail/mail-message.ts';
import { createMailer, type MailerOptions } from '../../shared/mail/ses.ts';
import { answerJson, startSesServer } from './ses-server.ts';

const message: MailMessage = {
  from: '"Lindeveld" <hello@lindeveld.example>',
  to: 'an@voorbeeld.be',
  replyTo: 'answers@lindeveld.example',
  subject: '🎁 هدية',
  html: '<p>Dag An</p>',
  text: 'Dag An',
  headers: { 'List-Unsubscribe': '<https://kweek.example/l/unsubscribe/t>' },
  tags: {
    lead: 'lead_v1a',
    send: 'send_b',
    attempt: '1',
    version: '7',
    claimed: '1774000000000',
    class: 'nurture',
    template: 't',
  },
};

const local = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  requestTimeout: 5_000,
};

async function sendTo(
  answer: Parameters<typeof startSesServer>[0],
  options: MailerOptions = {},
): Promise<{ outcome: unknown; requests: number; body: Record<string, unknown> }> {
  await using server = await startSesServer(answer);
  const outcome = await createMailer({ ...local, endpoint: server.endpoint, ...options }).send(message);
  return { outcome, requests: server.seen.length, body: server.seen[0]?.body ?? {} };
}

test('an accepted mail gives the id that SES gave it', async () => {
  const { outcome, requests } = await sendTo(answerJson(200, { MessageId: '0100-abc' }));
  expect(outcome).toEqual({ outcome: 'accepted', messageId: '0100-abc' });
  expect(requests).toBe(1);
});

test('subject, both parts, headers, tags and configuration set go to SES as they are', async () => {
  const { body } = await sendTo(answerJson(200, { MessageId: 'm' }), { configurationSet: 'kweek' });
  expect(body).toEqual({
    FromEmailAddress: message.from,
    Destination: { ToAddresses: [message.to] },
    ReplyToAddresses: [message.replyTo],
    Content: {
      Simple: {
        Subject: { Data: '🎁 هدية', Charset: 'UTF-8' },
        Body: {
          Html: { Data: '<p>Dag An</p>', Charset: 'UTF-8' },
          Text: { Data: 'Dag An', Charset: 'UTF-8' },
        },
        Headers: [{ Name: 'List-Unsubscribe', Value: '<https://kweek.example/l/unsubscribe/t>' }],
      },
    },
    EmailTags: [
      { Name: 'lead', Value: 'lead_v1a' },
      { Name: 'send', Value: 'send_b' },
      { Name: 'attempt', Value: '1' },
      { Name: 'version', Value: '7' },
      { Name: 'claimed', Value: '1774000000000' },
      { Name: 'class', Value: 'nurture' },
      { Name: 'template', Value: 't' },
    ],
    ConfigurationSetName: 'kweek',
    ConfigurationOverrides: {
      Tracking: { ClickTrackingEnabled: 'DISABLED', OpenTrackingEnabled: 'DISABLED' },
    },
  });
});

test('opens are left to the configuration set for those who agreed to be tracked; links never are SES’s', async () => {
  await using server = await startSesServer(answerJson(200, { MessageId: 'm' }));
  await createMailer({ ...local, endpoint: server.endpoint }).send({ ...message, mayTrack: true });
  expect(server.seen[0]?.body.ConfigurationOverrides).toEqual({
    Tracking: { ClickTrackingEnabled: 'DISABLED' },
  });
});

test.each([
  [429, 'TooManyRequestsException', 'Maximum sending rate exceeded.', 'throttled'],
  [429, 'TooManyRequestsException', 'Daily message quota exceeded.', 'quota'],
  [400, 'ThrottlingException', 'Daily message quota exceeded.', 'quota'],
  [400, 'ThrottlingException', 'Maximum sending rate exceeded.', 'throttled'],
  [400, 'LimitExceededException', 'Daily message quota exceeded.', 'quota'],
  [400, 'LimitExceededException', 'Too many.', 'quota'],
  [429, 'SomethingNewException', 'Slow down.', 'throttled'],
  [400, 'SendingPausedException', 'Sending is paused.', 'paused'],
  [400, 'AccountSuspendedException', 'Suspended.', 'paused'],
  [400, 'MailFromDomainNotVerifiedException', 'Not verified.', 'config'],
  [404, 'NotFoundException', 'Configuration set <kweek> does not exist.', 'config'],
  [403, 'AccessDeniedException', 'Not authorized to perform ses:SendEmail.', 'config'],
  [400, 'MessageRejected', 'Email address is not verified: an@voorbeeld.be', 'content'],
  [400, 'BadRequestException', 'Illegal address an@voorbeeld.be', 'content'],
])('%i %s "%s" is a refusal: %s', async (status, name, words, kind) => {
  const { outcome, requests } = await sendTo(answerJson(status, { message: words }, name));
  expect(outcome).toEqual({ outcome: 'refused', reason: name, kind });
  expect(requests).toBe(1);
});

test.each([
  [500, 'InternalServiceErrorException'],
  [503, 'ServiceUnavailable'],
  [502, 'MessageRejected'],
  [400, 'SomethingNewException'],
  [403, 'SomethingNewException'],
])('%i %s proves nothing, and is not repeated', async (status, name) => {
  const { outcome, requests } = await sendTo(answerJson(status, { message: 'an@voorbeeld.be' }, name));
  expect(outcome).toEqual({ outcome: 'unknown', reason: name });
  expect(requests).toBe(1);
});

test('a connection reset before the answer proves nothing, and is not repeated', async () => {
  const { outcome, requests } = await sendTo((_, request) => request.socket.destroy());
  expect(outcome).toEqual({ outcome: 'unknown', reason: 'ECONNRESET' });
  expect(requests).toBe(1);
});

test('an answer that does not come in time proves nothing, and is not repeated', async () => {
  const { outcome, requests } = await sendTo(() => {}, { requestTimeout: 150 });
  expect(outcome).toMatchObject({ outcome: 'unknown' });
  expect(requests).toBe(1);
});

test('an answer that stops half-way proves nothing', async () => {
  const { outcome } = await sendTo(
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"MessageId":');
    },
    { requestTimeout: 150 },
  );
  expect(outcome).toMatchObject({ outcome: 'unknown' });
});

test.each([
  ['no JSON', '<html>an@voorbeeld.be</html>'],
  ['no message id', '{}'],
  ['nothing', ''],
])('a 200 with %s proves nothing', async (_, body) => {
  const { outcome, requests } = await sendTo((response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(body),
  );
  expect(outcome).toMatchObject({ outcome: 'unknown' });
  expect(JSON.stringify(outcome)).not.toContain('voorbeeld');
  expect(requests).toBe(1);
});

test('a 4xx without a name we know proves nothing', async () => {
  const { outcome } = await sendTo((response) => response.writeHead(400).end('<html>an@voorbeeld.be</html>'));
  expect(outcome).toMatchObject({ outcome: 'unknown' });
  expect(JSON.stringify(outcome)).not.toContain('voorbeeld');
});

test('a 429 without a body we can read is still throttling', async () => {
  const { outcome } = await sendTo((response) => response.writeHead(429).end('slow down'));
  expect(outcome).toMatchObject({ outcome: 'refused', kind: 'throttled' });
});

test('nobody listening is a refusal: unreachable', async () => {
  let endpoint = '';
  {
    await using server = await startSesServer(answerJson(200, {}));
    endpoint = server.endpoint;
  }
  const outcome = await createMailer({ ...local, endpoint }).send(message);
  expect(outcome).toEqual({ outcome: 'refused', reason: 'ECONNREFUSED', kind: 'unreachable' });
});

test('a host that has no address is a refusal: unreachable', async () => {
  const outcome = await createMailer({ ...local, endpoint: 'http://ses.invalid' }).send(message);
  expect(outcome).toMatchObject({ outcome: 'refused', kind: 'unreachable' });
});

test('the account says how much may be sent', async () => {
  await using server = await startSesServer(
    answerJson(200, {
      SendingEnabled: true,
      SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 12 },
    }),
  );
  expect(await createMailer({ ...local, endpoint: server.endpoint }).account()).toEqual({
    maxSendRate: 14,
    max24Hour: 50_000,
    sentLast24Hours: 12,
    sendingEnabled: true,
  });
});

test('an account that cannot be read throws the code and nothing else', async () => {
  await using server = await startSesServer(
    answerJson(400, { message: 'an@voorbeeld.be' }, 'BadRequestException'),
  );
  const account = createMailer({ ...local, endpoint: server.endpoint }).account();
  await expect(account).rejects.toThrow(/^GetAccount: BadRequestException$/);
});
