import { randomUUID } from 'node:crypto';
import type { StoredEmail } from './mailbox.ts';

/** One of SES's event records, as SNS carries it. */
export type SesEvent = { eventType: string; mail: { messageId: string } & Record<string, unknown> } & Record<
  string,
  unknown
>;

export type BounceKind = { bounceType: 'Permanent' | 'Transient' | 'Undetermined'; bounceSubType: string };

type Details = Record<string, unknown>;

/** Builds an event for a mail that SES took; `details` is the part named after the event. */
export function sesEvent(email: StoredEmail, eventType: string, details: Details): SesEvent {
  const part =
    eventType === 'Rendering Failure' ? 'failure' : eventType[0]?.toLowerCase() + eventType.slice(1);
  return { eventType, mail: mailOf(email), [part]: details };
}

export const sendEvent = (email: StoredEmail) => sesEvent(email, 'Send', {});

export const deliveryEvent = (email: StoredEmail, recipient: string, now: number) =>
  sesEvent(email, 'Delivery', {
    timestamp: iso(now),
    processingTimeMillis: Math.max(1, now - email.sentAt),
    recipients: [recipient],
    smtpResponse: '250 2.6.0 Message received',
    reportingMTA: 'a1-1.smtp-out.amazonses.com',
  });

export const bounceEvent = (email: StoredEmail, recipient: string, kind: BounceKind, now: number) => {
  const [status, diagnosticCode] = diagnosis(kind);
  return sesEvent(email, 'Bounce', {
    ...kind,
    bouncedRecipients: [{ emailAddress: recipient, action: 'failed', status, diagnosticCode }],
    timestamp: iso(now),
    feedbackId: randomUUID(),
    reportingMTA: 'dns; a1-1.smtp-out.amazonses.com',
  });
};

export const complaintEvent = (email: StoredEmail, recipient: string, kind: Details, now: number) =>
  sesEvent(email, 'Complaint', {
    complainedRecipients: [{ emailAddress: recipient }],
    complaintSubType: null,
    ...kind,
    timestamp: iso(now),
    arrivalDate: iso(now),
    feedbackId: randomUUID(),
    userAgent: 'Local-Feedback-Loop/1.0',
  });

const simulator = /^(success|bounce|complaint|ooto|suppressionlist)(\+[^@]*)?@simulator\.amazonses\.com$/i;

/** The name of the mailbox simulator's address that this is, if it is one. */
export function simulated(recipient: string): string | undefined {
  return simulator.exec(recipient)?.[1]?.toLowerCase();
}

/** What SES publishes by itself for an accepted mail: Send, and how each recipient's delivery ended. */
export function automaticEvents(
  email: StoredEmail,
  isSuppressed: (recipient: string) => boolean,
  now: number,
): SesEvent[] {
  const events = [sendEvent(email)];
  const bounced = (to: string, bounceSubType: string) =>
    events.push(bounceEvent(email, to, { bounceType: 'Permanent', bounceSubType }, now));
  for (const to of recipientsOf(email)) {
    const name = simulated(to);
    if (isSuppressed(to)) bounced(to, 'OnAccountSuppressionList');
    else if (name === 'suppressionlist') bounced(to, 'Suppressed');
    else if (name === 'bounce') bounced(to, 'General');
    else events.push(deliveryEvent(email, to, now));
    if (name === 'complaint') events.push(complaintEvent(email, to, { complaintFeedbackType: 'abuse' }, now));
  }
  return events;
}

/** Bare addresses of everyone the mail went to. */
export function recipientsOf({ destination }: StoredEmail): string[] {
  const all = [...destination.to, ...destination.cc, ...destination.bcc];
  return all.map((address) => /<([^>]+)>\s*$/.exec(address)?.[1] ?? address);
}

function diagnosis({ bounceType, bounceSubType }: BounceKind): [status: string, code: string] {
  if (/Suppress/.test(bounceSubType))
    return ['5.1.1', 'Amazon SES did not send the message: suppressed address'];
  if (bounceSubType === 'MailboxFull') return ['4.2.2', 'smtp; 452 4.2.2 mailbox full'];
  if (bounceType === 'Permanent') return ['5.1.1', 'smtp; 550 5.1.1 user unknown'];
  return ['4.4.7', 'smtp; 451 4.4.7 message expired'];
}

const iso = (ms: number) => new Date(ms).toISOString();

function mailOf(email: StoredEmail): SesEvent['mail'] {
  const { messageId, from, subject, destination, sentAt } = email;
  const to = recipientsOf(email);
  const headers = [
    { name: 'From', value: from },
    { name: 'To', value: destination.to.join(', ') },
    { name: 'Subject', value: subject },
    ...(email.headers ?? []),
  ];
  return {
    timestamp: iso(sentAt),
    source: from,
    sourceArn: 'arn:aws:ses:eu-west-1:000000000000:identity/local',
    sendingAccountId: '000000000000',
    messageId,
    destination: to,
    headersTruncated: false,
    headers,
    commonHeaders: { from: [from], to: destination.to, messageId, subject },
    tags: {
      'ses:operation': ['SendEmail'],
      'ses:source-ip': ['127.0.0.1'],
      'ses:caller-identity': ['local'],
      ...(email.configurationSet && { 'ses:configuration-set': [email.configurationSet] }),
      ...Object.fromEntries(Object.entries(email.tags).map(([name, value]) => [name, [value]])),
    },
  };
}
