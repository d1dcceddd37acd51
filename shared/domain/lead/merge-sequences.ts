import { mayReceive } from '../consent/mailability.ts';
import type { Rules } from '../programme/rules.ts';
import type { OpenSend, Request } from '../sending/send.ts';
import { MOST_ENROLLMENTS } from '../sequence/enroll.ts';
import type { Enrollment } from '../sequence/enrollment.ts';
import { isMail } from '../sequence/step-kind.ts';
import type { Activity } from './activity.ts';
import type { Lead } from './lead.ts';

/** No lead waits for more mails that it asked for. */
const MOST_REQUESTS = 8;

/**
 * The same sequence twice becomes one: who is in it goes on behind the last step that either was sent, and who
 * is through or has left stays so. A holdout stays as the kept lead is in it.
 */
export function mergeEnrollments(
  kept: Lead,
  from: Lead,
  rules: Rules,
  at: number,
): { enrollments: Enrollment[]; activities: Activity[] } {
  const own = new Map(kept.enrollments.map((e) => [e.sequence, e]));
  const ended: Enrollment[] = [];
  for (const other of from.enrollments) {
    const mine = own.get(other.sequence);
    if (mine) own.set(mine.sequence, joined(mine, other, rules));
    else if (own.size < MOST_ENROLLMENTS) own.set(other.sequence, other);
    if (own.get(other.sequence) !== other && other.status === 'active') ended.push(other);
  }
  return {
    enrollments: [...own.values()],
    activities: ended.map(({ sequence, occurrence }) => ({
      type: 'enrollment.exited',
      at,
      sequence,
      occurrence,
      reason: 'merged',
    })),
  };
}

function joined(mine: Enrollment, other: Enrollment, rules: Rules): Enrollment {
  if (mine.status !== 'active' || mine.arm || other.arm) return mine;
  if (other.status === 'completed') return { ...mine, status: 'completed' };
  if (mine.version === other.version) {
    if (other.step <= mine.step) return mine;
    const { failures: _, ...rest } = mine;
    return { ...rest, step: other.step, dueAt: other.dueAt };
  }
  // The step at hand may be with SES: it counts as sent.
  const sent = (rules.sequence(other.sequence, other.version)?.steps ?? [])
    .slice(0, other.step + 1)
    .filter(isMail)
    .map(({ id }) => id);
  const ahead = (rules.sequence(mine.sequence, mine.version)?.steps ?? []).slice(mine.step);
  const passed = ahead.map(({ id }) => id).filter((id) => sent.includes(id) || mine.passed?.includes(id));
  return passed.length > 0 ? { ...mine, passed } : mine;
}

/**
 * Mails asked for and mails on their way, under numbers of the kept lead. What was to be confirmed at the other
 * address is not asked again; what is on its way is waited for.
 */
export function mergeMails(
  kept: Lead,
  from: Lead,
): Pick<Lead, 'requests' | 'openSends' | 'nextRequest' | 'awaited'> {
  const isOpen = ({ id }: Request) =>
    from.openSends.some(({ subject }) => 'request' in subject && subject.request === id);
  const isWanted = (request: Request) => {
    if (request.class === 'notice' || isOpen(request)) return request.class !== 'confirmation';
    return (
      request.class === 'magnet' &&
      mayReceive(kept, 'magnet') &&
      !kept.requests.some(({ magnet }) => magnet === request.magnet)
    );
  };
  const room = MOST_REQUESTS - kept.requests.filter((r) => r.class !== 'notice').length;
  const magnets = from.requests.filter((r) => r.class !== 'notice' && isWanted(r));
  const moved = [
    ...from.requests.filter((r) => r.class === 'notice'),
    ...magnets.slice(0, Math.max(0, room)),
  ];
  let nextRequest = kept.nextRequest;
  const numbers = new Map<number, number>();
  const requests = moved.map((request) => {
    numbers.set(request.id, nextRequest);
    return { ...request, id: nextRequest++ };
  });
  const openSends = from.openSends.map((send): OpenSend => {
    const { subject } = send;
    if (subject.class === 'nurture') {
      const mine = kept.enrollments.find((e) => e.sequence === subject.sequence);
      return mine ? { ...send, subject: { ...subject, occurrence: mine.occurrence } } : send;
    }
    const request = numbers.get(subject.request) ?? nextRequest++;
    return { ...send, subject: { ...subject, request } };
  });
  return {
    requests: [...kept.requests, ...requests],
    openSends: [...kept.openSends, ...openSends],
    nextRequest,
    ...(kept.awaited ? { awaited: withMagnets(kept.awaited, from) } : {}),
  };
}

/** What was asked for at either address comes once the kept one is confirmed. */
function withMagnets(awaited: NonNullable<Lead['awaited']>, from: Lead): NonNullable<Lead['awaited']> {
  const known = new Set(awaited.magnets.map(({ magnet }) => magnet));
  const more = (from.awaited?.magnets ?? []).filter(({ magnet }) => !known.has(magnet));
  return { ...awaited, magnets: [...awaited.magnets, ...more].slice(0, MOST_REQUESTS) };
}
