import type { MailMark } from '../lead/lead-event.ts';

/**
 * Something opened a mail's link, its unsubscribe page or its picture, and nobody knows yet whether that was a
 * person. It waits in the lead for its verdict, since what tells machines from people comes after it, too.
 */
export interface Trace extends MailMark {
  /** `unsubscribe`: the page alone was looked at; that is no click, but one who opens every link opens it. */
  kind: 'click' | 'open' | 'unsubscribe';
  sendId: string;
  /** Position among the mail's tracked links; of clicks alone. */
  link?: number;
  /** When, programme time, ms. */
  at: number;
  /** When, machine time, ms: what machines do is told by real seconds. */
  seenAt: number;
  /** Machine time, ms, at which the verdict is due. */
  judgeAt: number;
  /** Of the address it came from, a mark of its /24 or /48; absent when not known. */
  network?: string;
  /** It needs no verdict (a machine that says so, or judged already) and stands here for what it tells of others. */
  settled?: true;
  /** An open by an agent that says nothing but `Mozilla/5.0`, as Apple's privacy proxy does. */
  proxy?: true;
  /** Machine time, ms: when the mail was handed to SES. */
  sentAt?: number;
  /** How many tracked links the mail has. */
  links?: number;
  /** The template that a link stood in. */
  content?: string;
  intent?: 'high';
}

/** What kind of mail it was. */
export const traceMark = ({ class: kind, template, sequence, step }: Trace): MailMark => ({
  ...(kind ? { class: kind } : {}),
  ...(template ? { template } : {}),
  ...(sequence ? { sequence } : {}),
  ...(step ? { step } : {}),
});

/** No lead holds more; a burst of more is no person's. */
export const MOST_TRACES = 16;

/** Of them opens: pictures that load again and again leave room for clicks. */
export const MOST_OPENS = 8;

/** The longest that one trace tells something of another, ms. */
export const LONGEST_BURST = 60_000;

/** The same thing told again: at the same moment, from the same place. */
export const isSameTrace = (a: Trace, b: Trace): boolean =>
  a.kind === b.kind &&
  a.sendId === b.sendId &&
  a.link === b.link &&
  a.seenAt === b.seenAt &&
  a.network === b.network;
