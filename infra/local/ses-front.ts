import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import type { MailJournal } from './mail-journal.ts';
import type { Mailbox } from './mailbox.ts';
import type { SesAccount } from './ses-account.ts';
import { automaticEvents } from './ses-events.ts';
import { type Fault, type Faults, SesError, sesErrors, strike } from './ses-faults.ts';
import { describeIdentity } from './ses-identity.ts';
import type { EventQueue } from './ses-queue.ts';
import { readSendRequest, type SendRequest, type Tracking } from './ses-request.ts';

/** One SendEmail as the front saw it: whether the mail was taken, and what the caller heard. */
export type SendCall = {
  at: number;
  to: string[];
  tags: Record<string, string>;
  tracking: Tracking;
  accepted: boolean;
  answer: 'ok' | Exclude<Fault['kind'], 'delay'>;
};

export type SesFront = {
  mailbox: Mailbox;
  account: SesAccount;
  faults: Faults;
  queue: EventQueue;
  journal: MailJournal;
  calls: SendCall[];
  /** The one configuration set that exists. */
  configurationSet: string;
};

/** SES v2's HTTP API and the mailbox page, over the library's mailbox. */
export function sesFront(front: SesFront): Hono {
  const { mailbox, account } = front;
  const app = new Hono();

  app.onError((error, c) => {
    if (!(error instanceof SesError)) throw error;
    return c.json({ message: error.message }, sesErrors[error.type], { 'x-amzn-errortype': error.type });
  });

  app.post('/v2/email/outbound-emails', (c) => sendEmail(front, c));
  app.get(
    '/v2/email/account',
    async (c) => (await struck(front, 'GetAccount')) ?? c.json(account.describe()),
  );
  app.get('/v2/email/identities/:identity', async (c) => {
    return (await struck(front, 'GetEmailIdentity')) ?? c.json(describeIdentity(c.req.param('identity')));
  });
  app.get('/v2/email/configuration-sets/:name', (c) => {
    requireSet(front, c.req.param('name'));
    return c.json({ ConfigurationSetName: front.configurationSet, SendingOptions: { SendingEnabled: true } });
  });
  suppressionList(app, front);

  app.get('/store', async (c) => {
    const since = Number(c.req.query('since') ?? 0);
    if (!Number.isInteger(since)) return c.json({ message: 'since takes epoch seconds' }, 400);
    return c.json({ emails: mailbox.emails().filter((email) => email.at >= since) });
  });
  app.post('/clear-store', (c) => {
    mailbox.clear();
    front.journal.add({ clear: true });
    return c.json({ message: 'Store cleared' });
  });
  app.get('/', async (c) => {
    const page = await (await mailbox.fetch(c.req.raw)).text();
    return c.html(page.replace('</body>', `${linksInNewTabs}</body>`));
  });
  app.all('*', (c) => mailbox.fetch(c.req.raw));
  return app;
}

async function sendEmail(front: SesFront, c: Context): Promise<Response> {
  const body = await c.req.text();
  const request = readSendRequest(body);
  const fault = front.faults.next('SendEmail', request);
  const call: SendCall = {
    at: Date.now(),
    to: request.to,
    tags: request.tags,
    tracking: request.tracking,
    accepted: false,
    answer: 'ok',
  };
  front.calls.push(call);
  if (fault && fault.kind !== 'delay') call.answer = fault.kind;
  try {
    const early = fault && !fault.accept && (await strike(fault));
    if (early) return early;
    const messageId = await accept(front, request, body);
    call.accepted = true;
    const late = fault?.accept && (await strike(fault));
    return late || c.json({ MessageId: messageId });
  } catch (error) {
    if (error instanceof SesError) call.answer = error.type;
    throw error;
  }
}

/** Takes the mail: it is kept and its events are on their way, all before the caller hears of it. */
async function accept(front: SesFront, request: SendRequest, body: string): Promise<string> {
  const { mailbox, account, queue, journal } = front;
  const { tags, configurationSet } = request;
  if (configurationSet) requireSet(front, configurationSet);
  account.take(request.to.length);
  const now = Date.now();
  const messageId = `0102${now.toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
  const email = await mailbox.keep(body, { messageId, tags, configurationSet, sentAt: now });
  if (typeof email === 'string') throw new SesError('BadRequestException', email);
  // SES publishes events only for mail sent with a configuration set.
  const isSuppressed = (recipient: string) => account.suppressed.has(recipient.toLowerCase());
  const events = configurationSet ? automaticEvents(email, isSuppressed, now) : [];
  const pending = events.map((event) => ({ id: randomUUID(), event }));
  journal.add({ mail: email, events: pending });
  for (const { id, event } of pending) void queue.publish(event, id);
  return messageId;
}

function requireSet({ configurationSet }: SesFront, name: string): void {
  if (name !== configurationSet) {
    throw new SesError('NotFoundException', `Configuration set <${name}> does not exist.`);
  }
}

function suppressionList(app: Hono, front: SesFront): void {
  const { suppressed } = front.account;
  const path = '/v2/email/suppression/addresses';
  const entry = (EmailAddress: string) => ({
    EmailAddress,
    Reason: suppressed.get(EmailAddress),
    LastUpdateTime: Date.now() / 1000,
  });
  const known = (c: Context) => {
    const address = (c.req.param('address') ?? '').toLowerCase();
    if (suppressed.has(address)) return address;
    throw new SesError(
      'NotFoundException',
      `Email address ${address} does not exist on your suppression list.`,
    );
  };
  app.put(path, async (c) => {
    const fault = await struck(front, 'PutSuppressedDestination');
    if (fault) return fault;
    const { EmailAddress, Reason } = await c.req.json();
    suppressed.set(String(EmailAddress).toLowerCase(), Reason);
    return c.json({});
  });
  app.get(path, (c) => c.json({ SuppressedDestinationSummaries: [...suppressed.keys()].map(entry) }));
  app.get(`${path}/:address`, (c) => c.json({ SuppressedDestination: entry(known(c)) }));
  app.delete(`${path}/:address`, async (c) => {
    const fault = await struck(front, 'DeleteSuppressedDestination');
    if (fault) return fault;
    suppressed.delete(known(c));
    return c.json({});
  });
}

async function struck({ faults }: SesFront, operation: string): Promise<Response | undefined> {
  const fault = faults.next(operation, { to: [], tags: {}, subject: '' });
  return fault && strike(fault);
}

/** The page shows each email in a frame, where the pages behind its links refuse to appear. */
const linksInNewTabs = readFileSync(new URL('./mailbox-links.html', import.meta.url), 'utf8');
