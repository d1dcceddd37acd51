import type { Rules } from '../programme/rules.ts';
import type { Customer } from '../sales/customer.ts';
import { closed, isLive } from '../sales/handoff.ts';
import { addScoringEvent, type EngagementState, emptyEngagement } from '../score/engagement.ts';
import { baseOf, worth } from '../score/engagement-decay.ts';
import type { ScoringModel } from '../score/scoring-model.ts';
import { MOST_TRACES } from '../score/trace.ts';
import { sourceOf } from '../signup/source.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { pathOf } from '../stage/stage-path.ts';
import { positionIn } from '../stage/stage-remap.ts';
import type { Activity } from './activity.ts';
import type { Lead, StagePosition, Touch } from './lead.ts';
import { mergeConsent } from './merge-consent.ts';
import { mergeEnrollments, mergeMails } from './merge-sequences.ts';

/**
 * Two leads become one: all of `kept`, and of `from` what that lacks or what reaches further. What happened is
 * counted once, since each of them told it when it happened. `at`: programme time, ms.
 */
export function mergeLeads(
  kept: Lead,
  from: Lead,
  rules: Rules,
  at: number,
): { lead: Lead; activities: Activity[] } {
  const { stages, scoring } = rules.config;
  const sequences = mergeEnrollments(kept, from, rules, at);
  const sales = mergeSales(kept, from, at);
  const engagement = mergeEngagement(kept.engagement, from.engagement, scoring, at);
  const { awaited: _, ...rest } = sales.lead;
  const met: Lead = {
    ...rest,
    ...mergeMails(kept, from),
    ...mergeFacts(kept, from, at),
    attribution: mergeAttribution(kept.attribution, from.attribution),
    engagement,
    enrollments: sequences.enrollments,
    nurtureStage: further(stages.nurture, kept.nurtureStage, from.nurtureStage, at),
    lifecycle: further(stages.lifecycle, kept.lifecycle, from.lifecycle, at),
  };
  const consent = mergeConsent(met, from, at);
  const hasLeft = ['unsubscribed', 'complained'].includes(consent.lead.mailability);
  return {
    lead: hasLeft ? { ...consent.lead, engagement: emptyEngagement(engagement, at) } : consent.lead,
    activities: [
      {
        type: 'lead.merged',
        at,
        merged: from.id,
        left: { nurtureStage: from.nurtureStage.state, lifecycle: from.lifecycle.state },
      },
      ...[stages.nurture, stages.lifecycle].flatMap((model) => told(model, kept, met, at)),
      ...sales.activities,
      ...sequences.activities,
      ...consent.activities,
    ],
  };
}

/** Whoever is further by the model; what a person pinned stays. */
function further(model: StageModel, own: StagePosition, other: StagePosition, at: number): StagePosition {
  const { steps, after } = pathOf(model);
  const order = [...steps, ...after];
  const rank = ({ state, furthest }: StagePosition) =>
    Math.max(order.indexOf(state), order.indexOf(furthest ?? ''));
  const [mine, theirs] = [positionIn(model, own), positionIn(model, other)];
  const isPinned = mine.pinnedUntil !== undefined && mine.pinnedUntil > at;
  const { furthest: _, ...winner } = !isPinned && rank(theirs) > rank(mine) ? theirs : mine;
  const reached = order[Math.max(rank(mine), rank(theirs))];
  return reached === undefined || reached === winner.state ? winner : { ...winner, furthest: reached };
}

/** Nobody moved, so nothing is entered or left a second time. */
function told(model: StageModel, before: Lead, after: Lead, at: number): Activity[] {
  const { field } = model;
  const [from, to] = [before[field].state, after[field].state];
  const told = { type: 'lead.stage_remapped', at, field, from, to, cause: 'lead.merged' };
  return from === to ? [] : [{ ...told, model: `${model.id}@${model.version}` }];
}

/** The same event counts once; each one's own new beginnings hold for what it did itself. */
function mergeEngagement(
  own: EngagementState,
  other: EngagementState,
  model: ScoringModel,
  at: number,
): EngagementState {
  const after =
    (reset = Number.NEGATIVE_INFINITY) =>
    ({ at: then }: { at: number }) =>
      then >= reset;
  const [mine, theirs] = [own, other].map((one) => one.events.filter(after(one.resetAt))) as [
    EngagementState['events'],
    EngagementState['events'],
  ];
  const { resetAt: _, ...rest } = own;
  const isReset = own.resetAt !== undefined && other.resetAt !== undefined;
  const base = own.base && other.base ? addedUp(own, other, model) : (own.base ?? other.base);
  const start: EngagementState = {
    ...rest,
    events: mine,
    once: [...new Set([...other.once, ...own.once])].slice(-32),
    ...(base ? { base } : {}),
    ...(isReset ? { resetAt: Math.min(own.resetAt ?? 0, other.resetAt ?? 0) } : {}),
  };
  return theirs.reduce((state, event) => addScoringEvent(state, event, model, at).state, start);
}

function addedUp(own: EngagementState, other: EngagementState, model: ScoringModel): EngagementState['base'] {
  const at = Math.max(own.base?.at ?? 0, other.base?.at ?? 0);
  const sums = [own, other].map((one) => baseOf(one, model).map((part) => worth(part, at)));
  const [slow = 0, standard = 0, fast = 0] = [0, 1, 2].map((i) =>
    sums.reduce((sum, one) => sum + (one[i] ?? 0), 0),
  );
  return { slow, standard, fast, at };
}

const MOST_BETWEEN = 6;

/** The earliest is the first, the newest the last, and all others come between. */
function mergeAttribution(own: Lead['attribution'], other: Lead['attribution']): Lead['attribution'] {
  const touches = [own.first, own.last, other.first, other.last]
    .filter((touch): touch is Touch => touch !== undefined)
    .sort((a, b) => a.at - b.at);
  const [first, last] = [touches[0], touches.at(-1)];
  if (!first || !last) return own;
  const ends = new Map(touches.map((touch) => [touch.at, { at: touch.at, source: sourceOf(touch) }]));
  const between = [...(own.middle ?? []), ...(other.middle ?? []), ...ends.values()]
    .filter(({ at }) => at !== first.at && at !== last.at)
    .sort((a, b) => a.at - b.at)
    .slice(-MOST_BETWEEN);
  return { first, last, ...(between.length > 0 ? { middle: between } : {}) };
}

/** A hand-off that sales have goes before one that is over; the second of two that they have is withdrawn. */
function mergeSales(kept: Lead, from: Lead, at: number): { lead: Lead; activities: Activity[] } {
  const { handoff: own, ...rest } = kept;
  const other = from.handoff;
  const isOther = other !== undefined && (!own || (isLive(other) && !isLive(own)));
  const handoff = isOther ? other : own;
  const number = (own?.number ?? 0) + (other?.number ?? 0);
  const twice = own && other && isLive(own) && isLive(other);
  const deal = from.deal?.status === 'open' || !kept.deal ? from.deal : kept.deal;
  const contacts = (kept.contacts ?? 0) + (from.contacts ?? 0);
  const coolOffUntil = Math.max(kept.coolOffUntil ?? 0, from.coolOffUntil ?? 0);
  const customer = mergeCustomers(kept.customer, from.customer);
  const ids = [kept, from].flatMap(({ id, aliases = [] }) => [id, ...aliases.map((one) => one.id)]);
  const referredBy = [kept.referredBy, from.referredBy].find((id) => id && !ids.includes(id));
  const { referredBy: _, ...plain } = rest;
  return {
    lead: {
      ...plain,
      ...(handoff ? { handoff: { ...handoff, number } } : {}),
      ...(deal ? { deal } : {}),
      ...(contacts > 0 ? { contacts } : {}),
      ...(coolOffUntil > 0 ? { coolOffUntil } : {}),
      ...(customer ? { customer } : {}),
      ...(referredBy ? { referredBy } : {}),
    },
    activities: twice ? [closed(from, other, 'withdrawn', at).activity] : [],
  };
}

function mergeCustomers(own: Customer | undefined, other: Customer | undefined): Customer | undefined {
  if (!own || !other) return own ?? other;
  const revenue = { ...own.revenue };
  for (const [currency, value] of Object.entries(other.revenue))
    revenue[currency] = (revenue[currency] ?? 0) + value;
  const firsts = [own.firstAt, other.firstAt].filter((at) => at !== undefined);
  const lasts = [own.lastAt, other.lastAt].filter((at) => at !== undefined);
  const nps = [own.nps, other.nps].filter((one) => one !== undefined).sort((a, b) => b.at - a.at)[0];
  const referrals = (own.referrals ?? 0) + (other.referrals ?? 0);
  const testimonials = (own.testimonials ?? 0) + (other.testimonials ?? 0);
  return {
    purchases: own.purchases + other.purchases,
    revenue,
    ...(firsts.length > 0 ? { firstAt: Math.min(...firsts) } : {}),
    ...(lasts.length > 0 ? { lastAt: Math.max(...lasts) } : {}),
    ...(nps ? { nps } : {}),
    ...(referrals > 0 ? { referrals } : {}),
    ...(testimonials > 0 ? { testimonials } : {}),
  };
}

const union = <T>(first: readonly T[], then: readonly T[], most: number): T[] =>
  [...new Set([...first, ...then])].slice(-most);

/** What is known of the person: the kept lead's word first, what it lacks from the other. */
function mergeFacts(kept: Lead, from: Lead, at: number): Partial<Lead> {
  const isAsked = kept.timeZoneSource === 'default' && from.timeZoneSource === 'lead';
  const owner = kept.owner ?? from.owner;
  const human = Math.max(kept.lastHumanAt ?? 0, from.lastHumanAt ?? 0);
  const nurture = Math.max(kept.lastNurtureAt ?? 0, from.lastNurtureAt ?? 0);
  const [own, other] = [kept.preferences, from.preferences];
  const deeds = union(from.deeds ?? [], kept.deeds ?? [], 16);
  return {
    fields: { ...from.fields, ...kept.fields },
    ...(isAsked ? { timeZone: from.timeZone, timeZoneSource: 'lead' as const } : {}),
    tags: [...new Set([...kept.tags, ...from.tags])],
    ...(owner !== undefined ? { owner } : {}),
    ...(own || other
      ? {
          preferences: {
            topicsOff: union(own?.topicsOff ?? [], other?.topicsOff ?? [], 20),
            frequency: own?.frequency === 'less' || other?.frequency === 'less' ? 'less' : 'normal',
          },
        }
      : {}),
    interactions: kept.interactions + from.interactions,
    contentsClicked: union(from.contentsClicked, kept.contentsClicked, 8),
    ...(human > 0 ? { lastHumanAt: human } : {}),
    ...(nurture > 0 ? { lastNurtureAt: nurture } : {}),
    formComplete: kept.formComplete || from.formComplete,
    forms: [...new Set([...kept.forms, ...from.forms])].slice(0, 20),
    submissions: union(from.submissions, kept.submissions, 16),
    ...(deeds.length > 0 ? { deeds } : {}),
    traces: [...kept.traces, ...from.traces].sort((a, b) => a.at - b.at).slice(-MOST_TRACES),
    aliases: [
      ...(kept.aliases ?? []),
      ...(from.aliases ?? []).map((one) => ({ ...one, merged: true as const })),
      { id: from.id, generation: from.generation, until: at, merged: true },
    ],
  };
}
