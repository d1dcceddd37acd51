import { isScored, mayReceive } from '../consent/mailability.ts';
import { retentionOf } from '../consent/retention.ts';
import type { Due, Lane, Lead } from '../lead/lead.ts';
import { flowOf, type Rules } from '../programme/rules.ts';
import { nextPromise } from '../sales/sla.ts';
import type { Failures } from '../sequence/enrollment.ts';
import { nextLook } from '../sequence/sequence-flow.ts';
import { isMail } from '../sequence/step-kind.ts';
import { templateFor } from '../sequence/variant.ts';
import { windowFor } from '../sequence/wait.ts';
import { stageCheckOf } from '../stage/stage-check.ts';
import { durationMs } from '../time/duration.ts';
import { nextInWindow } from '../time/local-window.ts';
import { type Now, programmeDeadline } from '../time/now.ts';
import type { SendWindow } from '../time/send-window.ts';
import type { Request, SendSubject } from './send.ts';

/** At most one nurture mail and four mails in all may be open at a time. */
const MOST_OPEN = 4;

/** Something to do for a lead: a mail to send, a claim to look after, a step or a stage to look at. */
interface Work {
  lane: Lane;
  /** Programme time, ms. */
  at: number;
  mail?: PlannedMail;
}

/** A mail that may be claimed now. */
export interface PlannedMail {
  subject: SendSubject;
  template: string;
  magnet?: string;
  form?: string;
  notice?: Request['notice'];
}

/** The mail to claim now, requests before nurture and the oldest first; undefined when there is none. */
export function nextMail(lead: Lead, rules: Rules, now: Now): PlannedMail | undefined {
  return mailWork(lead, rules, now)
    .filter((work) => work.at <= now.programme)
    .sort((a, b) => a.lane - b.lane || a.at - b.at)[0]?.mail;
}

/**
 * Where the lead belongs in the due index: its lowest lane with work, at its earliest time. May be early, never
 * late. A verdict that comes before the next nurture mail stands among the chores: it takes no sending slot, and
 * is given also while nurture is paused.
 */
export function dueOf(lead: Lead, rules: Rules, now: Now): Due | undefined {
  const work = [
    ...mailWork(lead, rules, now),
    ...claimWork(lead, now),
    ...stageWork(lead, rules, now),
    ...salesWork(lead),
    ...erasureWork(lead, now),
    ...pauseWork(lead),
    ...retentionWork(lead, rules, now),
  ];
  const verdict = verdictAt(lead, now);
  if (verdict !== undefined && work.every((w) => w.lane > 0 && w.at >= verdict))
    return { lane: 2, at: Math.floor(verdict) };
  if (verdict !== undefined) work.push({ lane: 2, at: verdict });
  if (work.length === 0) return undefined;
  return {
    lane: work.reduce<Lane>((lowest, w) => (w.lane < lowest ? w.lane : lowest), 2),
    at: Math.floor(Math.min(...work.map((w) => w.at))),
  };
}

function mailWork(lead: Lead, rules: Rules, now: Now): Work[] {
  if (lead.openSends.length >= MOST_OPEN) return [];
  return [...requestWork(lead, rules, now), ...nurtureWork(lead, rules, now)];
}

function requestWork(lead: Lead, rules: Rules, now: Now): Work[] {
  const open = new Set(lead.openSends.map((s) => ('request' in s.subject ? s.subject.request : 0)));
  return lead.requests
    .filter((r) => !open.has(r.id) && !r.failures?.parked && mayReceive(lead, r.class))
    .map((r) => ({
      lane: r.class === 'notice' ? 1 : 0,
      at: afterPause(r.at, now, r.notBefore, r.failures),
      mail: {
        subject: { class: r.class, request: r.id },
        template: templateOf(r, rules),
        form: r.form,
        ...(r.magnet ? { magnet: r.magnet } : {}),
        ...(r.notice ? { notice: r.notice } : {}),
      },
    }));
}

function templateOf(request: Request, { config }: Rules): string {
  if (request.class === 'notice') return 'notice';
  return request.class === 'confirmation'
    ? (config.forms[request.form]?.confirmationTemplate ?? 'confirmation')
    : (config.magnets[request.magnet ?? '']?.template ?? '');
}

function nurtureWork(lead: Lead, rules: Rules, now: Now): Work[] {
  if (!mayReceive(lead, 'nurture') || lead.openSends.some((s) => s.subject.class === 'nurture')) return [];
  const { nurtureCap, lessOften } = rules.config.settings;
  const within = lead.preferences?.frequency === 'less' ? lessOften : nurtureCap.within;
  const capOver = lead.lastNurtureAt === undefined ? 0 : lead.lastNurtureAt + durationMs(within);
  return lead.enrollments.flatMap((e): Work[] => {
    if (e.status !== 'active' || e.failures?.parked) return [];
    const { paused } = flowOf(rules, e.sequence);
    if (paused) return [{ lane: 1, at: Math.max(e.dueAt, nextLook(paused, lead.id, now.programme)) }];
    const sequence = rules.sequence(e.sequence, e.version);
    const step = sequence?.steps[e.step];
    if (!sequence || !step || !isMail(step)) return [{ lane: 1, at: e.dueAt }];
    const may = withinWindow(Math.max(e.dueAt, capOver), windowFor(sequence, e.step), lead, now);
    return [
      {
        lane: 1,
        at: afterPause(may, now, e.failures?.retryAt),
        mail: {
          subject: {
            class: 'nurture',
            sequence: e.sequence,
            version: e.version,
            occurrence: e.occurrence,
            step: step.id,
          },
          template: templateFor(step, lead, e.sequence, rules),
        },
      },
    ];
  });
}

/** `at`, or when the window opens next, if that is not open now or by then. */
function withinWindow(at: number, window: SendWindow | undefined, lead: Lead, now: Now): number {
  if (!window) return at;
  const from = Math.max(at, now.programme);
  const open = nextInWindow(from, window, lead.timeZone);
  return open === from ? at : open;
}

function claimWork(lead: Lead, now: Now): Work[] {
  return lead.openSends.map((s) => ({
    lane: s.subject.class === 'nurture' || s.subject.class === 'notice' ? 1 : 0,
    at: programmeDeadline(s.leaseUntil, now),
  }));
}

function stageWork(lead: Lead, rules: Rules, now: Now): Work[] {
  const at = isScored(lead) ? stageCheckOf(lead, rules, now.programme) : undefined;
  return at === undefined ? [] : [{ lane: 2, at }];
}

/** Promises of sales hold for leads that left, too. */
function salesWork(lead: Lead): Work[] {
  const at = nextPromise(lead);
  return at === undefined ? [] : [{ lane: 2, at }];
}

function verdictAt({ traces }: Lead, now: Now): number | undefined {
  if (traces.length === 0) return undefined;
  return programmeDeadline(Math.min(...traces.map(({ judgeAt }) => judgeAt)), now);
}

function erasureWork({ erasure }: Lead, now: Now): Work[] {
  if (!erasure) return [];
  return [{ lane: 2, at: erasure.unswept ? now.programme : programmeDeadline(erasure.until, now) }];
}

/** A pause ends by itself: then mails may be due. */
const pauseWork = ({ mailability, pausedUntil }: Lead): Work[] =>
  mailability === 'paused' && pausedUntil !== undefined ? [{ lane: 1, at: pausedUntil }] : [];

/**
 * Far away, and farther with each deed: an entry that is early enough stays where it is, since moving it
 * costs writes. A lead that has just come is looked at soon, if nothing else brings somebody to look at it.
 */
function retentionWork(lead: Lead, rules: Rules, now: Now): Work[] {
  const end = retentionOf(lead, rules);
  if (!end) return [];
  const { due } = lead;
  if (due?.lane === 2 && due.at > now.programme && due.at <= end.at) return [{ lane: 2, at: due.at }];
  return [{ lane: 2, at: lead.version === 0 ? now.programme : end.at }];
}

function afterPause(at: number, now: Now, notBefore?: number, failures?: Failures): number {
  const pause = Math.max(notBefore ?? 0, failures?.retryAt ?? 0);
  return pause > now.machine ? Math.max(at, programmeDeadline(pause, now)) : at;
}
