/** A mail, ready for SES. */
export interface MailMessage {
  /** `"Name" <email>`. */
  from: string;
  to: string;
  replyTo?: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** On every event that SES reports of this mail. */
  tags: { lead: string; send: string; attempt: string; version: string; claimed: string };
}
