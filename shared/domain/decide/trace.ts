import { isScored } from '../consent/mailability.ts';
import { mayNoteClicks, mayNoteOpens } from '../consent/tracking-consent.ts';
import type { Activity } from '../lead/activity.ts';
import { fingerprint } from '../lead/fingerprint.ts';
import type { Lead } from '../lead/lead.ts';
import type { TraceSeen, TracesJudged } from '../lead/lead-event.ts';
import type { Rules } from '../programme/rules.ts';
import { addScoringEvent } from '../score/engagement.ts';
import {
  isSameTrace,
  LONGEST_BURST,
  MOST_OPENS,
  MOST_TRACES,
  type Trace,
  traceMark,
} from '../score/trace.ts';
import { type Deliveries, verdictOn } from '../score/verdict.ts';
import type { Now } from '../time/now.ts';
import { decideClick } from './behaviour.ts';
import { type Change, unchanged } from './change.ts';

/**
 * A link was followed, a page looked at, a picture loaded. It waits for its verdict; the same one again
 * changes nothing. When the lead holds as many as it may, those leave that surely were machines' and can tell
 * nothing of the newcomer; failing that, the newcomer is not held.
 */
export function decideSeen(lead: Lead, { trace, generation }: TraceSeen, rules: Rules, now: Now): Change {
  if (!isScored(lead) || generation !== lead.generation) return unchanged(lead);
  if (trace.kind === 'open' ? !mayNoteOpens(lead) : !mayNoteClicks(lead)) return unchanged(lead);
  if (lead.traces.some((known) => isSameTrace(known, trace))) return unchanged(lead);
  const opens = trace.kind === 'open' ? lead.traces.filter(({ kind }) => kind === 'open').length : 0;
  if (opens >= MOST_OPENS) return unchanged(lead);
  const room = lead.traces.length < MOST_TRACES ? unchanged(lead) : makeRoom(lead, trace, rules, now);
  if (room.lead.traces.length >= MOST_TRACES) return unchanged(lead);
  return { ...room, lead: { ...room.lead, traces: [...room.lead.traces, trace].sort(byTime) } };
}

/** The hold is over for some: people's clicks take effect now, machines' stand in the timeline and are worth nothing. */
export function decideJudged(lead: Lead, event: TracesJudged, rules: Rules, now: Now): Change {
  const over = lead.traces.filter(({ judgeAt }) => judgeAt <= now.machine);
  return over.length === 0 ? unchanged(lead) : conclude(lead, over, event, rules, now);
}

const byTime = (a: Trace, b: Trace) =>
  a.seenAt - b.seenAt || (a.link ?? -1) - (b.link ?? -1) || (a.sendId < b.sendId ? -1 : 1);

function makeRoom(lead: Lead, { seenAt }: Trace, rules: Rules, now: Now): Change {
  const nothing: Deliveries = { delivered: {}, scannedFor: 0 };
  const sure = lead.traces.filter(
    (trace) =>
      seenAt - trace.seenAt > LONGEST_BURST &&
      (trace.settled || verdictOn(trace, lead.traces, nothing) !== undefined),
  );
  return sure.length === 0 ? unchanged(lead) : conclude(lead, sure, nothing, rules, now);
}

/** Judges these by all that the lead holds, and keeps of them what may yet tell something of those that wait. */
function conclude(
  lead: Lead,
  judged: readonly Trace[],
  deliveries: Deliveries,
  rules: Rules,
  now: Now,
): Change {
  const waiting = lead.traces.filter((trace) => !judged.includes(trace));
  const kept = judged.flatMap((trace): Trace[] => {
    const concerned = waiting.filter(
      (other) => other.sendId === trace.sendId && Math.abs(other.seenAt - trace.seenAt) <= LONGEST_BURST,
    );
    if (concerned.length === 0) return [];
    return [{ ...bare(trace), judgeAt: Math.max(...concerned.map(({ judgeAt }) => judgeAt)) }];
  });
  const judgeable = judged.filter(({ settled, kind }) => !settled && kind !== 'unsubscribe');
  let change: Change = {
    lead: { ...lead, traces: [...waiting, ...kept].sort(byTime) },
    activities: [],
    causes: [],
  };
  for (const trace of judgeable) {
    const why = verdictOn(trace, lead.traces, deliveries);
    const next = why
      ? noted(change.lead, trace, { machine: true, why })
      : worth(change.lead, trace, rules, now);
    change = {
      lead: next.lead,
      activities: [...change.activities, ...next.activities],
      causes: [...new Set([...change.causes, ...next.causes])],
    };
  }
  return change;
}

/** What a person did takes effect as of when it was done. */
function worth(lead: Lead, trace: Trace, rules: Rules, now: Now): Change {
  const { at, sendId, intent } = trace;
  const { generation } = lead;
  const done =
    trace.kind === 'open'
      ? opened(lead, trace, rules, now)
      : decideClick(
          lead,
          {
            type: 'email.clicked',
            ...{ at, generation, sendId },
            content: trace.content ?? '',
            link: trace.link ?? 0,
            mail: traceMark(trace),
            ...(intent ? { intent } : {}),
          },
          rules,
          now,
        );
  return done.lead === lead ? noted(lead, trace) : done;
}

/** A mail that a person opened: worth what the scoring says, nothing by default, and no sign of life by itself. */
function opened(lead: Lead, trace: Trace, rules: Rules, now: Now): Change {
  const isWorth = rules.config.scoring.engagement.rules.some(
    ({ event, points }) => event === 'email.opened' && points !== 0,
  );
  if (!isWorth || !isScored(lead) || !mayNoteOpens(lead)) return unchanged(lead);
  const deed = {
    type: 'email.opened' as const,
    at: trace.at,
    subject: fingerprint(trace.sendId),
    key: fingerprint('email.opened', trace.sendId),
  };
  const scored = addScoringEvent(lead.engagement, deed, rules.config.scoring, now.programme);
  if (!scored.added) return unchanged(lead);
  return { lead: { ...lead, engagement: scored.state }, activities: [], causes: ['email.opened'] };
}

/** In the timeline, and worth nothing. An open is no part of what this version caused: it is noted by itself. */
function noted(lead: Lead, trace: Trace, how: { machine?: true; why?: string } = {}): Change {
  if (trace.kind === 'open') return unchanged(lead);
  const { at, sendId, content, link } = trace;
  const told: Activity = {
    type: 'email.clicked',
    ...{ at, sendId, content, link },
    ...traceMark(trace),
    scored: false,
    ...how,
  };
  return { lead, activities: [told], causes: [] };
}

/** What one trace tells of another, and no more. */
const bare = ({ kind, sendId, link, at, seenAt, judgeAt, network }: Trace): Trace => ({
  ...{ kind, sendId, at, seenAt, judgeAt, settled: true },
  ...(link === undefined ? {} : { link }),
  ...(network ? { network } : {}),
});
