import type { Activity } from '../lead/activity.ts';
import { isHandRaise } from '../lead/condition-facts.ts';
import type { Lead } from '../lead/lead.ts';
import type { Rules } from '../programme/rules.ts';
import { contributions } from '../score/engagement-score.ts';
import type { EventType } from '../score/event-types.ts';
import { scoreOf } from '../score/score.ts';
import { type Contributor, closed, type Handoff, isLive } from './handoff.ts';
import { promisesOf } from './sla.ts';

const MOST_CONTRIBUTORS = 5;

/**
 * What a change of lifecycle means for the hand-off: entering a state with a service level opens one, leaving
 * it undecided or reaching the goal closes it. `activities`: what this cause has brought so far.
 */
export function followHandoff(
  change: { lead: Lead; activities: Activity[]; causes: EventType[] },
  before: Lead,
  rules: Rules,
  at: number,
): { lead: Lead; activities: Activity[] } {
  const activities: Activity[] = [];
  let { lead } = change;
  const moves = change.activities.filter(
    ({ type, field }) => type === 'lead.stage_changed' && field === 'lifecycle',
  );
  const outcome = isLive(lead.handoff)
    ? outcomeOf(lead, lead.handoff, moves, change.causes, rules)
    : undefined;
  if (outcome && lead.handoff) {
    const end = closed(lead, lead.handoff, outcome, at);
    lead = end.lead;
    activities.push(end.activity);
  }
  const entry = moves.at(-1);
  const { sla } = stateOf(rules, lead.lifecycle.state) ?? {};
  if (!entry || !sla || lead.lifecycle.state === before.lifecycle.state) return { lead, activities };
  const handoff = open(lead, entry, sla, rules, at);
  const { coolOffUntil: _, contacts: __, ...rest } = lead;
  return { lead: { ...rest, handoff }, activities: [...activities, openedBy(handoff, lead, at)] };
}

function outcomeOf(
  lead: Lead,
  handoff: Handoff,
  moves: Activity[],
  causes: EventType[],
  rules: Rules,
): 'won' | 'lost' | 'withdrawn' | undefined {
  const { states, goal } = rules.config.stages.lifecycle;
  if (moves.some(({ to }) => to === goal)) return 'won';
  if (handoff.status === 'open') return lead.lifecycle.state === handoff.state ? undefined : 'withdrawn';
  if (causes.includes('deal.lost')) return 'lost';
  const place = (id: string) => states.findIndex((state) => state.id === id);
  const isBack = moves.length > 0 && place(lead.lifecycle.state) <= place(handoff.state);
  return isBack ? 'withdrawn' : undefined;
}

const stateOf = (rules: Rules, id: string) =>
  rules.config.stages.lifecycle.states.find((state) => state.id === id);

function open(
  lead: Lead,
  entry: Activity,
  sla: NonNullable<ReturnType<typeof stateOf>>['sla'],
  rules: Rules,
  at: number,
): Handoff {
  const { fit, grade, engagement } = scoreOf(lead, rules.config.scoring, at);
  const cause = entry.cause as EventType;
  return {
    number: (lead.handoff?.number ?? 0) + 1,
    status: 'open',
    state: lead.lifecycle.state,
    openedAt: at,
    rule: String(entry.rule),
    way: isHandRaise(cause) ? 'asked' : cause === 'stage.set' ? 'set' : 'scored',
    score: { fit, grade, engagement: Math.round(engagement * 100) / 100 },
    top: topOf(lead, rules, at),
    ...(sla ? { promises: promisesOf(sla, at, rules.config.settings) } : {}),
  };
}

/** The events that count most at this time, the weightiest first. */
function topOf(lead: Lead, rules: Rules, at: number): Contributor[] {
  return contributions(lead.engagement, rules.config.scoring, at)
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth || b.event.at - a.event.at)
    .slice(0, MOST_CONTRIBUTORS)
    .map(({ event, worth }) => ({ type: event.type, at: event.at, points: Math.round(worth * 100) / 100 }));
}

const openedBy = ({ number, state, rule, way, score, top, promises }: Handoff, lead: Lead, at: number) => ({
  type: 'handoff.opened',
  at,
  ...{ number, state, rule, way, score },
  ...(top ? { top } : {}),
  ...promises,
  ...(lead.owner ? { owner: lead.owner } : {}),
});
