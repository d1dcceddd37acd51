import type { postableEventTypes, salesEventTypes } from '../score/event-types.ts';
import type { Trace } from '../score/trace.ts';
import type { Deliveries } from '../score/verdict.ts';
import type { OpenSend, SendSubject } from '../sending/send.ts';
import type { NewsletterSent } from '../sequence/newsletter.ts';
import type { AddressKind, Alias, Lead, Suppression, Touch } from './lead.ts';

/** What was odd about when a form was drawn: sent sooner than people can, after more than a day, or not our word. */
export type Suspicion = 'fast' | 'old' | 'forged';

/** A signup as the engine sees it. `proof` goes into the timeline as it is: consent words, page, full attribution. */
export interface FormSubmitted {
  type: 'form.submitted';
  at: number;
  form: string;
  /** Fingerprint of the submission; the same one again changes nothing. */
  submission: string;
  /** What its fingerprint would have been a moment before. */
  earlier?: string;
  leadId: string;
  email: string;
  fields: Record<string, string | number | boolean>;
  marketing: boolean;
  tracking: boolean;
  /** Id and version of the words beside each box, ticked or not. */
  consentText?: string;
  trackingText?: string;
  magnet?: string;
  language?: string;
  timeZone?: string;
  touch?: Touch;
  /** From which part of the net it came: a keyed hash, which bounds confirmation mails by source. */
  source?: string;
  /** A soft sign of a robot: it has to confirm, whatever the form asks of others. */
  suspicion?: Suspicion;
  proof: Record<string, unknown>;
}

export interface LeadConfirmed {
  type: 'lead.confirmed';
  at: number;
  generation: number;
  proof: Record<string, unknown>;
}

export interface LeadUnsubscribed {
  type: 'lead.unsubscribed';
  at: number;
  generation: number;
  via: 'one-click' | 'page';
  sendId?: string;
}

/** A person's click: what the verdict on a trace makes of it. */
export interface EmailClicked {
  type: 'email.clicked';
  at: number;
  generation: number;
  sendId: string;
  /** The template that the link stood in. */
  content: string;
  /** Position of the link in the mail. */
  link: number;
  intent?: 'high';
  mail?: MailMark;
}

/** A link was followed, or the like: by whom is still to be seen. */
export interface TraceSeen {
  type: 'trace.seen';
  generation: number;
  trace: Trace;
}

/** Someone looks at the traces whose hold is over, knowing when their mails were delivered. */
export interface TracesJudged extends Deliveries {
  type: 'traces.judged';
}

/** What a mail was, as its links and SES's news of it say. */
export interface MailMark {
  class?: string;
  template?: string;
  sequence?: string;
  step?: string;
}

export interface EventPosted {
  type: 'event.posted';
  event: (typeof postableEventTypes)[number];
  at: number;
  /** The client's id for it; the same one again changes nothing. */
  id?: string;
  subject?: string;
  intent?: 'high';
  /** Of `nps.answered`: 0 to 10. */
  score?: number;
  /** Of `referral.made`: the lead that it made. */
  referred?: string;
}

/** What sales decided or did. Amounts in minor units. */
export interface SalesTold {
  type: 'sales.told';
  event: (typeof salesEventTypes)[number] | 'owner.set';
  at: number;
  /** The client's id for it; the same one again changes nothing. */
  id?: string;
  /** Who sees to the lead from now on. */
  owner?: string;
  reason?: string;
  assessment?: 'positive' | 'negative';
  channel?: string;
  note?: string;
  /** The CRM's id of the deal. */
  deal?: string;
  value?: number;
  currency?: string;
  /** A date, `2026-12-31`. */
  expectedClose?: string;
}

/** Somebody bought; the value in minor units. */
export interface ConversionRecorded {
  type: 'conversion.recorded';
  at: number;
  externalId: string;
  value: number;
  currency: string;
}

/** A customer named somebody who is no lead yet. */
export interface LeadReferred {
  type: 'lead.referred';
  at: number;
  leadId: string;
  email: string;
  fields: Record<string, string | number | boolean>;
  /** Id of the lead that named them. */
  referredBy: string;
  language?: string;
  timeZone?: string;
}

/** A person puts a lead into a state of one of the models; `by`: whose key. */
export interface StageSet {
  type: 'stage.set';
  at: number;
  field: 'nurtureStage' | 'lifecycle';
  state: string;
  /** Nothing but events moves it for 30 days. */
  pinned: boolean;
  by: string;
}

/** A worker looked at the lead because it may be due. */
export interface Visited {
  type: 'visited';
}

export interface SendClaimed {
  type: 'send.claimed';
  send: OpenSend;
}

/** SES has the mail: the worker's confirmation, any SES event, or a presumption after silence. */
export interface SendAccepted {
  type: 'send.accepted';
  sendId: string;
  messageId?: string;
  by: 'worker' | 'feedback' | 'presumed';
}

/** SES surely does not have the mail. */
export interface SendRefused {
  type: 'send.refused';
  sendId: string;
  token: string;
  code: string;
  /** Throttling, quota, pauses and an unreachable SES say nothing about the mail, and cost no attempt. */
  costsAttempt: boolean;
  /** Machine time before which there is no point in trying. */
  retryAt?: number;
}

/** No evidence yet, and none to be expected: the claim is looked at again later (machine time). */
export interface SendAwaited {
  type: 'send.awaited';
  sendId: string;
  leaseUntil: number;
}

/** The mail could not be made: nothing was claimed, nothing sent. */
export interface SendUnrenderable {
  type: 'send.unrenderable';
  subject: SendSubject;
  code: string;
}

export interface EmailBounced {
  type: 'email.bounced';
  at: number;
  generation: number;
  sendId: string;
  bounceType: string;
  subType: string;
  mail?: MailMark;
}

/** A person says that a bounced address works again, and why they think so. */
export interface SuppressionLifted {
  type: 'suppression.lifted';
  at: number;
  reason: string;
  /** Whose key it was. */
  key: string;
}

export interface EmailComplained {
  type: 'email.complained';
  at: number;
  generation: number;
  sendId: string;
  feedbackType: string;
  mail?: MailMark;
}

/** What a lead chose on its preferences page. What is left out stays as it is. */
export interface PreferencesChanged {
  type: 'preferences.changed';
  at: number;
  generation: number;
  /** Topics that it does not want to hear of. */
  topicsOff?: string[];
  frequency?: 'normal' | 'less';
  language?: string;
  /** `start`: no nurture mail for 30 days; `end`: from now on again. */
  pause?: 'start' | 'end';
  /** Withdraws the consent to be tracked. */
  tracking?: false;
  proof: Record<string, unknown>;
}

/** The lists of domains know this address. */
export interface AddressClassified {
  type: 'address.classified';
  /** Absent: they do not, or not any more. */
  kind?: AddressKind;
}

/** Too much came from one source lately: a confirmation mail waits (machine time), or is given up. */
export interface RequestHeld {
  type: 'request.held';
  request: number;
  notBefore?: number;
}

/**
 * A person is to be forgotten: `token` and `until` (machine time) as in `Erasure`. `generation` and
 * `suppression`: as the log of erasures has them, when a restored table knows less.
 */
export interface LeadErased {
  type: 'lead.erased';
  token: string;
  until: number;
  generation?: number;
  suppression?: Suppression;
  /** Only that an id of before points at nobody any more; `suppression`: what the person said, under whatever id. */
  alias?: true;
}

/** Another lead turned out to be the same person; `by`: whose key said so. */
export interface LeadMerged {
  type: 'lead.merged';
  at: number;
  from: Lead;
  by: string;
}

/** All that a lead was is under another id now. */
export interface LeadMoved {
  type: 'lead.moved';
  to: Alias;
}

/** A lead has another address, and with it another id: what lies there takes over the life of `from`. */
export interface AddressChanged {
  type: 'address.changed';
  at: number;
  from: Lead;
  email: string;
  by: string;
}

/** The rows that were there are deleted, and the erasure stands in the log. */
export interface ErasureSwept {
  type: 'erasure.swept';
  token: string;
  until: number;
}

/** What the stream could still bring of erased lives has been deleted too. */
export interface ErasureEnded {
  type: 'erasure.ended';
  /** The erasure that was seen to; another has come meanwhile when the lead has another. */
  token: string;
  until: number;
}

/** All that can happen to a lead. */
export type LeadEvent =
  | FormSubmitted
  | LeadConfirmed
  | LeadUnsubscribed
  | EmailClicked
  | TraceSeen
  | TracesJudged
  | EventPosted
  | SalesTold
  | ConversionRecorded
  | LeadReferred
  | StageSet
  | Visited
  | SendClaimed
  | SendAccepted
  | SendRefused
  | SendAwaited
  | SendUnrenderable
  | EmailBounced
  | EmailComplained
  | SuppressionLifted
  | PreferencesChanged
  | AddressClassified
  | RequestHeld
  | LeadErased
  | ErasureSwept
  | ErasureEnded
  | LeadMerged
  | LeadMoved
  | AddressChanged
  | NewsletterSent;
