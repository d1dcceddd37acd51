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
  tags: MailTags;
}

/** Whatever SES takes: a mail to a colleague has tags of its own, by which SES's news of it is nobody's. */
export type AnyMail = Omit<MailMessage, 'tags'> & { tags: Readonly<Record<string, string>> };

/** `generation`: of the lead, when it is not its first; `sequence` and `step`: of a nurture mail. */
export type MailTags = {
  lead: string;
  generation?: string;
  send: string;
  attempt: string;
  version: string;
  claimed: string;
  class: string;
  template: string;
  sequence?: string;
  step?: string;
};
