import type { Failures } from '../sequence/enrollment.ts';

/**
 * `confirmation` and `magnet` were asked for and are not held back by the frequency cap; `nurture` is. A
 * `notice` tells a colleague of the lead.
 */
export type MailClass = 'confirmation' | 'magnet' | 'nurture' | 'notice';
/** Those that go to the lead itself, and have templates. */
export type LeadMail = Exclude<MailClass, 'notice'>;

/** A mail that the lead asked for, or that tells of it. */
export interface Request {
  /** Grows per lead; part of the send's id, so a second request for the same thing is a second mail. */
  id: number;
  class: Exclude<MailClass, 'nurture'>;
  form: string;
  magnet?: string;
  /** The step that asked for it, of a notice. */
  notice?: { sequence: string; version: number; step: string };
  at: number;
  /** Machine time: a second confirmation keeps its distance from the first. */
  notBefore?: number;
  /** Of a confirmation: from which part of the net it was asked for, as a keyed hash. */
  source?: string;
  failures?: Failures;
}

/** What a mail is for: a request, or a step of an enrollment. */
export type SendSubject =
  | { class: Exclude<MailClass, 'nurture'>; request: number }
  | { class: 'nurture'; sequence: string; version: number; occurrence: number; step: string };

/** A mail that may be with SES: claimed, and not yet known to be accepted. */
export interface OpenSend {
  sendId: string;
  /** Of the worker that claimed it. */
  token: string;
  attempt: number;
  /** Machine time, ms. */
  claimedAt: number;
  /** Machine time, ms: until then the claim stands, and evidence is awaited. */
  leaseUntil: number;
  subject: SendSubject;
  template: string;
}
