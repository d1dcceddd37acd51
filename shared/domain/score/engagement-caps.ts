import { fingerprint } from '../lead/fingerprint.ts';
import { durationMs } from '../time/duration.ts';
import type { EngagementState, ScoringEvent } from './engagement.ts';
import type { Cap, EngagementRule, ScoringModel } from './scoring-model.ts';

/** What the rules say of one event: it counts, or why not. */
export interface Verdict {
  event: ScoringEvent;
  rule?: EngagementRule;
  /** Why it does not count: `reset`, `no rule`, `no points`, `cap P7D`, `cap ever`, `cap ever per subject`. */
  refused?: string;
}

/**
 * Which of the remembered events count. Taken in order of event time, never of arrival: an event
 * counts if every cap of its rule has room beside the events that counted before it.
 */
export function judge(state: EngagementState, model: ScoringModel): Verdict[] {
  const counted: Verdict[] = [];
  return state.events.map((event) => {
    const rule = ruleOf(event, model);
    const refused = refusal(event, rule, counted, state);
    const verdict: Verdict = { event, ...(rule && { rule }), ...(refused && { refused }) };
    if (takesRoom(verdict)) counted.push(verdict);
    return verdict;
  });
}

/**
 * Whether it fills its caps: what counts does, and of what happened before a new beginning the return of somebody
 * recycled alone, since a return always comes after one.
 */
export const takesRoom = ({ event, refused }: Verdict): boolean =>
  !refused || (refused === 'reset' && event.type === 'lead.reengaged');

/** The rule for an event: one for its intent goes before one for any. */
export function ruleOf(event: ScoringEvent, model: ScoringModel): EngagementRule | undefined {
  const rules = model.engagement.rules.filter((rule) => rule.event === event.type);
  return (
    (event.intent && rules.find((rule) => rule.intent === event.intent)) ??
    rules.find((rule) => rule.intent === undefined)
  );
}

/** The longest that a counted event takes up room under its rule's rolling caps; ms. */
export function longestWindow(rule: EngagementRule): number {
  return Math.max(0, ...rule.caps.map((cap) => (cap.within ? durationMs(cap.within) : 0)));
}

/** What must be remembered of a counted event that leaves the list: a mark for each cap without a window. */
export function onceMarks(event: ScoringEvent, rule: EngagementRule): string[] {
  return rule.caps.filter((cap) => !cap.within).map((cap) => onceMark(event, rule, cap));
}

function onceMark(event: ScoringEvent, rule: EngagementRule, cap: Cap): string {
  const scope = cap.perSubject ? ['of', event.subject ?? ''] : ['all'];
  return fingerprint(rule.event, rule.intent ?? '', ...scope);
}

function refusal(
  event: ScoringEvent,
  rule: EngagementRule | undefined,
  counted: Verdict[],
  state: EngagementState,
): string | undefined {
  if (state.resetAt !== undefined && event.at < state.resetAt) return 'reset';
  if (!rule) return 'no rule';
  if (rule.points === 0) return 'no points';
  const full = rule.caps.find((cap) => isFull(cap, event, rule, counted, state.once));
  return full && `cap ${full.within ?? 'ever'}${full.perSubject ? ' per subject' : ''}`;
}

/** All events of a rule are worth the same, so that points are counted as events; a penalty by its size. */
function isFull(
  cap: Cap,
  event: ScoringEvent,
  rule: EngagementRule,
  counted: Verdict[],
  once: string[],
): boolean {
  const since = cap.within ? event.at - durationMs(cap.within) : Number.NEGATIVE_INFINITY;
  const listed = counted.filter(
    (other) =>
      other.rule === rule &&
      other.event.at > since &&
      (!cap.perSubject || other.event.subject === event.subject),
  ).length;
  const mark = cap.within || once.length === 0 ? undefined : onceMark(event, rule, cap);
  const taken = listed + once.filter((known) => known === mark).length;
  const room = cap.count ?? (cap.points ?? 0) / Math.abs(rule.points) + 1e-9;
  return taken + 1 > room;
}
