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
  /** The recipient agreed to be tracked: SES may add its image, if the configuration set asks for opens. */
  mayTrack?: true;
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

/** What is handed to SES as one attempt at one mail. `claimedAt`: machine time, ms. */
export interface Attempt {
  lead: { id: string; generation: number };
  sendId: string;
  attempt: number;
  claimVersion: number;
  claimedAt: number;
  /** The step of a sequence that this is. */
  step?: { sequence: string; step: string };
}

/** By what SES's news of a mail is known. `kind`: `confirmation`, `nurture` …; `template`: its slug. */
export const tagsOf = (
  { lead, sendId, attempt, claimVersion, claimedAt, step }: Attempt,
  kind: string,
  template: string,
): MailTags => ({
  lead: lead.id,
  ...(lead.generation > 1 ? { generation: String(lead.generation) } : {}),
  send: sendId,
  attempt: String(attempt),
  version: String(claimVersion),
  claimed: String(claimedAt),
  class: kind,
  template,
  ...step,
});
