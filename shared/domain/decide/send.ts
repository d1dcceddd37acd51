import { mayReceive } from '../consent/mailability.ts';
import type { Lead } from '../lead/lead.ts';
import type {
  SendAccepted,
  SendAwaited,
  SendClaimed,
  SendRefused,
  SendUnrenderable,
} from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import { nextMail } from '../sending/due.ts';
import type { OpenSend, SendSubject } from '../sending/send.ts';
import type { Failures } from '../sequence/enrollment.ts';
import type { Now } from '../time/now.ts';
import { type Change, keepNewest, unchanged } from './change.ts';
import { settle } from './settle.ts';

/**
 * A worker is about to call SES; written before the call, so that whoever comes after knows. Refused
 * (the same lead) unless the mail is still the one to send: what changed meanwhile wins.
 */
export function decideClaim(lead: Lead, event: SendClaimed, rules: Rules, now: Now): Change {
  const { send } = event;
  const before = lead.openSends.find((s) => s.sendId === send.sendId);
  const settled = settle(unchanged(lead), lead, undefined, rules, now);
  const isWanted = before
    ? before.leaseUntil <= now.machine &&
      send.attempt > before.attempt &&
      mayReceive(lead, send.subject.class)
    : isSameSubject(nextMail(settled.lead, rules, now)?.subject, send.subject);
  if (!isWanted) return unchanged(lead);
  const others = lead.openSends.filter((s) => s !== before);
  return { ...settled, lead: { ...settled.lead, openSends: [...others, send] } };
}

/**
 * SES has the mail. The first to say so moves the step; everyone after is a no-op, and mailability
 * is not asked again: what left has left.
 */
export function decideAccepted(lead: Lead, event: SendAccepted, rules: Rules, now: Now): Change {
  const send = lead.openSends.find((s) => s.sendId === event.sendId);
  if (!send) return unchanged(lead);
  const at = now.programme;
  return {
    lead: moveOn({ ...lead, openSends: lead.openSends.filter((s) => s !== send) }, send, rules, now),
    activities: [
      {
        type: event.by === 'presumed' ? 'email.presumed_sent' : 'email.sent',
        at,
        sendId: send.sendId,
        class: send.subject.class,
        template: send.template,
        ...(send.attempt > 1 ? { attempt: send.attempt } : {}),
        ...(event.messageId ? { messageId: event.messageId } : {}),
        ...('sequence' in send.subject ? { sequence: send.subject.sequence, step: send.subject.step } : {}),
        ...(lead.mailability === 'unsubscribed' ? { inFlightAtUnsubscribe: true } : {}),
      },
    ],
    causes: ['email.sent'],
  };
}

function isSameSubject(a: SendSubject | undefined, b: SendSubject): boolean {
  if (a?.class !== b.class) return false;
  if (a.class === 'nurture')
    return (
      b.class === 'nurture' && a.sequence === b.sequence && a.occurrence === b.occurrence && a.step === b.step
    );
  return b.class !== 'nurture' && a.request === b.request;
}

function moveOn(lead: Lead, send: OpenSend, rules: Rules, now: Now): Lead {
  const { subject } = send;
  if (subject.class !== 'nurture') {
    return {
      ...lead,
      requests: lead.requests.filter((r) => r.id !== subject.request),
      confirmationsSentAt:
        subject.class === 'confirmation'
          ? keepNewest(lead.confirmationsSentAt, send.claimedAt, 5)
          : lead.confirmationsSentAt,
    };
  }
  return {
    ...lead,
    lastNurtureAt: now.programme,
    enrollments: lead.enrollments.map((e) => {
      const isIt = e.sequence === subject.sequence && e.occurrence === subject.occurrence;
      const step = rules.sequence(e.sequence, e.version)?.steps[e.step];
      if (!isIt || step?.id !== subject.step) return e;
      const { failures: _, ...rest } = e;
      return { ...rest, step: e.step + 1, dueAt: now.programme };
    }),
  };
}

/**
 * SES surely has not taken the mail: the claim closes and the work is tried again. Nurture that could do nothing
 * for it keeps its place in the backlog: those behind it have not waited as long.
 */
export function decideRefused(lead: Lead, event: SendRefused, _rules: Rules, now: Now): Change {
  const send = lead.openSends.find((s) => s.sendId === event.sendId && s.token === event.token);
  if (!send) return unchanged(lead);
  const closed = { ...lead, openSends: lead.openSends.filter((s) => s !== send) };
  const keepsPlace = send.subject.class === 'nurture' && !event.costsAttempt;
  const retryAt = event.retryAt ?? (keepsPlace ? now.machine : undefined);
  return fail(closed, send.subject, send.template, event.code, event.costsAttempt, now, retryAt);
}

/** The claim stands a while longer. */
export function decideAwaited(lead: Lead, event: SendAwaited): Change {
  if (!lead.openSends.some((s) => s.sendId === event.sendId)) return unchanged(lead);
  const openSends = lead.openSends.map((s) =>
    s.sendId === event.sendId ? { ...s, leaseUntil: event.leaseUntil } : s,
  );
  return { lead: { ...lead, openSends }, activities: [], causes: [] };
}

/** The mail could not be made (a value without fallback, a template gone): nothing leaves, someone is told. */
export function decideUnrenderable(lead: Lead, event: SendUnrenderable, _rules: Rules, now: Now): Change {
  return fail(lead, event.subject, undefined, event.code, true, now);
}

const MINUTE = 60_000;
const LONGEST_BACKOFF = 6 * 60 * MINUTE;
const MOST_FAILURES = 8;

/** One minute, then four times as long each time, up to six hours; after eight failures a person must look. */
function backOff(
  before: Failures | undefined,
  code: string,
  costsAttempt: boolean,
  now: Now,
  retryAt?: number,
): Failures {
  const count = (before?.count ?? 0) + (costsAttempt ? 1 : 0);
  const wait = now.machine + Math.min(MINUTE * 4 ** (count - 1), LONGEST_BACKOFF);
  return {
    count,
    code,
    retryAt: costsAttempt ? Math.max(retryAt ?? 0, wait) : (retryAt ?? now.machine + 2_000),
    ...(count >= MOST_FAILURES ? { parked: true as const } : {}),
  };
}

function fail(
  lead: Lead,
  subject: SendSubject,
  template: string | undefined,
  code: string,
  costsAttempt: boolean,
  now: Now,
  retryAt?: number,
): Change {
  let failures: Failures | undefined;
  const failed = <T extends { failures?: Failures }>(work: T): T => {
    failures = backOff(work.failures, code, costsAttempt, now, retryAt);
    return { ...work, failures };
  };
  const next: Lead =
    subject.class === 'nurture'
      ? {
          ...lead,
          enrollments: lead.enrollments.map((e) =>
            e.status === 'active' && e.sequence === subject.sequence && e.occurrence === subject.occurrence
              ? failed(e)
              : e,
          ),
        }
      : { ...lead, requests: lead.requests.map((r) => (r.id === subject.request ? failed(r) : r)) };
  if (!failures) return { lead: next, activities: [], causes: [] };
  const told = costsAttempt && (failures.count === 1 || failures.parked);
  return {
    lead: next,
    activities: told
      ? [
          {
            type: failures.parked ? 'email.parked' : 'email.failed',
            at: now.programme,
            code,
            class: subject.class,
            ...(template ? { template } : {}),
            ...('sequence' in subject ? { sequence: subject.sequence, step: subject.step } : {}),
          },
        ]
      : [],
    causes: [],
  };
}
