import * as z from 'zod';
import type { StoredEmail } from './mailbox.ts';
import {
  type BounceKind,
  bounceEvent,
  complaintEvent,
  deliveryEvent,
  recipientsOf,
  type SesEvent,
  sendEvent,
  sesEvent,
} from './ses-events.ts';

const bounceSubTypes: Record<BounceKind['bounceType'], string[]> = {
  Permanent: [
    'General',
    'NoEmail',
    'Suppressed',
    'OnAccountSuppressionList',
    'OnTenantSuppressionList',
    'EmailValidationSuppressed',
    'UnsubscribedRecipient',
  ],
  Transient: [
    'General',
    'MailboxFull',
    'MessageTooLarge',
    'ContentRejected',
    'AttachmentRejected',
    'CustomTimeoutExceeded',
  ],
  Undetermined: ['Undetermined'],
};

const complaints = ['abuse', 'auth-failure', 'fraud', 'not-spam', 'other', 'virus'];

/** An event that a person or a test wants SES to have published. */
export const PlayedEvent = z
  .object({
    type: z.enum(['Send', 'Delivery', 'Bounce', 'Complaint', 'Open', 'Click', 'Reject', 'DeliveryDelay']),
    subType: z.string().optional(),
    link: z.url().optional(),
    userAgent: z.string().optional(),
    ipAddress: z.string().optional(),
  })
  .refine(({ type, subType }) => type !== 'Bounce' || bounceKind(subType) !== undefined, {
    path: ['subType'],
    message: `Bounce takes ${[...Object.keys(bounceSubTypes), ...Object.values(bounceSubTypes).flat()].join(', ')}`,
  })
  .refine(({ type, subType }) => type !== 'Complaint' || complaintKind(subType) !== undefined, {
    path: ['subType'],
    message: `Complaint takes ${complaints.join(', ')}, OnAccountSuppressionList`,
  });
export type PlayedEvent = z.infer<typeof PlayedEvent>;

/** Permanent/General unless said otherwise; a type (`Transient`), a sub-type (`MailboxFull`) or both with a slash. */
function bounceKind(subType = 'Permanent'): BounceKind | undefined {
  for (const bounceType of ['Permanent', 'Transient', 'Undetermined'] as const) {
    const known = bounceSubTypes[bounceType];
    if (subType === bounceType) return { bounceType, bounceSubType: known[0] ?? '' };
    const bounceSubType = subType.replace(`${bounceType}/`, '');
    if (known.includes(bounceSubType)) return { bounceType, bounceSubType };
  }
}

function complaintKind(subType = 'abuse') {
  if (subType === 'OnAccountSuppressionList') return { complaintSubType: subType };
  return complaints.includes(subType) ? { complaintFeedbackType: subType } : undefined;
}

/** The event that SES would have published for this mail (its first recipient). */
export function playedEvent(email: StoredEmail, played: PlayedEvent, now: number): SesEvent {
  const to = recipientsOf(email)[0] ?? '';
  const timestamp = new Date(now).toISOString();
  const reader = {
    timestamp,
    ipAddress: played.ipAddress ?? '192.0.2.1',
    userAgent:
      played.userAgent ?? 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0',
  };
  switch (played.type) {
    case 'Send':
      return sendEvent(email);
    case 'Delivery':
      return deliveryEvent(email, to, now);
    case 'Bounce':
      return bounceEvent(email, to, bounceKind(played.subType) as BounceKind, now);
    case 'Complaint':
      return complaintEvent(email, to, complaintKind(played.subType) ?? {}, now);
    case 'Open':
      return sesEvent(email, 'Open', reader);
    case 'Click':
      return sesEvent(email, 'Click', {
        ...reader,
        link: played.link ?? 'https://example.com/',
        linkTags: null,
      });
    case 'Reject':
      return sesEvent(email, 'Reject', { reason: 'Bad content' });
    case 'DeliveryDelay':
      return sesEvent(email, 'DeliveryDelay', {
        timestamp,
        delayType: played.subType ?? 'TransientCommunicationFailure',
        expirationTime: new Date(now + 14 * 3_600_000).toISOString(),
        delayedRecipients: [{ emailAddress: to, status: '4.4.1', diagnosticCode: 'smtp; 421 4.4.1' }],
      });
  }
}
