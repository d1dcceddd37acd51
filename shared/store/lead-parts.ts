import type { Activity } from '../domain/lead/activity.ts';
import type { ConsentState, StagePosition, Touch } from '../domain/lead/lead.ts';
import type { Customer } from '../domain/sales/customer.ts';
import type { Deal } from '../domain/sales/deal.ts';
import type { Handoff, Promises } from '../domain/sales/handoff.ts';
import type { EventType } from '../domain/score/event-types.ts';
import type { Trace } from '../domain/score/trace.ts';
import type { OpenSend, Request, SendSubject } from '../domain/sending/send.ts';
import type { Enrollment } from '../domain/sequence/enrollment.ts';
import { id, type Part, part, time } from './part.ts';

/** How the records inside a lead's item lie on disk (docs/data.md). A letter, once used, keeps its meaning. */

export const enrollments = part<Enrollment>(
  {
    sequence: 's',
    version: 'v',
    occurrence: 'o',
    status: 'x',
    stage: 'g',
    startedAt: time('b'),
    step: 'p',
    dueAt: time('d'),
    failures: 'f',
    arm: 'a',
    goal: 'k',
    passed: 'j',
  },
  { version: 1, occurrence: 1, status: 'active' },
);

export const requests = part<Request>({
  id: 'i',
  class: 'c',
  form: 'f',
  magnet: 'm',
  at: time('a'),
  notBefore: 'n',
  notice: 'o',
  source: 's',
});

const subjects = part<{ class: string; request?: number }>({ class: 'c', request: 'r' });
const nurtureSubjects = part<Extract<SendSubject, { class: 'nurture' }>>(
  { sequence: 's', version: 'v', occurrence: 'o', step: 'p' },
  { class: 'nurture', version: 1, occurrence: 1 },
);
const sends = part<OpenSend>(
  {
    sendId: id('i'),
    token: 'k',
    attempt: 'n',
    claimedAt: time('c'),
    leaseUntil: time('l'),
    subject: 's',
    template: 't',
  },
  { attempt: 1 },
);

export const openSends: Part<OpenSend> = {
  write: (send, origin) => {
    const { subject } = send;
    const s = subject.class === 'nurture' ? nurtureSubjects.write(subject, 0) : subjects.write(subject, 0);
    return { ...sends.write(send, origin), s };
  },
  read: (written, origin) => {
    const s = written.s as Record<string, unknown>;
    const subject = (s.c === undefined ? nurtureSubjects.read(s, 0) : subjects.read(s, 0)) as SendSubject;
    return { ...sends.read(written, origin), subject };
  },
};

/** `top`: type, ms since the lead was created, points. */
const handoffParts = part<Handoff>(
  {
    number: 'n',
    status: 'x',
    state: 's',
    openedAt: time('o'),
    rule: 'r',
    way: 'w',
    score: 'e',
    top: 't',
    promises: 'p',
    breached: 'b',
    touchedAt: time('c'),
    assessment: 'm',
    decidedAt: time('d'),
    reason: 'y',
  },
  { status: 'open', number: 1 },
);
const promises = part<Promises>({ firstTouchBy: time('f'), decideBy: time('d'), returnBy: time('r') });

export const handoffs: Part<Handoff> = {
  write: ({ top, promises: given, ...handoff }, origin) => ({
    ...handoffParts.write(handoff as Handoff, origin),
    ...(top ? { t: top.map(({ type, at, points }) => [type, at - origin, points]) } : {}),
    ...(given ? { p: promises.write(given, origin) } : {}),
  }),
  read: ({ t, p, ...written }, origin) => ({
    ...handoffParts.read(written, origin),
    ...(t ? { top: (t as [EventType, number, number][]).map(contributor(origin)) } : {}),
    ...(p ? { promises: promises.read(p as Record<string, unknown>, origin) } : {}),
  }),
};

const contributor =
  (origin: number) =>
  ([type, at, points]: [EventType, number, number]) => ({ type, at: at + origin, points });

export const deals = part<Deal>(
  {
    id: 'i',
    status: 'x',
    openedAt: time('o'),
    value: 'v',
    currency: 'c',
    expectedClose: 'e',
    closedAt: time('d'),
    reason: 'y',
  },
  { status: 'open' },
);

export const customers = part<Customer>(
  {
    purchases: 'n',
    revenue: 'v',
    firstAt: time('f'),
    lastAt: time('l'),
    nps: 's',
    referrals: 'r',
    testimonials: 't',
  },
  { purchases: 0, revenue: {} },
);

const seen = part<Trace>(
  {
    kind: 'k',
    sendId: id('i'),
    link: 'l',
    at: time('a'),
    seenAt: time('m'),
    judgeAt: time('j'),
    network: 'n',
    settled: 'x',
    proxy: 'b',
    sentAt: time('d'),
    links: 'o',
    content: 'e',
    class: 'c',
    sequence: 's',
    step: 'p',
  },
  { kind: 'click' },
);

/** At AWS both clocks are one, and one time is enough. */
export const traces: Part<Trace> = {
  write: (trace, origin) => {
    const { m, ...rest } = seen.write(trace, origin);
    return trace.seenAt === trace.at ? rest : { ...rest, m };
  },
  read: (written, origin) => seen.read({ m: written.a, ...written }, origin),
};

export const positions = part<StagePosition>({
  state: 's',
  since: time('a'),
  pinnedUntil: time('p'),
  furthest: 'f',
});

export const consents = part<ConsentState>({ granted: 'g', at: time('a'), text: 't' }, { granted: true });

/** Click ids keep their names: they are rare, and long themselves. */
export const touches = part<Touch>({
  at: time('a'),
  utm_source: 's',
  utm_medium: 'm',
  utm_campaign: 'c',
  utm_term: 't',
  utm_content: 'n',
  utm_id: 'i',
});

/** Of the activities that a save caused, what most of them have. */
export const activities = part<Activity>({
  type: 't',
  at: time('a'),
  sendId: id('i'),
  messageId: id('m'),
  class: 'c',
  template: 'e',
  sequence: 's',
  step: 'p',
});
