/** What SES tells of a mail, in the words we use; made from its record by `readSesEvent`. */
export interface SesEvent {
  /** SES's own word: `Send`, `Delivery`, `Bounce` … */
  type: string;
  messageId: string;
  /** The mail's tags, as we set them. */
  tags: Record<string, string>;
  /** When it happened, by SES's clock, ms. */
  at: number;
  /** Whom it is about. */
  recipients: string[];
  /** Whom the mail was for. */
  sentTo: string[];
  bounce?: { bounceType: string; subType: string };
  /** `isSuppressed`: SES never sent it, since the address complained before. */
  complaint?: { feedbackType: string; isSuppressed?: true };
  delay?: string;
  reject?: string;
  failure?: string;
  open?: { userAgent: string; ip: string };
  link?: string;
  feedbackId?: string;
}

interface Address {
  emailAddress?: string;
}

/** SES's record, as far as we read it (domain brief §5.4). */
interface SesRecord {
  eventType?: string;
  mail?: { messageId?: string; timestamp?: string; destination?: string[]; tags?: Record<string, string[]> };
  delivery?: { timestamp?: string; recipients?: string[] };
  bounce?: {
    timestamp?: string;
    bounceType?: string;
    bounceSubType?: string;
    bouncedRecipients?: Address[];
    feedbackId?: string;
  };
  complaint?: {
    timestamp?: string;
    complainedRecipients?: Address[];
    complaintFeedbackType?: string;
    complaintSubType?: string | null;
    feedbackId?: string;
  };
  open?: { timestamp?: string; userAgent?: string; ipAddress?: string };
  click?: { timestamp?: string; userAgent?: string; ipAddress?: string; link?: string };
  deliveryDelay?: { timestamp?: string; delayType?: string };
  reject?: { reason?: string };
  failure?: { errorMessage?: string };
}

/** Reads SES's record; undefined when it is none. */
export function readSesEvent(record: unknown): SesEvent | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const { eventType, mail, ...parts } = record as SesRecord;
  if (!eventType || !mail?.messageId) return undefined;
  const { bounce, complaint, delivery, open, click, deliveryDelay, reject, failure } = parts;
  const stamp = [delivery, bounce, complaint, open, click, deliveryDelay, mail].find(
    (p) => p?.timestamp,
  )?.timestamp;
  const at = Date.parse(stamp ?? '');
  const feedbackId = bounce?.feedbackId ?? complaint?.feedbackId;
  return {
    type: eventType,
    messageId: mail.messageId,
    tags: Object.fromEntries(
      Object.entries(mail.tags ?? {}).map(([name, values]) => [name, values[0] ?? '']),
    ),
    at: Number.isNaN(at) ? 0 : at,
    recipients:
      bounce?.bouncedRecipients?.map((r) => r.emailAddress ?? '') ??
      complaint?.complainedRecipients?.map((r) => r.emailAddress ?? '') ??
      delivery?.recipients ??
      mail.destination ??
      [],
    sentTo: mail.destination ?? [],
    ...(bounce
      ? { bounce: { bounceType: bounce.bounceType ?? '', subType: bounce.bounceSubType ?? '' } }
      : {}),
    ...(complaint
      ? {
          complaint: {
            feedbackType: complaint.complaintFeedbackType ?? complaint.complaintSubType ?? 'abuse',
            ...(complaint.complaintSubType === 'OnAccountSuppressionList'
              ? { isSuppressed: true as const }
              : {}),
          },
        }
      : {}),
    ...(deliveryDelay ? { delay: deliveryDelay.delayType ?? '' } : {}),
    ...(reject ? { reject: reject.reason ?? '' } : {}),
    ...(failure ? { failure: 'rendering' } : {}),
    ...(open ? { open: { userAgent: open.userAgent ?? '', ip: open.ipAddress ?? '' } } : {}),
    ...(click ? { link: click.link ?? '' } : {}),
    ...(feedbackId ? { feedbackId } : {}),
  };
}
